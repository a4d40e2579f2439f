using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Tests;

/// <summary>The help page of all diagnostics, generated from the catalog.</summary>
internal static partial class DiagnosticsPage
{
    public static string Render()
    {
        var text = new StringBuilder(
            """
            # Diagnostics

            Every error and warning that ServicePackaging.Sdk reports. Warnings are silenced with `<NoWarn>$(NoWarn);SVCPKG2010</NoWarn>` and made
            errors with `<MSBuildWarningsAsErrors>SVCPKG2010</MSBuildWarningsAsErrors>`.

            """);
        foreach (var descriptor in DiagnosticCatalog.All)
        {
            text.Append("\n<a id=\"").Append(descriptor.Code.ToLowerInvariant()).Append("\"></a>\n\n## ").Append(descriptor.Code).Append(": ").Append(descriptor.Title)
                .Append("\n\n*").Append(descriptor.Severity).Append(descriptor.MessageFormats.Count == 1 ? ".* " : ".* One of:\n\n- ")
                .AppendJoin("\n- ", descriptor.MessageFormats.Select(Message))
                .Append("\n\n").Append(Escape(descriptor.Help)).Append('\n');
        }

        return text.ToString();
    }

    // Doubled braces of a composite format are single ones of the message.
    private static string Message(string format) => Escape(Placeholder().Replace(format, "…")
        .Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal));

    private static string Escape(string text) => text.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
