using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Model.Platforms;
using ServicePackaging.Templates;
using ServicePackaging.Unix;

namespace ServicePackaging.MacPkg;

/// <summary>The scripts of a package, and the one that takes it away again: macOS has no other.</summary>
internal static class MacScripts
{
    // What launchd may take beyond the time that a service has to stop in.
    private const int Grace = 15;

    private const int LongestStop = 570;

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
        return new
        {
            package = definition.Package.Name,
            identifier = definition.Identifier,
            muxer = definition.Project.UseAppHost ? null : ProgramCommand.Muxer(definition.Project),
            runtime = RuntimePackage.NameFor(definition.Project),
            labels = content.Jobs.Select(job => job.Label).ToList(),
            jobs = content.Jobs.Select(job => $"{job.Label} {ShellSyntax.Quote($"{content.JobDirectory}/{job.Label}.plist")}").ToList(),
            starts = definition.StartMode != ServiceStartMode.Disabled,
            user,
            group,
            isUser,
            domain = isUser ? UserDomain : "system",
            stopSeconds = StopSeconds(definition),
            marker = ShellSyntax.Quote(definition.Layout.Install + "/.upgrade"),
            programPattern = ShellSyntax.Quote(definition.Layout.Install) + "/*",
            account = !isUser && !IsSystem(group),
            createUser = !isUser && !IsSystem(user),
            realName = ShellSyntax.Quote(definition.DisplayName),
            home = ShellSyntax.Quote(definition.Layout.State),
            directories = made.Select(directory => $"{UnixModes.ToOctal(directory.Mode)} {ShellSyntax.Quote(directory.Path)}").ToList(),
            configuration = content.Configuration.Select(file => $"{UnixModes.ToOctal(file.Mode)} {file.Owner} {ShellSyntax.Quote(file.Path)}").ToList(),
            configurationFiles = content.Configuration.Select(file => ShellSyntax.Quote(file.Path)).ToList(),
            ownedFiles = content.OwnedFiles.Select(file => $"{file.Owner} {ShellSyntax.Quote(file.Path)}").ToList(),
            purgePaths = OwnedDirectories.PurgedPaths(directories, '/').Select(ShellSyntax.Quote).ToList(),
            ownPatterns = OwnPatterns(definition),
            hooks = definition.HooksAt(ScriptStage.AfterInstall).Count + definition.HooksAt(ScriptStage.AfterUpgrade).Count > 0,
            controlCommand = MacContent.ControlCommandPath(definition) is { } control ? ShellSyntax.Quote(control) : null,
            controlLink = $"/usr/local/bin/{definition.ControlCommand}",
            beforeInstall = definition.HooksAt(ScriptStage.BeforeInstall),
            afterInstall = definition.HooksAt(ScriptStage.AfterInstall),
            afterUpgrade = definition.HooksAt(ScriptStage.AfterUpgrade),
            beforeRemove = definition.HooksAt(ScriptStage.BeforeRemove),
            afterRemove = definition.HooksAt(ScriptStage.AfterRemove),
            purge = definition.HooksAt(ScriptStage.Purge),
        };
    }

    private static List<string> OwnPatterns(ServiceDefinition definition) =>
        [.. new[] { definition.Layout.Install, definition.Layout.Config }.Select(path => $"{ShellSyntax.Quote(path)} | {ShellSyntax.Quote(path)}/*")];

    // The Installer ends a script after ten minutes.
    public static int StopSeconds(ServiceDefinition definition) => definition.Process.StopTimeout == Timeout.InfiniteTimeSpan
        ? LongestStop
        : (int)Math.Min(LongestStop, Math.Ceiling(definition.Process.StopTimeout.TotalSeconds) + Grace);

    // What macOS has by itself.
    private static bool IsSystem(string name) => name is "root" or "wheel" or "daemon" or "nobody" or "staff" or "admin";
}
