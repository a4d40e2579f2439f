using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
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

    private const int LongestStop = 570;

    // Other directories in which a host executable looks for .NET (dotnet/designs, "install-locations"). The one for x64 exists on Apple's
    // processors.
    private const string OtherRuntimePlaces = " /usr/local/share/dotnet/x64/dotnet /etc/dotnet/install_location*";

    // The user at the screen; the number is 0 if nobody is logged in.
    private const string UserDomain = "gui/$(ls -ln /dev/console | awk '{ print $3 }')";

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
        return new MacScriptModel(definition)
        {
            Package = definition.Package.Name,
            Identifier = definition.Identifier,
            IsUser = isUser,
            Runtime = project.BringsRuntime ? null : $"{project.MainFramework} {project.TargetFrameworkMajor}",
            Muxer = ProgramCommand.Muxer(project),
            RuntimePlaces = ProgramCommand.Muxer(project) + (project.UseAppHost ? OtherRuntimePlaces : ""),
            Domain = isUser ? UserDomain : "system",
            Labels = string.Join(' ', content.AllJobs.Select(job => job.Label)),
            JobDirectory = content.JobDirectory,
            Jobs = [.. content.AllJobs.Select(job => $"{job.Label} {ShellSyntax.Quote($"{content.JobDirectory}/{job.Label}.plist")}")],
            IsDisabled = definition.StartMode == ServiceStartMode.Disabled,
            IsManual = definition.StartMode == ServiceStartMode.Manual,
            StopSeconds = StopSeconds(definition),
            Marker = ShellSyntax.Quote(definition.Layout.Install + "/.upgrade"),
            ProgramPattern = ShellSyntax.Quote(definition.Layout.Install) + "/*",
            Account = !isUser && !MacOSRules.Instance.HasAccount(definition.Account),
            CreateUser = !isUser && !definition.Account.IsRoot,
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
            Uninstaller = ShellSyntax.Quote(content.Uninstaller),
        };
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
