using System.Xml.Linq;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;
using ServicePackaging.Unix;

namespace ServicePackaging.MacPkg;

/// <summary>The scripts of a package, and its uninstaller, because macOS cannot remove packages.</summary>
internal static class MacScripts
{
    // How many seconds launchd may need in addition to the stop timeout of a service.
    private const int Grace = 15;

    private const int LongestStop = LongestScript - 30;

    private const int LongestRestore = 60;

    // The Installer ends a script after this time, in seconds.
    private const int LongestScript = 600;

    // How many later major versions of .NET a program looks for that rolls forward to any.
    private const int LaterVersions = 10;

    /// <summary>The scripts that the Installer runs.</summary>
    public static IReadOnlyList<MacPackageScript> Create(ServiceDefinition definition, MacScriptModel model) =>
    [
        new(MacPackageScript.Preinstall, Render(definition, MacTemplates.Preinstall, model)),
        new(MacPackageScript.Postinstall, Render(definition, MacTemplates.Postinstall, model)),
    ];

    /// <summary>Returns the names that the scripts use.</summary>
    public static MacScriptModel CreateModel(ServiceDefinition definition, MacContent content)
    {
        var isUser = definition.Scope == ServiceScope.User;
        var (user, group) = definition.Account;
        var project = definition.Project;
        var directories = ServiceDirectories.AtInstallation(definition, Platform.MacOS);
        var setup = SetupJob(definition);
        return new MacScriptModel(definition)
        {
            Package = definition.Package.Name,
            Identifier = definition.Identifier,
            IsUser = isUser,
            Runtime = project.BringsRuntime ? null : project.MainFramework,
            RuntimeVersion = project.TargetFrameworkMajor,
            RuntimeVersions = string.Join(
                ' ', Enumerable.Range(project.TargetFrameworkMajor, project.RollsForwardToMajor ? LaterVersions : 1)),
            RuntimeRoot = Path.GetDirectoryName(ProgramCommand.Muxer(project))!.Replace('\\', '/'),
            RuntimeArchitecture = project.UseAppHost ? project.RuntimeIdentifier.Architecture : "",
            Labels = string.Join(' ', content.AllJobs.Select(job => job.Label)),
            Jobs = [.. content.AllJobs.Select(job => $"{content.JobDirectory}/{job.Label}.plist")],
            SetupLabel = setup.Label,
            SetupJob = $"/Library/LaunchDaemons/{setup.Label}.plist",
            SetupText = PropertyList.Render(setup.Keys),
            ProgramText = ShellSyntax.Quote($"<string>{new XText(definition.Layout.Install)}/"),
            IsDisabled = definition.StartMode == ServiceStartMode.Disabled,
            IsManual = definition.StartMode == ServiceStartMode.Manual,
            StopSeconds = StopSeconds(definition),
            RestoreSeconds = Math.Min(LongestRestore, LongestScript - 10 - StopSeconds(definition)),
            Marker = ShellSyntax.Quote(MarkerOf(definition)),
            ProgramPattern = ShellSyntax.Quote(definition.Layout.Install) + "/*",
            Account = !isUser && !MacOSRules.Instance.HasAccount(definition.Account),
            CreateUser = !isUser && !definition.Account.IsRoot,
            IsOwnAccount = user == MacOSRules.Instance.DeriveAccount(definition.Package.StableName),
            User = user,
            Group = group,
            RealName = ShellSyntax.Quote(definition.DisplayName),
            Home = ShellSyntax.Quote(definition.Layout.State),
            Directories = [.. directories.Where(directory => !directory.IsReadOnly).Select(Describe)],
            Configuration =
                [.. content.Configuration.Select(file => $"{UnixModes.ToOctal(file.Mode)} {file.Owner} {ShellSyntax.Quote(file.Path)}")],
            ConfigurationFiles = [.. content.Configuration.Select(file => ShellSyntax.Quote(file.Path))],
            OwnedFiles = [.. content.OwnedFiles.Select(file => $"{file.Owner} {ShellSyntax.Quote(file.Path)}")],
            Links = [.. content.Links.Select(Describe)],
            Files = [.. content.Entries.OfType<PackageEntry>().Where(entry => entry is not DirectoryEntry).Select(entry => entry.Path)],
            OwnDirectories = OwnDirectories(definition, content),
            PurgePaths = [.. ServiceDirectories.PurgedPaths(directories, Platform.MacOS).Select(ShellSyntax.Quote)],
            UninstallerFile = content.Uninstaller,
            Uninstaller = ShellSyntax.Quote(content.Uninstaller),
        };
    }

    private static string MarkerOf(ServiceDefinition definition) => definition.Layout.Install + "/.upgrade";

    // Runs a copy of postinstall. The log is the Installer's own.
    private static LaunchdJob SetupJob(ServiceDefinition definition)
    {
        var label = definition.Identifier + ".setup";
        var keys = new PropertyDictionary().Add(LaunchdJob.LabelKey, label)
            .Add("ProgramArguments", PropertyArray.Of(["/bin/sh", MarkerOf(definition) + "/setup", "setup", "/", "/", "/"]))
            .Add("RunAtLoad", true)
            .Add("StandardOutPath", "/private/var/log/install.log")
            .Add("StandardErrorPath", "/private/var/log/install.log");
        return new LaunchdJob(label, "", keys);
    }

    private static FileContent Render(ServiceDefinition definition, string key, MacScriptModel model) =>
        FileContent.FromText(TemplateRenderer.Render(definition, key, model));

    private static string Describe(PlannedDirectory directory) =>
        $"{UnixModes.ToOctal(directory.Mode)} {directory.Account.User}:{directory.Account.Group} {ShellSyntax.Quote(directory.Path)}";

    private static MacLinkModel Describe(PackagedSymlink link) => new()
    {
        Path = ShellSyntax.Quote(link.Path),
        Directory = ShellSyntax.Quote(link.Path[..link.Path.LastIndexOf('/')]),
        Target = ShellSyntax.Quote(link.Target),
    };

    // The directories of the package itself, the deepest first.
    private static List<string> OwnDirectories(ServiceDefinition definition, MacContent content)
    {
        string[] own = [definition.Layout.Install, definition.Layout.Config];
        var directories = new SortedSet<string>(own, StringComparer.Ordinal);
        foreach (var entry in content.Entries.OfType<PackageEntry>())
        {
            var path = entry is DirectoryEntry ? entry.Path : Parent(entry.Path);
            while (own.Any(root => path.StartsWith(root + "/", StringComparison.Ordinal)))
            {
                directories.Add(path);
                path = Parent(path);
            }
        }

        return [.. directories.Reverse()];

        static string Parent(string path) => path[..path.LastIndexOf('/')];
    }

    // The Installer ends a script after ten minutes.
    public static int StopSeconds(ServiceDefinition definition) =>
        definition.Services.Max(service => service.Process.StopTimeout == Timeout.InfiniteTimeSpan
            ? LongestStop
            : (int)Math.Min(LongestStop, Math.Ceiling(service.Process.StopTimeout.TotalSeconds) + Grace));
}
