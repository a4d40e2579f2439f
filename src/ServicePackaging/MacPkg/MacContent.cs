using System.Text;
using ServicePackaging.Control;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;
using ServicePackaging.Unix;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.MacPkg;

/// <summary>A file that the administrator edits, created from a copy beside it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Owner">Owner's and group's names.</param>
internal sealed record MacConfigFile(string Path, UnixFileMode Mode, string Owner);

/// <summary>What the package of a service installs on macOS. All of it belongs to root, because the numbers of other accounts are known
/// only on the target system.</summary>
internal sealed class MacContent : IUnixContent
{
    private const string Root = "root";
    private const string Wheel = "wheel";

    private const int LongestSocket = 103;

    // On Intel, this directory belongs to Homebrew and a user.
    private const string Local = "/usr/local/bin/";

    private readonly ServiceDefinition _definition;
    private readonly DiagnosticBag _diagnostics;
    private readonly IReadOnlyList<string> _ownDirectories;
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    private MacContent(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        _definition = definition;
        Jobs = LaunchdJob.For(definition);
        Rotations = LogRotationJob.For(definition, Jobs);
        AllJobs = [.. Jobs, .. Rotations.Select(rotation => rotation.Job)];
        _diagnostics = diagnostics;
        var layout = definition.Layout;
        string[] places = [layout.Install, layout.Config, layout.State, layout.Log, layout.Cache, layout.Runtime];
        _ownDirectories =
        [
            .. places.Concat(definition.Services.SelectMany(service => service.Directories).Select(directory => directory.Path))
                .Where(path => path.StartsWith('/')).Select(MacOSDirectories.Resolve),
        ];
        Entries = new EntryTree(diagnostics, CreateDirectory, MacOSDirectories.Resolve);
    }

    /// <summary>The services.</summary>
    public IReadOnlyList<LaunchdJob> Jobs { get; }

    /// <summary>The jobs that rotate their logs.</summary>
    public IReadOnlyList<LogRotationJob> Rotations { get; }

    /// <summary>The jobs of the services, and the jobs that rotate their logs.</summary>
    public IReadOnlyList<LaunchdJob> AllJobs { get; }

    /// <inheritdoc/>
    public EntryTree Entries { get; }

    /// <summary>The files that belong to the administrator once they exist.</summary>
    public List<MacConfigFile> Configuration { get; } = [];

    /// <summary>Files that the scripts give to another owner on the target system: owner and path.</summary>
    public List<(string Owner, string Path)> OwnedFiles { get; } = [];

    /// <summary>Links that the scripts create, because their directories do not belong to the package.</summary>
    public List<PackagedSymlink> Links { get; } = [];

    /// <inheritdoc/>
    public Platform Platform => Platform.MacOS;

    /// <inheritdoc/>
    public string RootGroup => Wheel;

    /// <summary>The directory of the jobs.</summary>
    public string JobDirectory => _definition.Scope == ServiceScope.User ? "/Library/LaunchAgents" : "/Library/LaunchDaemons";

    /// <summary>The path of the script that removes the package.</summary>
    public string Uninstaller => $"{_definition.Layout.Install}/{UninstallScript.FileName}";

    /// <summary>Composes the content.</summary>
    public static MacContent Create(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        var content = new MacContent(definition, diagnostics);
        new PayloadLayout(definition, content, diagnostics).Add(payload);
        CheckSignatures(payload, diagnostics);
        foreach (var job in content.AllJobs)
        {
            content.AddText($"{content.JobDirectory}/{job.Label}.plist", PropertyList.Render(job.Keys), UnixModes.Data);
        }

        foreach (var service in definition.Services)
        {
            if (LaunchdJob.WrapperFor(service) is { } wrapper)
            {
                content.AddText(wrapper, RunScript.Create(service), UnixModes.Program);
            }
        }

        foreach (var file in definition.Services.SelectMany(service => service.EnvironmentFiles).Distinct())
        {
            content.AddFile(content.ReadableByService(file), isConfiguration: true);
        }

        foreach (var rotation in content.Rotations)
        {
            content.AddText(rotation.Path, rotation.Script, UnixModes.Program);
        }

        content.AddControlCommand();
        foreach (var symlink in definition.Symlinks)
        {
            content.AddLink(symlink);
        }

        MacRootPaths.Check(definition, content, diagnostics);
        CheckSockets(definition, diagnostics);
        return content;
    }

    /// <inheritdoc/>
    public (UnixFileMode Mode, string Group) ConfigurationAccess => (UnixModes.Data, Wheel);

    /// <inheritdoc/>
    public void AddFile(PackagedFile file, bool isConfiguration)
    {
        var mode = file.Mode ?? (isConfiguration ? UnixModes.Data : UnixModes.For(file.Source.Kind));
        var owner = $"{file.Owner}:{(file.Group is null or Root ? Wheel : file.Group)}";
        if (isConfiguration)
        {
            Configuration.Add(new(file.TargetPath, mode, owner));
            Entries.Add(new FileEntry(file.TargetPath + ".default", mode, Root, Wheel, file.Source.Content));
            return;
        }

        Entries.Add(new FileEntry(file.TargetPath, mode, Root, Wheel, file.Source.Content));
        if (owner != $"{Root}:{Wheel}")
        {
            OwnedFiles.Add((owner, file.TargetPath));
        }
    }

    // systemd reads the file as root; on macOS, the service's own account reads it.
    private PackagedFile ReadableByService(PackagedFile file) => file switch
    {
        { Mode: { } mode, Owner: Root, Group: null or Root } when !mode.HasFlag(UnixFileMode.OtherRead) =>
            file with { Group = _definition.Account.Group, Mode = mode | UnixFileMode.GroupRead },
        _ => file,
    };

    // The Installer resets the owner and the mode of each directory that is listed (overwrite-permissions).
    private DirectoryEntry CreateDirectory(string path, string entry)
    {
        if (MacOSDirectories.Find(path) is { Group: { } group } known)
        {
            return new DirectoryEntry(path, known.Mode, Root, group);
        }

        if (!IsOwn(path) && _unknown.Add(path) && !_unknown.Contains(path[..path.LastIndexOf('/')]))
        {
            _diagnostics.Report(PackageDiagnostics.UnknownDirectory, entry, path, _definition.Layout.Install);
        }

        return new DirectoryEntry(path, UnixModes.Directory, Root, Wheel);
    }

    private bool IsOwn(string path)
    {
        if (_ownDirectories.Any(own => UnixPaths.IsAtOrBelow(path, own) || UnixPaths.IsAtOrBelow(own, path)))
        {
            return true;
        }

        if (MacOSDirectories.IsHomebrews(path) || MacOSDirectories.Find(path) is not null)
        {
            return false;
        }

        var parent = path[..path.LastIndexOf('/')];
        return MacOSDirectories.Find(parent) is { } row
            ? row.HoldsProducts
            : parent.Length > 0 && IsOwn(parent);
    }

    // A payload would list the directories above the link, and the Installer would give them to root.
    private void AddLink(PackagedSymlink link)
    {
        if (link.Path.StartsWith(Local, StringComparison.Ordinal))
        {
            Links.Add(link);
        }
        else
        {
            Entries.Add(new SymlinkEntry(link.Path, Root, Wheel, link.Target));
        }
    }

    /// <summary>Adds a generated file.</summary>
    public void AddText(string path, string text, UnixFileMode mode) =>
        Entries.Add(new FileEntry(path, mode, Root, Wheel, FileContent.FromText(text)));

    private void AddControlCommand()
    {
        if (_definition.ControlCommand is null)
        {
            return;
        }

        // A link makes it available on the search path.
        var path = $"{_definition.Layout.Install}/bin/{_definition.ControlCommand}";
        var services = ControlCommand.Services(_definition, instance => Jobs.Single(job => job.Instance == instance).Label, LogsOf);
        var isUser = _definition.Scope == ServiceScope.User;
        var text = TemplateRenderer.Render(_definition, MacTemplates.Control, new LaunchdControlModel(_definition, services)
        {
            Further = new()
            {
                IsUser = isUser,
                Rotations = string.Join(' ', Rotations.Select(rotation => rotation.Job.Label)),
                JobDirectory = JobDirectory,
                StopSeconds = MacScripts.StopSeconds(_definition),
            },
        });
        AddText(path, text, UnixModes.Program);
        Links.Add(new PackagedSymlink(Local + _definition.ControlCommand, path));
    }

    // The job contains the paths of a system service, and the script that starts the program contains those of a user's service.
    private List<string> LogsOf(ServiceDefinition service)
    {
        if (service.Scope == ServiceScope.User)
        {
            return RunScript.OutputsInHome(service);
        }

        var keys = Jobs.Single(job => job.Instance == service.Instance).Keys.Values;
        return
        [
            .. keys.Where(pair => pair.Key is "StandardOutPath" or "StandardErrorPath").Select(pair => pair.Value).OfType<PropertyText>()
                .Select(path => path.Text).Where(path => path != "/dev/null").Distinct().Select(ShellSyntax.Quote),
        ];
    }

    // sockaddr_un (Apple's unix(4)): sun_path has 104 bytes, of which the last one is zero.
    private static void CheckSockets(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        foreach (var service in definition.Services)
        {
            var text = new LaunchdText(service);
            foreach (var socket in LaunchdJob.SocketsOf(service).Where(socket => socket.IsLocal))
            {
                var path = text.Value(socket.Address);
                if (Encoding.UTF8.GetByteCount(path) > LongestSocket)
                {
                    new PathFault(PathFaultKind.TooLong, $"{LongestSocket} bytes").Report(
                        diagnostics, ServiceItems.Socket.ToString(), path, "/private/var/run/name.sock");
                }
            }
        }
    }

    // Apple's processors do not start programs without a signature. The .NET SDK's signature, which identifies nobody, is enough.
    private static void CheckSignatures(Payload payload, DiagnosticBag diagnostics)
    {
        foreach (var file in payload.Items.OfType<PayloadFile>().Where(file => file.MachO?.HasUnsignedArm64 == true))
        {
            diagnostics.Report(PackageDiagnostics.UnsignedProgram, file.Path);
        }

        foreach (var file in payload.Items.OfType<PayloadFile>().Where(file => file.MachO?.HasChangedPages == true))
        {
            diagnostics.Report(PackageDiagnostics.ChangedAfterSigning, file.Path);
        }
    }
}
