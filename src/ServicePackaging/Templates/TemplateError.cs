using System.Text.RegularExpressions;
using Scriban.Syntax;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Templates;

/// <summary>The diagnostic for a developer's template that cannot be rendered.</summary>
internal static partial class TemplateError
{
    /// <summary>Returns the finding, which names the line and the column.</summary>
    /// <param name="key">The text that the template is for.</param>
    /// <param name="template">The template.</param>
    /// <param name="exception">What is wrong with it.</param>
    public static Diagnostic Describe(string key, string template, ScriptRuntimeException exception)
    {
        if (HandlebarsTag().Match(template) is { Success: true } tag)
        {
            var before = template.AsSpan(0, tag.Index);
            var position = Position(before.Count('\n'), before.Length - 1 - before.LastIndexOf('\n'));
            return Diagnostic.Create(DiagnosticCatalog.HandlebarsTemplate, key, position, tag.Value);
        }

        var (source, start) = (exception.Span.FileName, exception.Span.Start);
        var place = Position(start.Line, start.Column) + (source == key ? "" : $" of '{source}'");
        return Diagnostic.Create(DiagnosticCatalog.TemplateFailed, key, place, exception.OriginalMessage);
    }

    // Both count from 0.
    private static string Position(int line, int column) => $"line {line + 1}, column {column + 1}";

    // Handlebars' tags for blocks and their ends, partials, comments, text that is not escaped, and the context outside a block.
    [GeneratedRegex(@"\{\{(?:\{[^{}]*\}?|~?(?:#(?:if|unless|each|with)\b|/|\s*>|!--|\.\./)[^{}]*)(?:\}\})?")]
    private static partial Regex HandlebarsTag();
}
