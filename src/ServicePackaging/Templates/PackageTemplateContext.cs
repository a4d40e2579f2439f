using System.Collections;
using Scriban;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace ServicePackaging.Templates;

/// <summary>What a template can see and do. Unknown names and members are errors, only named fragments can be included, and loops,
/// recursion, patterns and the length of the text have limits.</summary>
internal sealed class PackageTemplateContext : TemplateContext
{
    // A macOS package's uninstaller has one iteration for each file.
    private const int MostIterations = 10_000_000;
    private const int DeepestCall = 100;

    // In characters. Scriban cuts a longer text and counts included text twice.
    private const int LongestText = 64 * 1024 * 1024;

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    // The functions whose results depend on their arguments only: no clock and no random numbers, which would change the package.
    private static readonly ScriptObject Functions = CreateFunctions();

    private readonly string _key;

    /// <summary>Creates the context of one text.</summary>
    /// <param name="key">The key of the file.</param>
    /// <param name="model">The names that its template can use.</param>
    public PackageTemplateContext(string key, object model)
        : base(Functions)
    {
        _key = key;
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        EnableRelaxedIndexerAccess = false;
        AutoIndent = false;
        NewLine = "\n";
        LoopLimit = MostIterations;
        RecursiveLimit = DeepestCall;
        LimitToString = LongestText;
        RegexTimeOut = LongestMatch;
        MemberRenamer = TemplateNames.NameOf;
        PushGlobal(TemplateNames.Expose(model));
    }

    /// <summary>Renders a template.</summary>
    /// <exception cref="ScriptRuntimeException">The template is faulty.</exception>
    public string Render(Template template)
    {
        const string Probe = ".";
        var text = template.Render(this);
        return Write(Probe).Output.ToString() == Probe
            ? text
            : throw new ScriptRuntimeException(template.Page?.Span ?? default, $"The text is longer than {LongestText} characters.");
    }

    /// <summary>Whether a value counts as true. An empty text, an empty list and the number 0 do not.</summary>
    public override bool ToBool(SourceSpan span, object? value) =>
        value is not ("" or 0 or ICollection { Count: 0 }) && base.ToBool(span, value);

    /// <summary>Writes a text, a number or a flag.</summary>
    public override TemplateContext Write(SourceSpan span, object? textAsObject) => textAsObject is null or IConvertible
        ? base.Write(span, textAsObject)
        : throw new ScriptRuntimeException(span, "A list or an object is not a text. Write a loop, or name a member.");

    /// <summary>Returns the resource that holds a fragment.</summary>
    public override string? GetTemplatePathFromName(string? templateName, ScriptNode? callerContext) =>
        ShippedTemplates.ResourceOf(templateName ?? "", _key) ?? throw new ScriptRuntimeException(
            callerContext?.Span ?? CurrentSpan,
            $"There is no fragment '{templateName}'. Include one of: {string.Join(", ", ShippedTemplates.Fragments)}.");

    /// <summary>Returns a fragment.</summary>
    protected override Template CreateTemplate(string templatePath, ScriptNode? callerContext) =>
        TemplateRenderer.Parse(templatePath, ShippedTemplates.Read(templatePath));

    private static ScriptObject CreateFunctions()
    {
        var math = new MathFunctions();
        math.Remove("random");
        math.Remove("uuid");
        var functions = new ScriptObject
        {
            ["include"] = new IncludeFunction(),
            ["array"] = new ArrayFunctions(),
            ["math"] = math,
            ["regex"] = new RegexFunctions(),
            ["string"] = new StringFunctions(),
        };

        // All contexts share them.
        foreach (var shared in functions.Values.OfType<ScriptObject>().Prepend(functions))
        {
            shared.IsReadOnly = true;
        }

        return functions;
    }
}
