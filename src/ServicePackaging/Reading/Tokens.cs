using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads texts that may contain directory tokens.</summary>
internal static class Tokens
{
    /// <summary>A text of one line, or null; unknown tokens are reported.</summary>
    public static string? Read(ValueReader values, INamedRow row, DiagnosticBag diagnostics)
    {
        var text = values.Line(row);
        Check(values.Describe(row), text ?? "", diagnostics);
        return text;
    }

    /// <summary>Reports what looks like a directory token and is not one.</summary>
    public static void Check(string subject, string text, DiagnosticBag diagnostics)
    {
        foreach (var token in DirectoryTokens.FindUnknown(text))
        {
            diagnostics.Report(
                DiagnosticCatalog.UnknownToken, subject, token, string.Join(", ", DirectoryTokens.All.Select(known => $"{{{known}}}")),
                $"{{{token}}}");
        }
    }
}
