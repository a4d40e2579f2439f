using System.Collections.Concurrent;
using Scriban;
using Scriban.Syntax;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Templates;

/// <summary>Renders a text from the shipped template, or from the developer's template that replaces it.</summary>
internal static class TemplateRenderer
{
    // A build that creates several packages renders each template several times, and parsing one takes longer than rendering it.
    private static readonly ConcurrentDictionary<(string Name, string Text), Template> Parsed = new();

    /// <summary>Renders a text.</summary>
    /// <param name="definition">The definition with the developer's templates.</param>
    /// <param name="key">The key of the file.</param>
    /// <param name="model">The names that the template can use: a record marked with <see cref="TemplateModelAttribute"/>.</param>
    /// <exception cref="DiagnosticException">The developer's template is faulty.</exception>
    public static string Render(ServiceDefinition definition, string key, object model)
    {
        if (TemplateNames.FrameOf(model.GetType(), key) is not { } frame)
        {
            throw new ArgumentException($"{model.GetType().Name} is not a model of the template '{key}'.", nameof(model));
        }

        var own = definition.Templates.GetValueOrDefault(key);
        try
        {
            return new PackageTemplateContext(key, model).Render(Parse(key, own ?? ShippedTemplates.Read(frame)));
        }
        catch (ScriptRuntimeException exception) when (own is not null)
        {
            throw new DiagnosticException(TemplateError.Describe(key, own, exception));
        }
    }

    /// <summary>Parses a template, each only once.</summary>
    /// <param name="name">Its name in an error message.</param>
    /// <param name="text">The template.</param>
    /// <exception cref="ScriptRuntimeException">The template is faulty.</exception>
    public static Template Parse(string name, string text) => Parsed.GetOrAdd((name, text), static template =>
    {
        var parsed = Template.Parse(template.Text, template.Name);
        return parsed.HasErrors ? throw new ScriptRuntimeException(parsed.Messages[0].Span, parsed.Messages[0].Message) : parsed;
    });
}
