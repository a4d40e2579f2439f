using System.Text.RegularExpressions;

namespace Tetra;

/// <summary>A service that this environment knows: where it listens and what starts it.</summary>
internal sealed record ServiceEntry(string Name, int Port, string Command, bool Autostart);

/// <summary>The definitions of services below tsm/services-available in the environment's directory, as NAME.tsm: assignments, which a shell can read
/// too.</summary>
internal sealed partial class ServiceCatalog(TetraEnvironment environment)
{
    private const string Extension = ".tsm";

    private readonly DirectoryInfo _directory = Directory.CreateDirectory(Path.Combine(environment.Directory, "tsm", "services-available"));

    public IReadOnlyList<ServiceEntry> All() =>
        [.. _directory.EnumerateFiles("*" + Extension).OrderBy(file => file.Name, StringComparer.Ordinal).Select(Read).OfType<ServiceEntry>()];

    /// <summary>Adds a service, or puts it in the place of the one of its name.</summary>
    /// <returns>What is wrong with it; null when it was written.</returns>
    public string? Put(ServiceEntry service)
    {
        if (!Name().IsMatch(service.Name))
        {
            return "name: letters, digits, - and _";
        }

        if (service.Port is < 1 or > 65535)
        {
            return "port: 1 to 65535";
        }

        if (service.Command.AsSpan().ContainsAny("'\r\n"))
        {
            return "command: one line without '";
        }

        var file = PathOf(service.Name);
        // Renamed, so that nobody reads half of it.
        File.WriteAllText(file + ".new", $"TSM_NAME='{service.Name}'\nTSM_PORT='{service.Port}'\nTSM_COMMAND='{service.Command}'\nTSM_AUTOSTART='{(service.Autostart ? "true" : "false")}'\n");
        File.Move(file + ".new", file, overwrite: true);
        return null;
    }

    public bool Remove(string name)
    {
        var isThere = Name().IsMatch(name) && File.Exists(PathOf(name));
        if (isThere)
        {
            File.Delete(PathOf(name));
        }

        return isThere;
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name + Extension);

    // One that somebody wrote by hand and that says nothing of use is not there.
    private static ServiceEntry? Read(FileInfo file)
    {
        var values = Assignment().Matches(File.ReadAllText(file.FullName)).ToLookup(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        return int.TryParse(values["TSM_PORT"].LastOrDefault(), out var port)
            ? new ServiceEntry(Path.GetFileNameWithoutExtension(file.Name), port, values["TSM_COMMAND"].LastOrDefault(""), values["TSM_AUTOSTART"].LastOrDefault() == "true")
            : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?<name>TSM_[A-Z_]+)=(?<quote>['""]?)(?<value>[^\r\n]*?)\k<quote>\r?$", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
