using System.Reflection;
using Scriban.Runtime;

namespace ServicePackaging.Templates;

/// <summary>The names that a template has for the members of its model: those of the record, in camel case.</summary>
internal static class TemplateNames
{
    /// <summary>Returns the name of a member.</summary>
    public static string NameOf(MemberInfo member) => char.ToLowerInvariant(member.Name[0]) + member.Name[1..];

    /// <summary>Returns the members of a model that a template can use.</summary>
    public static IReadOnlyList<PropertyInfo> MembersOf(Type model) => model.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>Returns the templates that a model is for.</summary>
    public static IReadOnlyList<string> KeysOf(Type model) =>
        [.. model.GetCustomAttributes<TemplateModelAttribute>().SelectMany(attribute => attribute.Keys)];

    /// <summary>Returns what surrounds the generated part of a file; null if the model is not for that file.</summary>
    public static TemplateFrame? FrameOf(Type model, string key) =>
        model.GetCustomAttributes<TemplateModelAttribute>().FirstOrDefault(attribute => attribute.Keys.Contains(key))?.Frame;

    /// <summary>Returns a model as the names of a template, none of which the template can change.</summary>
    public static ScriptObject Expose(object model)
    {
        var names = new ScriptObject();
        foreach (var member in MembersOf(model.GetType()))
        {
            names.SetValue(NameOf(member), member.GetValue(model), readOnly: true);
        }

        return names;
    }
}
