using ServicePackaging.Formats.Archives;
using ServicePackaging.Planning;

namespace ServicePackaging.Tests.Support;

/// <summary>Plans as files.</summary>
internal static class PlanFiles
{
    /// <summary>Writes and verifies a package.</summary>
    public static void Write(this PackagePlan plan, string path, CancellationToken cancellationToken)
    {
        var format = PackageFormats.Find(plan.Format)!;
        PackageFile.Write(
            path,
            (output, directory) =>
            {
                format.Write(plan, output, directory, cancellationToken);
                return true;
            },
            format.Verify, cancellationToken);
    }
}
