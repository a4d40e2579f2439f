using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Systemd;

namespace ServicePackaging.Linux;

/// <summary>What every Linux package of a service installs, whatever its format.</summary>
internal sealed class LinuxContent
{
    private readonly ServiceDefinition _definition;

    private LinuxContent(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        _definition = definition;
        Units = SystemdUnits.Create(definition);
        Entries = new EntryTree(diagnostics);
    }

    /// <summary>The service in systemd's terms.</summary>
    public SystemdUnits Units { get; }

    /// <summary>What is installed, to which a format adds its own.</summary>
    public EntryTree Entries { get; }

    /// <summary>The name of the sysusers.d file, or null.</summary>
    public string? SysusersFile { get; private set; }

    /// <summary>The name of the tmpfiles.d file, or null.</summary>
    public string? TmpfilesFile { get; private set; }

    /// <summary>Files that belong to an account which exists only after installation; in the package they are root's.</summary>
    public List<PackagedFile> OwnedFiles { get; } = [];

    /// <summary>Composes the content.</summary>
    public static LinuxContent Create(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        var content = new LinuxContent(definition, diagnostics);
        new PayloadLayout(definition, content, diagnostics).Add(payload);
        content.AddUnits();
        content.AddAccount();
        content.AddEnvironmentFile();
        content.AddLogrotate();
        foreach (var symlink in definition.Symlinks)
        {
            content.Entries.Add(new SymlinkEntry(symlink.Path, "root", "root", symlink.Target));
        }

        return content;
    }

    /// <summary>Adds a file of the developer's.</summary>
    public void AddFile(PackagedFile file, bool isConfiguration)
    {
        var mode = file.Mode ?? (isConfiguration ? LinuxModes.Data : LinuxModes.For(file.Source.Kind));
        Entries.Add(new FileEntry(file.TargetPath, mode, "root", "root", file.Source.Content) { IsConfiguration = isConfiguration });
        AddOwner(file, mode);
    }

    /// <summary>Gives a file that is there the mode and owner that the developer says it has.</summary>
    public void Override(FileEntry entry, PackagedFile file)
    {
        var mode = file.Mode ?? entry.Mode;
        Entries.Replace(entry with { Mode = mode });
        AddOwner(file, mode);
    }

    private void AddOwner(PackagedFile file, int mode)
    {
        if ((file.Owner, file.Group) != ("root", "root"))
        {
            OwnedFiles.Add(file with { Mode = mode });
        }
    }

    private void AddUnits()
    {
        var directory = Units.Scope == ServiceScope.User ? "/usr/lib/systemd/user" : "/usr/lib/systemd/system";
        foreach (var (name, text) in Units.Files)
        {
            AddText($"{directory}/{name}", text);
        }
    }

    private void AddAccount()
    {
        if (_definition.Scope == ServiceScope.User)
        {
            return;
        }

        var name = $"{_definition.Package.Name}.conf";
        if (_definition.Account is not { User: "root", Group: "root" })
        {
            SysusersFile = name;
            AddText($"/usr/lib/sysusers.d/{name}", SysusersText.Create(_definition));
        }

        TmpfilesFile = name;
        AddText($"/usr/lib/tmpfiles.d/{name}", TmpfilesText.Create(_definition));
    }

    private void AddEnvironmentFile()
    {
        var standard = $"/etc/default/{_definition.Name}";
        foreach (var file in _definition.EnvironmentFiles)
        {
            AddFile(file, isConfiguration: true);
        }

        if (_definition.Scope == ServiceScope.System && Entries[standard] is null)
        {
            AddText(standard, EnvironmentFileText.Create(_definition), isConfiguration: true);
        }
    }

    private void AddLogrotate()
    {
        if (_definition.Logs.Count > 0)
        {
            AddText($"/etc/logrotate.d/{_definition.Package.Name}", LogrotateText.Create(_definition, Units), isConfiguration: true);
        }
    }

    private void AddText(string path, string text, bool isConfiguration = false) =>
        Entries.Add(new FileEntry(path, LinuxModes.Data, "root", "root", FileContent.FromText(text)) { IsConfiguration = isConfiguration });
}
