namespace ServicePackaging.Templates;

/// <summary>Marks a record that holds the names of a template. They are public: <c>docs/reference/template-names.md</c> is generated from
/// these records.</summary>
/// <param name="keys">The templates that it is for, of <see cref="GeneratedTexts"/>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class TemplateModelAttribute(params string[] keys) : Attribute
{
    /// <summary>The templates that it is for.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;
}
