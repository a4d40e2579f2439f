using System.Text.RegularExpressions;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Compares what the page says with what is.</summary>
internal static partial class SampleGuideCheck
{
    /// <summary>The spans of a section that its project does not hold, without regard to how it is broken into lines.</summary>
    public static IReadOnlyList<string> Project(GuideSection section, string project)
    {
        var text = Spaces().Replace(project, " ");
        return Report(section, SampleGuide.ProjectColumn, span =>
            text.Contains(Spaces().Replace(span, " "), StringComparison.Ordinal) ? null : "is not in the project file");
    }

    /// <summary>The spans of a section that neither a package's texts hold nor the warnings of its publish.</summary>
    /// <param name="section">The sample's section.</param>
    /// <param name="format">The package's format.</param>
    /// <param name="texts">The texts of all packages by format; a file that the other of Linux' formats has alone is that one's matter.</param>
    /// <param name="warnings">What the publish of this package said.</param>
    public static IReadOnlyList<string> Package(
        GuideSection section, string format, IReadOnlyDictionary<string, EmittedTexts> texts, IReadOnlyList<string> warnings) =>
        Report(section, SampleGuide.ColumnOf(format), span => span switch
        {
            _ when span.StartsWith("SVCPKG", StringComparison.Ordinal) =>
                warnings.Any(warning => warning.Contains($"warning {span}", StringComparison.Ordinal))
                    ? null
                    : "is not among the warnings:\n" + string.Join('\n', warnings.Select(warning => $"      {warning}")),
            _ when format == "msi" && texts[format].Has(span.Split(": ")[0]) => texts[format].MissingLine(span),
            _ when format == "msi" => texts[format].MissingRow(span),
            _ when format == "pkg" => texts[format].MissingLineOrXml(span),
            _ when IsOfAnother(span, format, texts) => null,
            _ => texts[format].MissingLine(span),
        });

    // Debian's `control` and rpm's `header` each have no counterpart by that name.
    private static bool IsOfAnother(string span, string format, IReadOnlyDictionary<string, EmittedTexts> texts)
    {
        var file = span.Split(": ")[0];
        return file != span && !texts[format].Has(file) && texts[format == "deb" ? "rpm" : "deb"].Has(file);
    }

    private static IReadOnlyList<string> Report(GuideSection section, int column, Func<string, string?> missing) =>
    [
        .. from row in section.Rows
           from span in row.Spans(column)
           let says = missing(span)
           where says is not null
           select $"  line {row.Line} ({row.Cells[0]}): `{span}`: {says}",
    ];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
