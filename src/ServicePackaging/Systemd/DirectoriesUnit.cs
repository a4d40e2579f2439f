using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Unix;

namespace ServicePackaging.Systemd;

/// <summary>The unit that creates a user's directories before the service starts. systemd opens StandardOutput= before it creates
/// LogsDirectory= (the service fails with 209/STDOUT), no directive creates a directory elsewhere in a home, and user-tmpfiles.d(5) is too
/// late for users who are already logged in.</summary>
internal static class DirectoriesUnit
{
    private const string Service = "Service";

    /// <summary>The name by which the service's unit refers to it, or null if no directory has to exist before the service
    /// starts.</summary>
    public static string? NameFor(ServiceDefinition definition) =>
        Words(definition).Count == 0 ? null : $"{definition.Name}-directories{(definition.Instance.Length > 0 ? "@%i" : "")}.service";

    /// <summary>Creates the unit. It is needed only if it has a name.</summary>
    public static UnitFile Create(ServiceDefinition definition)
    {
        var unit = new UnitFile()
            .Add("Unit", "Description", new UnitText(definition).Description($"Directories of {definition.DisplayName}"))
            .Add(Service, "Type", "oneshot")
            // For the directories above: only the owner of a home may use its directories (XDG Base Directory Specification).
            .Add(Service, "UMask", "0077");
        foreach (var group in Words(definition).GroupBy(row => row.Mode))
        {
            var words = string.Join(' ', group.Select(row => row.Word));
            unit.Add(Service, "ExecStart", $"/bin/mkdir -p -m {UnixModes.ToOctal(group.Key)} -- {words}");
        }

        return unit;
    }

    // Parents first: each directory is created with its own mode.
    private static List<(string Word, UnixFileMode Mode)> Words(ServiceDefinition definition)
    {
        if (definition.Scope == ServiceScope.System)
        {
            return [];
        }

        var text = new UnitText(definition);
        var process = definition.Process;
        var outputs = process.OutputFiles.Select(path => path[..path.LastIndexOf('/')]);
        var mentioned = outputs.Concat(HomePaths.IsIn(process.WorkingDirectory) ? [process.WorkingDirectory] : [])
            .Select(path => (Path: path, Mode: ServiceDirectory.DefaultMode));
        return
        [
            .. UnitDirectories.InHome(definition).Concat(mentioned)
                .DistinctBy(row => text.Value(row.Path)).OrderBy(row => text.Value(row.Path), StringComparer.Ordinal)
                .Select(row => (text.PathWord(row.Path), row.Mode)),
        ];
    }
}
