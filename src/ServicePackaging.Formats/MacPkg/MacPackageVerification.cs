using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Checks a package against the rules of the Installer.</summary>
internal sealed class MacPackageVerification(
    MacPackageReader package, VerificationDepth depth, CancellationToken cancellationToken)
{
    private readonly FaultList<MacPackageRule> _faults = new();

    public IReadOnlyList<PackageFault> Run()
    {
        if (!VerifyHeap())
        {
            // A small archive can contain any number of pieces that share bytes. They are not worth reading.
            return _faults.Faults;
        }

        foreach (var entry in package.Archive.Entries.Where(entry => entry.Data is not null))
        {
            _faults.Try(MacPackageRule.FileDigest, () => VerifyDigests(entry, entry.Data!));
        }

        var hasArm64 = false;
        foreach (var component in package.Components)
        {
            var verification = new MacComponentVerification(component, _faults, depth, cancellationToken);
            verification.Run();
            hasArm64 |= verification.HasArm64;
        }

        if (package.DistributionReader is { } distribution)
        {
            VerifyArchitectures(distribution, hasArm64);
            VerifyPages(distribution);
            VerifyReferences(distribution);
            VerifyChoices(distribution);
        }

        return _faults.Faults;
    }

    // Returns false if pieces overlap.
    private bool VerifyHeap()
    {
        long end = 0;
        var isApart = true;
        foreach (var piece in package.Archive.Pieces.OrderBy(piece => piece.Offset).ThenBy(piece => piece.Length))
        {
            _faults.Require(
                MacPackageRule.HeapLayout,
                piece.Offset == end,
                $"'{piece.Name}' starts at {piece.Offset} of the heap, but the previous piece ends at {end}.");
            isApart &= piece.Offset >= end;
            end = Math.Max(end, piece.Offset + piece.Length);
        }

        var rest = package.Archive.HeapLength - end;
        Span<byte> magic = stackalloc byte[XarFormat.TrailerMagic.Length];
        using var trailer = package.Archive.OpenHeap(end, rest);
        var isTicket = trailer.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
            && magic.SequenceEqual(XarFormat.TrailerMagic);
        _faults.Require(
            MacPackageRule.HeapLayout, rest == 0 || isTicket, $"The heap is followed by {rest} bytes that are not a notarization ticket.");
        return isApart;
    }

    private void VerifyDigests(XarEntry entry, XarData data)
    {
        _faults.Require(
            MacPackageRule.FileDigest,
            data is { Archived: not null, Extracted: not null },
            $"'{entry.Path}' does not have digests of its stored and its extracted bytes.");
        if (depth == VerificationDepth.Headers && package.Components.Any(component => component.Find(MacPackageFormat.Payload) == entry))
        {
            return;
        }

        using var stored = package.Archive.OpenStored(entry);
        VerifyDigest(entry, stored, data.Archived, "stored");
        using var extracted = package.Archive.Open(entry);
        VerifyDigest(entry, extracted, data.Extracted, "extracted");
    }

    private void VerifyDigest(XarEntry entry, Stream content, XarDigest? digest, string what)
    {
        if (digest is null)
        {
            return;
        }

        using var hash = IncrementalHash.CreateHash(digest.Algorithm.Name);
        PooledCopy.ReadRest(content, hash.AppendData, cancellationToken);
        _faults.Require(
            MacPackageRule.FileDigest,
            Convert.ToHexStringLower(hash.GetHashAndReset()) == digest.Value,
            $"'{entry.Path}' does not match its digest, {what}.");
    }

    private void VerifyArchitectures(DistributionReader distribution, bool hasArm64)
    {
        var names = distribution.HostArchitectures;
        _faults.Require(
            MacPackageRule.HostArchitectures,
            names.Count > 0 && names.All(name => MacPackageFormat.Architectures.Any(known => known.Name == name)),
            $"The host architectures '{string.Join(',', names)}' are not those of macOS, and the Installer treats none as Intel.");
        _faults.Require(
            MacPackageRule.HostArchitectures,
            !hasArm64 || names.Contains("arm64"),
            "The payload has code for arm64, but the host architectures do not include it: the Installer would ask for Rosetta.");
    }

    private void VerifyPages(DistributionReader distribution)
    {
        var names = package.ResourceFiles.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (kind, file) in distribution.Pages)
        {
            _faults.Require(MacPackageRule.Pages, names.Contains(file), $"The {kind} refers to '{file}', which is not a resource.");
        }
    }

    private void VerifyReferences(DistributionReader distribution)
    {
        foreach (var component in package.Components)
        {
            var info = component.Info;
            var reference = distribution.References.GetValueOrDefault(info.Identifier);
            _faults.Require(
                MacPackageRule.References, reference is not null, $"Distribution does not refer to the component '{info.Identifier}'.");
            _faults.Require(
                MacPackageRule.References,
                reference is null || (reference.Version == info.Version && reference.ComponentName == component.Name),
                $"Distribution has '{info.Identifier}' in version '{reference?.Version}' at '{reference?.Reference}', but it is "
                + $"'{info.Version}' at '{component.Name}'.");
            _faults.Require(
                MacPackageRule.Sizes,
                reference is null || reference.InstalledSize == info.InstalledSize,
                $"PackageInfo has {info.InstalledSize} KiB for '{info.Identifier}', but Distribution has {reference?.InstalledSize} KiB.");
        }

        foreach (var id in distribution.References.Keys.Except(package.Components.Select(component => component.Info.Identifier)))
        {
            _faults.Require(MacPackageRule.References, false, $"Distribution refers to '{id}', which is not in the archive.");
        }
    }

    private void VerifyChoices(DistributionReader distribution)
    {
        var choices = distribution.Choices.ToList();
        var outlined = distribution.OutlinedChoices.ToHashSet(StringComparer.Ordinal);
        foreach (var id in outlined.Except(choices.Select(choice => choice.Id)))
        {
            _faults.Require(MacPackageRule.References, false, $"The outline has the choice '{id}', which does not exist.");
        }

        var installed = choices.Where(choice => outlined.Contains(choice.Id)).SelectMany(choice => choice.References).ToHashSet();
        foreach (var component in package.Components)
        {
            _faults.Require(
                MacPackageRule.References,
                installed.Contains(component.Info.Identifier),
                $"No choice of the outline installs '{component.Info.Identifier}'.");
        }

        foreach (var id in installed)
        {
            _faults.Require(
                MacPackageRule.References,
                distribution.References.ContainsKey(id),
                $"A choice installs '{id}', but Distribution does not refer to it.");
        }
    }
}
