using System.Text;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies a mirror list and the metadata that it leads to.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="location">The metadata beside the list.</param>
internal sealed class MirrorListVerification(VerificationContext context, RpmMdLocation location)
{
    private const int MostLines = 100;

    private readonly string _path = location.MirrorList!;

    /// <summary>Verifies the list.</summary>
    /// <param name="repoMd">The repomd.xml beside the list; null if there is none.</param>
    public void Run(byte[]? repoMd)
    {
        var read = context.Read(_path, RepositoryLimits.SignedText);
        if (read.Failed)
        {
            return;
        }

        var lines = Encoding.UTF8.GetString(read.Content ?? []).Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#').Take(MostLines).ToList();
        if (lines.Count == 0)
        {
            context.Faults.Add(
                RpmMdRules.MirrorListEmpty, _path,
                "The mirror list does not exist or has no address. dnf and zypper find no server. Write the address of the metadata's "
                + "base to it.");
            return;
        }

        context.Pointers[_path] = null;
        foreach (var line in lines)
        {
            Check(line, repoMd);
        }
    }

    private void Check(string line, byte[]? repoMd)
    {
        if (!Uri.TryCreate(line, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "ftp"))
        {
            context.Faults.Add(
                RpmMdRules.MirrorListAddress, _path,
                $"The line '{FaultCollector.Show(line)}' is not an absolute address. dnf and zypper ignore it. Write a line such as "
                + "'https://packages.example.com/rpm/stable/'.");
            return;
        }

        if (PathOf(address) is not { } path)
        {
            context.Faults.Add(
                RpmMdRules.MirrorListElsewhere, _path,
                $"It names '{FaultCollector.Show(line)}', which is not below the address of this repository and was not verified. "
                + "Verify it separately.");
            return;
        }

        var target = path == location.Base ? repoMd : new RpmMdVerification(context, new(path), isPointer: false).Run();
        if (target is not null && repoMd is not null && !target.AsSpan().SequenceEqual(repoMd))
        {
            context.Faults.Add(
                RpmMdRules.MirrorListDiffers, _path,
                $"It leads to '{FaultCollector.Show(path)}', whose repomd.xml differs from the one in "
                + $"'{FaultCollector.Show(location.Base)}'. Clients with a mirror list see other "
                + "packages than clients with a base address. Finish the upload, or publish again.");
        }
    }

    private string? PathOf(Uri address) =>
        context.Options.Address is { } root && root.IsBaseOf(address)
            ? Locations.Resolve("", Uri.UnescapeDataString(root.MakeRelativeUri(address).OriginalString).TrimEnd('/'))
            : null;
}
