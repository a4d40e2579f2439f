using ServicePackaging.Control;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Templates;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>What every Linux package of a service installs, whatever its format.</summary>
internal sealed class LinuxContent : IUnixContent
{
    private const string Service = ".service";

    private readonly ServiceDefinition _definition;

    private LinuxContent(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        _definition = definition;
        Units = SystemdUnits.Create(definition);
        Entries = new EntryTree(diagnostics, (path, _) => new DirectoryEntry(path, UnixModes.Directory, "root", RootGroup));
    }

    /// <summary>The service in systemd's terms.</summary>
    public SystemdUnits Units { get; }

    /// <summary>The directory of its unit files.</summary>
    public string UnitDirectory => Units.Scope == ServiceScope.User ? "/usr/lib/systemd/user" : "/usr/lib/systemd/system";

    /// <summary>What is installed. A format adds its own entries.</summary>
    public EntryTree Entries { get; }

    /// <inheritdoc/>
    public Platform Platform => Platform.Linux;

    /// <inheritdoc/>
    public string RootGroup => "root";

    /// <inheritdoc/>
    /// <remarks>Configuration often contains passwords. Every user has to be able to read the configuration of a user's service.</remarks>
    public (UnixFileMode Mode, string Group) ConfigurationAccess =>
        _definition.Scope == ServiceScope.User ? (UnixModes.Data, RootGroup) : (UnixModes.Restricted, _definition.Account.Group);

    /// <summary>The name of the sysusers.d file, or null.</summary>
    public string? SysusersFile { get; private set; }

    /// <summary>The name of the tmpfiles.d file, or null.</summary>
    public string? TmpfilesFile { get; private set; }

    /// <summary>Composes the content.</summary>
    public static LinuxContent Create(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        var content = new LinuxContent(definition, diagnostics);
        new PayloadLayout(definition, content, diagnostics).Add(payload);
        OutputFilePlan.Check(definition, diagnostics);
        content.AddUnits();
        content.AddAccount();
        content.AddEnvironmentFile();
        content.AddLogrotate();
        content.AddControlCommand();
        foreach (var symlink in definition.Symlinks)
        {
            content.Entries.Add(new SymlinkEntry(symlink.Path, "root", "root", symlink.Target));
        }

        RootPaths.Check(definition, content.Entries, diagnostics);
        return content;
    }

    /// <summary>Adds a file of the developer.</summary>
    public void AddFile(PackagedFile file, bool isConfiguration)
    {
        var mode = file.Mode ?? (isConfiguration ? UnixModes.Data : UnixModes.For(file.Source.Kind));
        Entries.Add(new FileEntry(file.TargetPath, mode, file.Owner, file.Group ?? RootGroup, file.Source.Content)
        {
            IsConfiguration = isConfiguration,
        });
    }

    private void AddUnits()
    {
        foreach (var (name, text) in Units.Files)
        {
            AddText($"{UnitDirectory}/{name}", text);
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
        var standard = _definition.Layout.EnvironmentFile(_definition.Name);
        var files =
            from service in _definition.Services
            from file in service.EnvironmentFiles
                // The variables of an instance belong to its account.
            let account = _definition.EnvironmentFiles.Contains(file) ? _definition.Account : service.Account
            select (File: file, account.Group);
        foreach (var (file, group) in files.DistinctBy(row => row.File))
        {
            var restricted = file with
            {
                Mode = file.Mode ?? ConfigurationAccess.Mode,
                Group = file.Group ?? (_definition.Scope == ServiceScope.User ? RootGroup : group),
            };
            AddFile(restricted, isConfiguration: true);
        }

        if (Entries[standard] is null)
        {
            var text = FileContent.FromText(EnvironmentFileText.Create(_definition));
            Entries.Add(new FileEntry(standard, ConfigurationAccess.Mode, "root", ConfigurationAccess.Group, text)
            {
                IsConfiguration = true,
            });
        }
    }

    private void AddLogrotate()
    {
        if (_definition.Logs.Count > 0)
        {
            var path = LogrotateUnits.AreFor(_definition)
                ? LogrotateUnits.ConfigurationOf(_definition)
                : $"/etc/logrotate.d/{_definition.Package.Name}";
            AddText(path, LogrotateText.Create(_definition, Units), isConfiguration: true);
        }
    }

    private void AddControlCommand()
    {
        if (_definition.ControlCommand is { } command)
        {
            var services = ControlCommand.Services(
                _definition, instance => SystemdUnits.UnitOf(_definition.Name, instance), OutputFileWords.Of);
            var logs = services.SelectMany(service => service.Logs);
            var isUser = _definition.Scope == ServiceScope.User;
            var text = TemplateRenderer.Render(_definition, LinuxTemplates.Control, new SystemdControlModel(_definition, services)
            {
                Further = new()
                {
                    IsUser = isUser,
                    Triggers = [.. Triggers()],
                    Manager = isUser ? " --user" : "",
                    Name = ShellSyntax.Quote(_definition.Name),
                    State = logs.Any(log => log.Contains(OutputFileWords.StateVariable, StringComparison.Ordinal)),
                },
            });
            Entries.Add(new FileEntry($"/usr/bin/{command}", UnixModes.Program, "root", "root", FileContent.FromText(text)));
        }
    }

    private IEnumerable<ControlTriggerModel> Triggers()
    {
        if (_definition.Sockets.Count + _definition.Timers.Count == 0)
        {
            yield break;
        }

        foreach (var unit in Units.Services)
        {
            var name = unit[..^Service.Length];
            var socket = Units.Units.Where(other => other == name + ".socket");
            var enabled = Units.Units.Where(other => other[..other.LastIndexOf('.')] == name);
            yield return new ControlTriggerModel
            {
                Unit = ShellSyntax.Quote(unit),
                Enabled = ShellSyntax.Quote(enabled),
                Started = ShellSyntax.Quote(socket.Append(unit)),
            };
        }
    }

    private void AddText(string path, string text, bool isConfiguration = false) =>
        Entries.Add(new FileEntry(path, UnixModes.Data, "root", "root", FileContent.FromText(text)) { IsConfiguration = isConfiguration });
}
