using Microsoft.Extensions.FileSystemGlobbing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>The native files that the developer declared optional.</summary>
internal static class OptionalFiles
{
    /// <summary>The files that any of the patterns match.</summary>
    public static HashSet<PayloadFile> In(ServiceDefinition definition, Payload payload) =>
        [.. definition.OptionalFiles.SelectMany(pattern => Matches(pattern, payload))];

    /// <summary>Warns of patterns that match no native file.</summary>
    public static void Check(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        foreach (var pattern in definition.OptionalFiles.Where(pattern => !Matches(pattern, payload).Any()))
        {
            diagnostics.Report(PackageDiagnostics.NoOptionalFile, pattern);
        }
    }

    private static IEnumerable<PayloadFile> Matches(string pattern, Payload payload)
    {
        const string root = "/";
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(pattern);
        return payload.Items.OfType<PayloadFile>().Where(file => file.Elf is not null && matcher.Match(root, root + file.Path).HasMatches);
    }
}
