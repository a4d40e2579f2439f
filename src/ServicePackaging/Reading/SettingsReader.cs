using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the properties whose values go to the model as they are.</summary>
internal static class SettingsReader
{
    /// <summary>Puts the values that are set into a definition. A value of the wrong kind is reported, and what the definition has is
    /// kept.</summary>
    /// <param name="properties">What is set.</param>
    /// <param name="scope">The narrowest scope of the properties to read.</param>
    /// <param name="definition">The definition with the defaults.</param>
    public static ServiceDefinition Apply(ValueReader properties, PropertyScope scope, ServiceDefinition definition)
    {
        foreach (var property in ServiceProperties.All.Where(property => property.IsApplied && property.Scope >= scope))
        {
            if (properties.Line(property) is { } text)
            {
                definition = property.Apply(definition, text, expected => properties.Refuse(property, text, expected));
            }
        }

        return definition;
    }

    /// <summary>Reads when the service is restarted: the default depends on all other settings.</summary>
    public static ServiceDefinition ApplyRestart(ValueReader properties, PlatformRules rules, ServiceDefinition definition)
    {
        // A .NET host whose BackgroundService throws ends with exit code 0 (dotnet/runtime#67146), so that exit code 0 is no reason to
        // leave it stopped.
        var always = definition is { Project.IsDotNet: true, IsLongRunning: true } && rules.RestartsAfterSuccess;
        var when = properties.Read(ServiceProperties.Restart, always ? ServiceRestart.Always : ServiceProperties.Restart.Default);
        return definition with { Restart = definition.Restart with { When = when } };
    }
}
