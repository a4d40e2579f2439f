using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;
using ServicePackaging.Unix;

namespace ServicePackaging.MacPkg;

/// <summary>The scripts of a package, and the one that takes it away again: macOS has no other.</summary>
internal static class MacScripts
{
    // What launchd may take beyond the time that a service has to stop in.
    private const int Grace = 15;

    private const int LongestStop = 570;

    // Where a host executable looks for .NET beside the usual place (dotnet/designs, "install-locations"); that for x64 is on Apple's processors.
    private const string OtherRuntimePlaces = " /usr/local/share/dotnet/x64/dotnet /etc/dotnet/install_location*";

    // The user at the screen; its number is 0 where nobody is logged in.
    private const string UserDomain = "gui/$(ls -ln /dev/console | awk '{ print $3 }')";

    /// <summary>The scripts that the Installer runs.</summary>
    public static IReadOnlyList<MacPackageScript> Create(ServiceDefinition definition, object model) =>
    [
        new(MacPackageScript.Preinstall, FileContent.FromText(TemplateRenderer.Render(definition, GeneratedTexts.MacPreinstall, model))),
        new(MacPackageScript.Postinstall, FileContent.FromText(TemplateRenderer.Render(definition, GeneratedTexts.MacPostinstall, model))),
    ];

    /// <summary>The names that the scripts use.</summary>
    public static object CreateModel(ServiceDefinition definition, MacContent content)
    {
        var isUser = definition.Scope == ServiceScope.User;
        var (user, group) = definition.Account;
        var directories = isUser ? [] : OwnedDirectories.For(definition, MacOSRules.Instance);
        var made = directories.Where(directory => !directory.IsReadOnly).ToList();
        var hooks = definition.HooksAt(ScriptStage.AfterInstall).Count + definition.HooksAt(ScriptStage.AfterUpgrade).Count > 0;
        return new
        {
            package = definition.Package.Name,
            identifier = definition.Identifier,
            runtime = definition.Project.BringsRuntime ? null : $"{definition.Project.MainFramework} {definition.Project.TargetFrameworkMajor}",
            muxer = ProgramCommand.Muxer(definition.Project),
            runtimePlaces = ProgramCommand.Muxer(definition.Project) + (definition.Project.UseAppHost ? OtherRuntimePlaces : ""),
            labels = string.Join(' ', content.AllJobs.Select(job => job.Label)),
            jobDirectory = content.JobDirectory,
            jobs = content.AllJobs.Select(job => $"{job.Label} {ShellSyntax.Quote($"{content.JobDirectory}/{job.Label}.plist")}").ToList(),
            isDisabled = definition.StartMode == ServiceStartMode.Disabled,
            isManual = definition.StartMode == ServiceStartMode.Manual,
            user,
            group,
            isUser,
            domain = isUser ? UserDomain : "system",
            stopSeconds = StopSeconds(definition),
            marker = ShellSyntax.Quote(definition.Layout.Install + "/.upgrade"),
            programPattern = ShellSyntax.Quote(definition.Layout.Install) + "/*",
            account = !isUser && !MacOSRules.Instance.HasAccount(definition.Account),
            createUser = !isUser && !definition.Account.IsRoot,
            realName = ShellSyntax.Quote(definition.DisplayName),
            home = ShellSyntax.Quote(definition.Layout.State),
            directories = made.Select(directory => $"{UnixModes.ToOctal(directory.Mode)} {directory.Account.User}:{directory.Account.Group} {ShellSyntax.Quote(directory.Path)}").ToList(),
            configuration = content.Configuration.Select(file => $"{UnixModes.ToOctal(file.Mode)} {file.Owner} {ShellSyntax.Quote(file.Path)}").ToList(),
            configurationFiles = content.Configuration.Select(file => ShellSyntax.Quote(file.Path)).ToList(),
            ownedFiles = content.OwnedFiles.Select(file => $"{file.Owner} {ShellSyntax.Quote(file.Path)}").ToList(),
            purgePaths = OwnedDirectories.PurgedPaths(directories, '/').Select(ShellSyntax.Quote).ToList(),
            uninstaller = ShellSyntax.Quote(content.Uninstaller),
            files = content.Entries.OfType<PackageEntry>().Where(entry => entry is not DirectoryEntry).Select(entry => entry.Path).ToList(),
            ownDirectories = OwnDirectories(definition, content),
            hooks,
            notes = hooks || definition.StartMode == ServiceStartMode.Manual,
            links = content.Links.Select(link => new { path = ShellSyntax.Quote(link.Path), directory = ShellSyntax.Quote(link.Path[..link.Path.LastIndexOf('/')]), target = ShellSyntax.Quote(link.Target) }).ToList(),
            beforeInstall = definition.HooksAt(ScriptStage.BeforeInstall),
            afterInstall = definition.HooksAt(ScriptStage.AfterInstall),
            afterUpgrade = definition.HooksAt(ScriptStage.AfterUpgrade),
            beforeRemove = definition.HooksAt(ScriptStage.BeforeRemove),
            afterRemove = definition.HooksAt(ScriptStage.AfterRemove),
            purge = definition.HooksAt(ScriptStage.Purge),
        };
    }

    // The package's own, the deepest first.
    private static List<string> OwnDirectories(ServiceDefinition definition, MacContent content)
    {
        string[] own = [definition.Layout.Install, definition.Layout.Config];
        var directories = new SortedSet<string>(own, StringComparer.Ordinal);
        foreach (var entry in content.Entries.OfType<PackageEntry>())
        {
            for (var path = entry is DirectoryEntry ? entry.Path : Parent(entry.Path); own.Any(root => path.StartsWith(root + "/", StringComparison.Ordinal)); path = Parent(path))
            {
                directories.Add(path);
            }
        }

        return [.. directories.Reverse()];

        static string Parent(string path) => path[..path.LastIndexOf('/')];
    }

    // The Installer ends a script after ten minutes.
    public static int StopSeconds(ServiceDefinition definition) => definition.Services.Max(service => service.Process.StopTimeout == Timeout.InfiniteTimeSpan
        ? LongestStop
        : (int)Math.Min(LongestStop, Math.Ceiling(service.Process.StopTimeout.TotalSeconds) + Grace));
}
