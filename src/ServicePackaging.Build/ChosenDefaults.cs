using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build;

/// <summary>The defaults that apply if the developer sets nothing. They are shown once, when a project is packaged for the first
/// time.</summary>
public static class ChosenDefaults
{
    private static readonly (string Label, ServiceProperty Property, Func<ServiceDefinition, string?> Find)[] Rows =
    [
        ("package", ServiceProperties.PackageName, definition => definition.Package.Name),
        ("service", ServiceProperties.Name, definition => definition.Name),
        ("account", ServiceProperties.User, definition => definition.Scope == ServiceScope.User ? null : definition.Account.User),
        ("program", ServiceProperties.InstallDirectory, definition => definition.Layout.Install),
        ("configuration", ServiceProperties.ConfigDirectory, definition => definition.Layout.Config),
        ("data", ServiceProperties.StateDirectory, definition => definition.Layout.State),
        ("restart", ServiceProperties.Restart, definition => definition.Restart.When.ToString()),
    ];

    /// <summary>Describes the defaults of a definition, a line for each; the first line says how to hide them.</summary>
    /// <param name="definition">The service as its format sees it.</param>
    /// <param name="input">What the developer wrote.</param>
    /// <returns>At most eight lines; none if the developer set everything.</returns>
    public static IReadOnlyList<string> Describe(ServiceDefinition definition, ServiceInput input)
    {
        var platform = definition.Project.RuntimeIdentifier.Platform;
        var rows =
            from row in Rows
            where InputReader.FindProperty(input.Properties, platform, row.Property) is null
            let value = row.Find(definition)
            where value is not null
            select $"  {row.Label,-14}{value,-40} {row.Property}".TrimEnd();
        var lines = rows.ToList();
        return lines.Count == 0
            ? []
            : [$"Defaults chosen for {platform?.DisplayName()} ({ServiceProperties.ShowDefaults}=false hides them):", .. lines];
    }
}
