using ServicePackaging.Formats.Archives;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Unix;

namespace ServicePackaging.Rpm;

/// <summary>The preset of the package. The last preset of the distributions disables everything, and the first preset that names a unit
/// counts (systemd.preset(5)). The scriptlets of the next version read from it which units this version has.</summary>
internal static class RpmPreset
{
    /// <summary>Returns its path.</summary>
    public static string PathOf(ServiceDefinition definition) =>
        $"/usr/lib/systemd/{(definition.Scope == ServiceScope.User ? "user" : "system")}-preset/50-{definition.Package.Name}.preset";

    /// <summary>Adds it to the package.</summary>
    public static void Add(ServiceDefinition definition, LinuxContent content)
    {
        var verb = definition.IsEnabledAtInstallation ? "enable" : "disable";
        var text = string.Concat(content.Units.Units.Select(unit => $"{verb} {unit}\n"));
        content.Entries.Add(new FileEntry(PathOf(definition), UnixModes.Data, "root", "root", FileContent.FromText(text)));
    }
}
