using System.Text.Json;

namespace ServicePackaging.Signing.Notary;

/// <summary>Reads the log of a submission ("Resolving common notarization issues" of Apple's documentation).</summary>
internal static class NotaryLog
{
    private const int MaxIssues = 50;
    private const int MaxLineLength = 500;

    /// <summary>Returns the summary and the issues, one in each line.</summary>
    public static string Describe(JsonElement log)
    {
        List<string> lines = [Text(log, "statusSummary")];
        if (log.TryGetProperty("issues", out var issues) && issues.ValueKind == JsonValueKind.Array)
        {
            lines.AddRange(issues.EnumerateArray().Take(MaxIssues).Select(DescribeIssue));
            if (issues.GetArrayLength() is > MaxIssues and var count)
            {
                lines.Add($"{count - MaxIssues} further issues");
            }
        }

        return string.Join('\n', lines.Where(line => line.Length > 0).Select(line => line[..Math.Min(line.Length, MaxLineLength)]));
    }

    private static string DescribeIssue(JsonElement issue)
    {
        var architecture = Text(issue, "architecture");
        return $"{Text(issue, "severity")}: {Text(issue, "path")}: {Text(issue, "message")}"
            + (architecture.Length > 0 ? $" ({architecture})" : "");
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.ReplaceLineEndings(" ")
            : "";
}
