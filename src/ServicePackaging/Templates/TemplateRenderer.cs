using System.Collections.Concurrent;
using HandlebarsDotNet;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Templates;

/// <summary>Renders the templates that ship as resources of this assembly, or what the developer put in their place.</summary>
internal static class TemplateRenderer
{
    private static readonly IHandlebars Engine = CreateEngine();

    // A build that makes several packages renders each template several times, and compiling one takes longer than everything else here.
    private static readonly ConcurrentDictionary<string, HandlebarsTemplate<object, object>> Compiled = new(StringComparer.Ordinal);

    /// <summary>Renders a text.</summary>
    /// <param name="definition">Knows the developer's replacements.</param>
    /// <param name="key">One of <see cref="GeneratedTexts"/>.</param>
    /// <param name="model">The names that the template may use.</param>
    /// <exception cref="DiagnosticException">The developer's template is faulty.</exception>
    public static string Render(ServiceDefinition definition, string key, object model)
    {
        var isOwn = definition.Templates.TryGetValue(key, out var template);
        try
        {
            return Compiled.GetOrAdd(template ?? ReadResource(key), text => Engine.Compile(text))(model);
        }
        catch (Exception exception) when (isOwn)
        {
            throw new DiagnosticException(DiagnosticCatalog.TemplateFailed, key, exception.Message);
        }
    }

    private static IHandlebars CreateEngine()
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration
        {
            // The texts are scripts and not HTML, and a misspelt name must not become an empty string in one.
            NoEscape = true,
            ThrowOnUnresolvedBindingExpression = true,
        });

        // What the management command of every shell has in common: {{> words}}.
        engine.RegisterTemplate("words", ReadResource("control/words"));

        // What the scripts of all Linux packages have in common: {{> owners}}.
        engine.RegisterTemplate("owners", ReadResource("linux/owners"));
        return engine;
    }

    private static string ReadResource(string key)
    {
        using var reader = new StreamReader(
            typeof(TemplateRenderer).Assembly.GetManifestResourceStream(key) ?? throw new ArgumentException($"no template '{key}'", nameof(key)));
        return reader.ReadToEnd();
    }
}
