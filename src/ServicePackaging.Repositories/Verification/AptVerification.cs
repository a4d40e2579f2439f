using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.Repositories.Apt;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies a suite: its signed files and their fields.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="location">The suite.</param>
internal sealed class AptVerification(VerificationContext context, AptLocation location)
{
    // Acquire::Max-FutureTime.
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(10);

    private readonly string _directory = location.Directory;

    private FaultCollector Faults => context.Faults;

    private string InRelease => Locations.Join(_directory, "InRelease");

    private string Release => Locations.Join(_directory, "Release");

    /// <summary>Verifies the suite and everything that it lists.</summary>
    public void Run()
    {
        context.Directories.Add(_directory);
        var inRelease = context.Read(InRelease, RepositoryLimits.SignedText);
        var release = context.Read(Release, RepositoryLimits.SignedText);
        var signature = context.Read(Release + ".gpg", RepositoryLimits.SignedText);
        var text = CheckInRelease(inRelease, hasRelease: release.Content is not null);
        CheckRelease(text, release, signature);
        if ((text ?? release.Content) is not { } content)
        {
            return;
        }

        var path = text is null ? Release : InRelease;
        var file = AptReleaseFile.Parse(content, out var fault);
        if (fault is not null)
        {
            Faults.Add(AptRules.ReleaseMalformed, path, $"The file is malformed: {fault}. apt refuses it or ignores parts of it. Write "
                + "it again.");
        }

        CheckFields(file, path, inRelease.Content);
        AddPointers(file, inRelease.Content is not null, release.Content is not null, signature.Content is not null);
        new AptIndexVerification(context, location, file, path).Run();
    }

    // Returns the signed text, or null.
    private byte[]? CheckInRelease(FileRead read, bool hasRelease)
    {
        if (read.Content is not { } file)
        {
            if (!read.Failed)
            {
                Faults.Add(
                    AptRules.InReleaseMissing, InRelease,
                    hasRelease
                        ? "InRelease does not exist. apt falls back to Release and Release.gpg, which can change between two requests. "
                            + "Write InRelease, too."
                        : "Neither InRelease nor Release exists. apt refuses the suite. Check the path, or publish the suite.",
                    hasRelease ? FaultSeverity.Warning : FaultSeverity.Error);
            }

            return null;
        }

        var split = ClearSignedFile.Split(file);
        if (split.Fault is { } fault)
        {
            Faults.Add(
                AptRules.InReleaseForm, InRelease,
                $"The file {fault}. apt refuses the suite and does not fall back to Release. Upload the file exactly as it was signed.");
            return null;
        }

        context.Signatures.Check(InRelease, split.Signed, split.Signature, weak: null, context.CancellationToken);
        return split.Text;
    }

    private void CheckRelease(byte[]? text, FileRead release, FileRead signature)
    {
        if (release.Content is not { } file)
        {
            if (text is not null && !release.Failed)
            {
                Faults.Add(AptRules.ReleaseMissing, Release, "Release does not exist. apt does not need it, but mirror tools do. Write "
                    + "it, too.");
            }

            return;
        }

        if (text is not null && !AptReleaseFile.HaveSameLines(text, file))
        {
            Faults.Add(
                AptRules.ReleaseDiffers, Release,
                "The content differs from that of InRelease. Clients that read different files see different packages. Publish both "
                + "again.");
        }

        if (signature.Content is { } detached)
        {
            context.Signatures.Check(Release + ".gpg", file, detached, weak: null, context.CancellationToken);
        }
        else if (!signature.Failed)
        {
            Faults.Add(
                AptRules.ReleaseSignatureMissing, Release + ".gpg",
                "Release.gpg does not exist. Clients that read Release refuse the suite. Write a detached signature.",
                text is null ? FaultSeverity.Error : FaultSeverity.Warning);
        }
    }

    private void CheckFields(AptReleaseFile release, string path, byte[]? inRelease)
    {
        CheckDates(release, path);
        CheckState(release, path, inRelease);
        CheckNames(release, path);
        if (release.Fields["Signed-By"].Length > 0)
        {
            Faults.Add(AptRules.SignedByField, path, "It has the field Signed-By. apt 3.3 warns that it is not supported any more. "
                + "Remove the field.");
        }

        if (!release.HasStrongDigests)
        {
            Faults.Add(
                AptRules.WeakDigests, path,
                "It lists no files with SHA-256 or SHA-512 digests. apt refuses the suite because of weak security information. Add the "
                + "field SHA256.");
        }
    }

    private void CheckDates(AptReleaseFile release, string path)
    {
        var text = release.Fields[AptFields.Date];
        if (AptReleaseFile.ParseDate(text) is not { } date)
        {
            Faults.Add(
                AptRules.DateInvalid, path,
                $"Date is '{FaultCollector.Show(text)}', which is not a date in UTC. apt reports an invalid entry and cannot detect an "
                + "old copy. Write a "
                + "date such as 'Sun, 01 Nov 2026 12:00:00 +0000'.");
        }
        else if (date > context.Options.Now + MostAhead)
        {
            Faults.Add(
                AptRules.DateInFuture, path,
                $"Date is '{FaultCollector.Show(text)}', which is in the future. apt refuses the suite until then. Correct the clock "
                + "and publish again.");
        }

        var until = release.Fields[AptFields.ValidUntil];
        if (until.Length > 0 && !(AptReleaseFile.ParseDate(until) > context.Options.Now))
        {
            Faults.Add(
                AptRules.ValidUntilPast, path,
                $"Valid-Until is '{FaultCollector.Show(until)}', which is in the past or not a date. apt refuses updates. Publish "
                + "again, without this field "
                + "if you publish only at releases.");
        }
        else if (until.Length > 0)
        {
            Faults.Add(
                AptRules.ValidUntilPresent, path,
                $"Valid-Until is '{FaultCollector.Show(until)}'. From then on, apt refuses updates. Remove the field unless a job "
                + "publishes regularly.");
        }
    }

    private void CheckState(AptReleaseFile release, string path, byte[]? inRelease)
    {
        if (context.Options.State is not { } state || location.Channel is null)
        {
            return;
        }

        if (inRelease is not null && state.Channels.GetValueOrDefault(location.Channel) is [{ Deb: { } expected } newest, ..]
            && !new FileDigest(HashAlgorithmName.SHA256, expected.Sha256).Matches(inRelease))
        {
            Faults.Add(StateRules.BehindState, path, string.Create(
                CultureInfo.InvariantCulture,
                $"It is not the file of the last publication on {newest.Date:yyyy-MM-dd HH:mm:ss} UTC. Clients that have that one ")
                + "silently keep it if this one is older. Finish the upload, or publish again.");
        }

        foreach (var (field, value) in new[] { (AptFields.Origin, state.Identity.Origin), (AptFields.Label, state.Identity.Label) })
        {
            if (release.Fields[field] != value)
            {
                Faults.Add(
                    StateRules.IdentityDiffers, path,
                    $"{field} is '{FaultCollector.Show(release.Fields[field])}', but was '{FaultCollector.Show(value)}' before. Each "
                    + "client refuses updates until "
                    + "its administrator accepts the change. Publish with the former value.");
            }
        }
    }

    private void CheckNames(AptReleaseFile release, string path)
    {
        var names = new[] { release.Fields[AptFields.Suite], release.Fields[AptFields.Codename] }.Where(name => name.Length > 0).ToList();
        if (!location.IsFlat && names.Count > 0 && !names.Contains(location.Suite))
        {
            Faults.Add(
                AptRules.SuiteMismatch, path,
                $"Suite and Codename are '{FaultCollector.Show(string.Join("' and '", names))}', but clients request "
                + $"'{FaultCollector.Show(location.Suite)}'. apt warns of "
                + "a conflicting distribution. Make one of them the name of the directory.");
        }

        if (!location.IsFlat && release.Words(AptFields.Architectures).Count == 0)
        {
            Faults.Add(
                AptRules.ArchitecturesMissing, path,
                "It has no Architectures field. apt warns on machines with a foreign architecture. List the architectures.");
        }

        if (!location.IsFlat && release.Words(AptFields.Components).Count == 0)
        {
            Faults.Add(AptRules.ComponentsMissing, path, "It has no Components field. Mirror tools do not know what to copy. List the "
                + "components.");
        }
    }

    private void AddPointers(AptReleaseFile release, bool inRelease, bool plain, bool signature)
    {
        var date = AptReleaseFile.ParseDate(release.Fields[AptFields.Date]);
        foreach (var (path, exists) in new[] { (InRelease, inRelease), (Release, plain), (Release + ".gpg", signature) })
        {
            if (exists)
            {
                context.Pointers[path] = date;
            }
        }
    }
}
