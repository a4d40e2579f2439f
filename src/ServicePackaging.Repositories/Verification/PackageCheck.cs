namespace ServicePackaging.Repositories.Verification;

/// <summary>A package file as an index describes it.</summary>
/// <param name="Path">The file, relative to the root.</param>
/// <param name="Length">The length in bytes; null if the index does not state it.</param>
/// <param name="Digests">The digests that the index states.</param>
internal sealed record PackageClaim(string Path, long? Length, IReadOnlyList<FileDigest> Digests);

/// <summary>Checks package files.</summary>
/// <param name="context">What the parts of a verification share.</param>
internal sealed class PackageCheck(VerificationContext context)
{
    private const string Replaced =
        "Clients refuse it. Never replace a published file: publish another version, and upload packages before indexes.";

    /// <summary>Checks a file, and reads it if packages are read.</summary>
    /// <param name="claim">What the index states.</param>
    /// <param name="inspect">Compares a file that matches with the index.</param>
    public void Check(PackageClaim claim, Action<Stream> inspect)
    {
        if (!context.Options.ReadPackages)
        {
            var (length, failed) = context.Length(claim.Path);
            if (length is { } found)
            {
                CheckLength(claim, found);
            }
            else if (!failed)
            {
                AddMissing(claim);
            }

            return;
        }

        if (!context.Open(claim.Path, file => Inspect(claim, file, inspect)))
        {
            AddMissing(claim);
        }
    }

    private void Inspect(PackageClaim claim, Stream file, Action<Stream> inspect)
    {
        if (!CheckLength(claim, file.Length))
        {
            return;
        }

        foreach (var digest in claim.Digests)
        {
            file.Position = 0;
            if (!digest.Matches(file))
            {
                context.Faults.Add(PackageRules.Differs, claim.Path, $"The file does not have the digest {digest}, which the index "
                    + $"states. {Replaced}");
                return;
            }
        }

        try
        {
            file.Position = 0;
            inspect(file);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            context.Faults.Add(
                PackageRules.Unreadable, claim.Path,
                $"The file is not a package that can be read: {exception.Message.TrimEnd('.')}. Publish a package that is complete.");
        }
    }

    private bool CheckLength(PackageClaim claim, long length)
    {
        context.SamplePackage ??= claim.Path;
        if (claim.Length is null || claim.Length == length)
        {
            return true;
        }

        context.Faults.Add(
            PackageRules.Differs, claim.Path,
            FormattableString.Invariant($"The file has {length} bytes, but the index states {claim.Length}. {Replaced}"));
        return false;
    }

    private void AddMissing(PackageClaim claim) => context.Faults.Add(
        PackageRules.Missing, claim.Path,
        "An index names the file, but it does not exist. Clients cannot install the package. Upload it, or remove it from the index "
        + "first.");
}
