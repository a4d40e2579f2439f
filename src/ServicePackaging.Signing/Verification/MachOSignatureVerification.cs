using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Signing.Verification;

/// <summary>The code signature of a Mach-O file.</summary>
/// <param name="Faults">What is wrong with it; empty if it is valid. A file without a signature has one fault for each
/// architecture.</param>
internal sealed record MachOSignatureFacts(IReadOnlyList<PackageFault> Faults)
{
    /// <summary>The signatures of the architectures, in the file's order, as far as they can be read.</summary>
    public IReadOnlyList<MachOSliceSignature> Slices { get; init; } = [];
}

/// <summary>The code signature of one architecture.</summary>
internal sealed record MachOSliceSignature
{
    /// <summary>The identifier of the code.</summary>
    public required string Identifier { get; init; }

    /// <summary>The team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>The flags of the code directory.</summary>
    public required uint Flags { get; init; }

    /// <summary>The digest of the code directory by which macOS knows the code, in lower-case hexadecimal.</summary>
    public required string CdHash { get; init; }

    /// <summary>The entitlements in XML, or null.</summary>
    public string? Entitlements { get; init; }

    /// <summary>The SHA-1 thumbprint of the certificate in upper case hexadecimal; null for an ad-hoc signature.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The time that the signer stated.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>The time that a server confirmed; null if there is no timestamp.</summary>
    public DateTimeOffset? TimestampTime { get; init; }

    /// <summary>Whether the signature has no certificate.</summary>
    public bool IsAdHoc => (Flags & 0x2) != 0;

    /// <summary>Whether the code runs with the hardened runtime.</summary>
    public bool HasHardenedRuntime => (Flags & 0x10000) != 0;
}

/// <summary>Verifies the code signatures of Mach-O files: all pages, all slots, and the CMS signature. It shares no code with the signer.
/// Whether the root is trusted is not checked: only macOS knows.</summary>
internal static class MachOSignatureVerification
{
    /// <summary>Verifies a file.</summary>
    /// <param name="file">A seekable stream, which stays open.</param>
    /// <param name="cancellationToken">Checked between pages.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static MachOSignatureFacts Verify(Stream file, CancellationToken cancellationToken)
    {
        var faults = new SignatureFaults();
        var slices = new List<MachOSliceSignature>();
        var head = new byte[MachOReader.HeadLength];
        file.Position = 0;
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var architectures = MachOReader.ReadArchitectures(head.AsSpan(0, length), file.Length);
        faults.Require(architectures is not null, "The file is not a Mach-O file, or its architectures do not fit into it.");
        foreach (var slice in architectures?.Slices ?? [])
        {
            faults.Try("The code signature", () =>
            {
                var code = SignedCode.Read(file, slice);
                if (faults.Require(code is not null, "The code is not signed.")
                    && new CodeVerification(file, code!, faults, cancellationToken).Run() is { } facts)
                {
                    slices.Add(facts);
                }
            });
        }

        return new MachOSignatureFacts(faults.Faults) { Slices = slices };
    }
}
