using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Planning;

namespace ServicePackaging.Tests.Support;

/// <summary>Records the digest of every package that the tests plan, so that two commits can be compared byte for byte.</summary>
/// <remarks>Off unless <c>SERVICEPACKAGING_DIGESTS</c> names a file: <c>SERVICEPACKAGING_DIGESTS=/tmp/before.txt</c>, then
/// <c>sort</c> and <c>diff</c>. A line holds the test, the format, the codes found, and the digests of texts and package.</remarks>
internal static class PlanDigests
{
    private static readonly string? Record = Environment.GetEnvironmentVariable("SERVICEPACKAGING_DIGESTS");
    private static readonly Lock Writing = new();

    /// <summary>Appends a plan's line to the record.</summary>
    public static void Add(PackagePlan plan, IReadOnlyList<Diagnostic> findings)
    {
        if (Record is null)
        {
            return;
        }

        var codes = string.Join('+', findings.Select(finding => finding.Descriptor.Code));
        var texts = Hash(string.Join('\0', plan.Sources.Select(text => $"{text.Key}\0{text.Value}")));
        var line = $"{TestContext.Current.Test?.TestDisplayName}|{plan.Format}|{plan.FileName}|{codes}|{texts}|{Package(plan, findings)}\n";
        lock (Writing)
        {
            File.AppendAllText(Record, line);
        }
    }

    private static string Package(PackagePlan plan, IReadOnlyList<Diagnostic> findings)
    {
        if (findings.Any(finding => finding.Descriptor.Severity == DiagnosticSeverity.Error))
        {
            return "refused";
        }

        var path = Path.Combine(Path.GetTempPath(), $"plan-{Guid.NewGuid():N}");
        try
        {
            plan.Write(path, CancellationToken.None);
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
