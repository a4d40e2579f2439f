namespace ServicePackaging.Templates;

/// <summary>Marks a record that holds the names of a template. They are public: <c>docs/reference/template-names.md</c> is generated from
/// these records.</summary>
/// <param name="frame">What surrounds the generated part of these files.</param>
/// <param name="keys">The keys of the files that it is for.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
internal sealed class TemplateModelAttribute(TemplateFrame frame, params string[] keys) : Attribute
{
    /// <summary>What surrounds the generated part of these files.</summary>
    public TemplateFrame Frame => frame;

    /// <summary>The keys of the files that it is for.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;
}
