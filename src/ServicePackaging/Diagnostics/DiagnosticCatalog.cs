using System.Reflection;

namespace ServicePackaging.Diagnostics;

/// <summary>The findings about what was asked for (1xxx), the service model (2xxx) and files (3xxx), and the list of all of them.</summary>
public static class DiagnosticCatalog
{
    /// <summary>A word in ServicePackage that is no format.</summary>
    public static readonly DiagnosticDescriptor UnknownFormat = Error(
        "SVCPKG1001", "Unknown package format",
        "ServicePackage is '{0}', and '{1}' is no package format. Write {2}, several joined with + (deb+rpm), or all.",
        "MSBuild takes ; and , inside -p: for separators of properties, so join formats with +, as in -p:ServicePackage=deb+rpm.");

    /// <summary>A format that the published RID cannot carry.</summary>
    public static readonly DiagnosticDescriptor FormatNeedsOtherRuntimeIdentifier = Error(
        "SVCPKG1003", "Package format and runtime identifier do not match",
        "No {0} package can be made from a publish for '{1}'. Leave -r out, or name a runtime identifier such as {2}.",
        "Each format belongs to one operating system: deb and rpm to linux-*, pkg to osx-*, msi to win-*.");

    /// <summary>A Linux RID with another C library than Debian's.</summary>
    public static readonly DiagnosticDescriptor CLibraryMismatch = Error(
        "SVCPKG1004", "Program for another C library",
        "'{0}' programs need another C library than {1} systems have. Publish for {2} instead.",
        "Debian and its derivatives use glibc; programs for linux-musl-* and linux-bionic-* do not start there.");

    /// <summary>A processor that the format has no name for.</summary>
    public static readonly DiagnosticDescriptor UnknownArchitecture = Error(
        "SVCPKG1005", "Architecture unknown to the package format",
        "The runtime identifier '{0}' has no architecture that {1} packages know. Write one of: {2}.",
        "The package names the processor it is for in the distribution's own word, and there is none for this one.");

    /// <summary>The SDK stands before the .NET SDK (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor WrongSdkOrder = Error(
        "SVCPKG1006", "SDK before the .NET SDK",
        "ServicePackaging.Sdk stands before the .NET SDK. Write it behind: Sdk=\"Microsoft.NET.Sdk.Worker;ServicePackaging.Sdk/1.0.0\", or <Sdk Name=\"ServicePackaging.Sdk\" /> inside the project.",
        "It completes what the .NET SDK has defined, and so has to be imported behind it.");

    /// <summary>A .NET SDK that cannot load the tasks (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor SdkTooOld = Error(
        "SVCPKG1007", ".NET SDK too old",
        "ServicePackaging.Sdk needs the .NET SDK 10.0.100 or later, and this is {0}. Install it, or select it in global.json.",
        "The build's tasks are .NET 10 assemblies. The packaged program may target an older framework.");

    /// <summary>Native AOT for another operating system (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor NativeAotElsewhere = Error(
        "SVCPKG1008", "Native AOT for another operating system",
        "PublishAot is true, and Native AOT cannot compile for '{0}' on this operating system ({1}). Build this package there, or publish without PublishAot.",
        "The native compiler and linker make programs for the operating system they run on.");

    /// <summary>A restore that did not know the runtime identifier (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor RestoredWithoutRuntimeIdentifier = Error(
        "SVCPKG1009", "Restored for another runtime identifier",
        "The project was restored without the runtime identifier '{0}'. Leave --no-restore and --no-build out, or build first with: dotnet build -c {1} -p:ServicePackage={2}",
        "What a build needs from NuGet differs between runtime identifiers; the restore has to be told that a package is wanted.");

    /// <summary>Several runtime identifiers where restore does not see the SDK.</summary>
    public static readonly DiagnosticDescriptor OneRuntimeIdentifierOnly = Error(
        "SVCPKG1010", "Several runtime identifiers from a PackageReference",
        "A PackageReference to ServicePackaging.Sdk packages one runtime identifier at a time, and these are asked for: {0}. Name one with -r, or write <Sdk Name=\"ServicePackaging.Sdk\" Version=\"…\" /> in place of the PackageReference.",
        "Restore does not see what a PackageReference brings into the project, and so cannot be told to restore for several.");

    /// <summary>A preview without a format.</summary>
    public static readonly DiagnosticDescriptor NothingToPreview = Error(
        "SVCPKG1011", "Nothing to preview",
        "There is no package to preview. Say which on the command line: dotnet build -t:PreviewServicePackage -p:ServicePackage=deb",
        "A ServicePackage in the project file asks for packages of dotnet publish alone, so that builds stay as they are.");

    /// <summary>A folder to install named in a project that publishes.</summary>
    public static readonly DiagnosticDescriptor PayloadOfPublish = Error(
        "SVCPKG1012", "Payload folder in a .NET project",
        "ServicePayloadDirectory is '{0}', and this is a .NET project: what is packaged is what it publishes. Write <Content Include=\"{0}/**\" CopyToPublishDirectory=\"PreserveNewest\" />, or name no SDK but ServicePackaging.Sdk.",
        "A project that compiles something installs what it publishes; a folder alone is the payload of a project without .NET.");

    /// <summary>Two packages of one name that differ.</summary>
    public static readonly DiagnosticDescriptor SamePackage = Error(
        "SVCPKG1013", "Two packages of one name",
        "The packages for {0} are the same file, '{1}', and differ in what they hold. Package one of them at a time (-r), or give them one payload.",
        "A payload without machine code is packaged for every architecture, under one name. Where ServicePayloadDirectory holds {RuntimeIdentifier}, each folder has its own machine code.");

    /// <summary>A value of the wrong kind.</summary>
    public static readonly DiagnosticDescriptor InvalidValue = Error(
        "SVCPKG2001", "Value of the wrong kind",
        "{0} is '{1}'. Write {2}.",
        "Values are read strictly: a value that is almost right would otherwise mean something else on some platform. A bare number is no duration, because its unit would be a guess.");

    /// <summary>Metadata that an item cannot do without.</summary>
    public static readonly DiagnosticDescriptor MissingMetadata = Error(
        "SVCPKG2002", "Item without required metadata",
        "{0} '{1}' has no {2}. Write {2}=\"{3}\".",
        "The item says too little to be packaged.");

    /// <summary>A control character in a value.</summary>
    public static readonly DiagnosticDescriptor ControlCharacter = Error(
        "SVCPKG2003", "Control character in a value",
        "{0} holds the control character 0x{1}. Write it in one line of printable text.",
        "Units, control files and scripts are formats of lines: a line break inside a value would begin a directive of its own.");

    /// <summary>A directory token that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownToken = Error(
        "SVCPKG2004", "Unknown directory token",
        "{0} holds '{1}', which stands for nothing. Write one of: {2}.",
        "Tokens in braces stand for places that differ from platform to platform. Other text in braces is left alone; text that ends in Directory is taken for a misspelt token.");

    /// <summary>A command line with an open quote.</summary>
    public static readonly DiagnosticDescriptor UnbalancedQuotes = Error(
        "SVCPKG2005", "Command line with an open quote",
        "{0} is '{1}', and a quote in it is never closed. Close it, or write \\\" for a quote inside double quotes.",
        "Words are separated by white space and grouped by single or double quotes.");

    /// <summary>A name that does not follow its platform's rules.</summary>
    public static readonly DiagnosticDescriptor InvalidName = Error(
        "SVCPKG2006", "Name against the platform's rules",
        "{0} is '{1}', which is no valid {2}. Write {3}, for example '{4}'.",
        "Names of packages, services, users and environment variables have rules of their own on each platform.");

    /// <summary>A path that is relative, not normalised or in a place that is not ours.</summary>
    public static readonly DiagnosticDescriptor InvalidPath = Error(
        "SVCPKG2007", "Path that cannot be used",
        "{0} is '{1}', {2}. Write an absolute path such as {3}.",
        "A path is absolute, without '.', '..', doubled or trailing slashes, and lies in directories that are the package's own to fill.");

    /// <summary>The same thing said twice.</summary>
    public static readonly DiagnosticDescriptor Duplicate = Error(
        "SVCPKG2008", "Declared twice",
        "{0} '{1}' is declared twice. Keep one of the two.",
        "Two declarations of one thing would contradict each other silently.");

    /// <summary>Two settings that exclude one another.</summary>
    public static readonly DiagnosticDescriptor Contradiction = Error(
        "SVCPKG2009", "Settings that exclude one another",
        "{0} is '{1}' and {2} is '{3}', which exclude one another: {4}.",
        "The service manager would refuse the service, or one of the settings would have no effect.");

    /// <summary>A service that runs as the superuser.</summary>
    public static readonly DiagnosticDescriptor RunsAsRoot = Warning(
        "SVCPKG2010", "Service runs with every right",
        "{0} is '{1}': the service runs with every right on the machine. Leave it out to get an account of its own, '{2}'.",
        "A fault in a service that runs as root, or as LocalSystem on Windows, is a fault in the whole machine. Where it needs one right only, such as a low port, give it that one: SystemdDirective AmbientCapabilities with Value CAP_NET_BIND_SERVICE. The generated CapabilityBoundingSet follows it.");

    /// <summary>Something the platform cannot do as asked.</summary>
    public static readonly DiagnosticDescriptor NotOnThisPlatform = Warning(
        "SVCPKG2011", "Unsupported on this platform",
        "{0} is '{1}', which {2} does not support. {3}",
        "The model is common to all platforms, and this platform lacks an equivalent; the message says what happens instead. Accept it with <ServicePackageAcknowledge Include=\"ServiceWatchdog\" Platforms=\"Windows\" />: the name of the property or item, and the platforms that are meant.");

    /// <summary>A setting that means something only beside another one.</summary>
    public static readonly DiagnosticDescriptor WithoutEffect = Warning(
        "SVCPKG2012", "Setting without effect",
        "{0} is set and {1} is not: {2}. Set {1}, or leave {0} out.",
        "The package is made as if the setting were not there.");

    /// <summary>A restart limit without the time it counts in, or the other way round.</summary>
    public static readonly DiagnosticDescriptor IncompleteLimit = Error(
        "SVCPKG2013", "Restart limit without its window",
        "{0} is set and {1} is not. Set both, for example ServiceRestartLimit=5 and ServiceRestartWindow=60s.",
        "Giving up after a number of starts means nothing without the time in which they are counted.");

    /// <summary>The project's default texts in place of a description.</summary>
    public static readonly DiagnosticDescriptor NoDescription = Warning(
        "SVCPKG2014", "Package without a description",
        "The project has no Description; the package is described as '{0}'. Write <Description> in the project file.",
        "Package managers show the description before they install, and service managers in every status.");

    /// <summary>A name that cannot be derived without losing characters.</summary>
    public static readonly DiagnosticDescriptor LossyName = Error(
        "SVCPKG2015", "Name that would lose characters",
        "{0} is '{1}', and the {2} made from it would be '{3}', which does not keep it apart from other names. Set {4}, for example to '{5}'.",
        "Names of packages and identifiers have only the letters a to z and digits, at least two of them. Two products whose names differ in other characters "
        + "would replace and remove each other. An account's name has at most 31 characters, and services whose names differ only after that would share an account.");

    /// <summary>Metadata that an item does not have.</summary>
    public static readonly DiagnosticDescriptor UnknownMetadata = Error(
        "SVCPKG2016", "Unknown metadata",
        "{0} '{1}' has the metadata '{2}', which is unknown. Write one of: {3}.",
        "A misspelled name would otherwise be ignored, and the setting with it. Metadata that an item has from another item or from a default is not checked.");

    /// <summary>A file that systemd opens as root where the service may put a link in its place.</summary>
    public static readonly DiagnosticDescriptor OutputInOwnDirectory = Error(
        "SVCPKG2017", "Output file in a directory of the service's account",
        "{0} is '{1}', and '{2}' belongs to the account '{3}'. Set it to Journal, or to a file in a directory that only root can write to, such as '{4}'.",
        "systemd opens the file as root and follows links, before any sandboxing. A service that can write to the directory can replace the file by a "
        + "link, and then writes to any file of the machine. Where a setting names a file in /var/log/NAME-output, the package makes that directory "
        + "for root and the file in it for the service; other directories must exist. LinuxServiceStandardOutput and LinuxServiceStandardError set another place for Linux only.");

    /// <summary>A service under the name of an account of the system.</summary>
    public static readonly DiagnosticDescriptor SystemAccount = Error(
        "SVCPKG2018", "Account of the system",
        "{0} is '{1}', a {2} that {3} or one of its usual packages has already. {4}.",
        "The service would get the files and rights of that account, and the programs that use it those of the service. root is allowed, with a warning (SVCPKG2010).");

    /// <summary>A directory token in a property that tokens are resolved from.</summary>
    public static readonly DiagnosticDescriptor TokenInLayout = Error(
        "SVCPKG2019", "Directory token in the path of a directory",
        "{0} is '{1}', and the token '{2}' cannot be used there. Write the whole path, such as '{3}'.",
        "The tokens stand for the paths in ServiceInstallDirectory, ServiceConfigDirectory, ServiceStateDirectory and ServiceLogDirectory. "
        + "A token in one of them could stand for itself.");

    /// <summary>Nothing to run in the published output.</summary>
    public static readonly DiagnosticDescriptor NoProgram = Error(
        "SVCPKG3001", "Nothing to run",
        "The published output '{0}' holds no '{1}', which the service would run. Publish a program (OutputType Exe or WinExe).",
        "A service package needs a program: a library cannot be one.");

    /// <summary>A file name that package formats cannot hold.</summary>
    public static readonly DiagnosticDescriptor UnpackableName = Error(
        "SVCPKG3002", "File name that cannot be packaged",
        "The file name '{0}' holds {1}, which {2} packages cannot carry. Rename the file.",
        "Lists of files inside packages are lists of lines; a name with a line break would be two names.");

    /// <summary>A symbolic link in the payload that leads out of it.</summary>
    public static readonly DiagnosticDescriptor SymlinkLeavesPayload = Error(
        "SVCPKG3003", "Symbolic link out of the payload",
        "The symbolic link '{0}' in the published output leads to '{1}', outside of it. Make it relative and point it inside, or declare a ServicePackageSymlink.",
        "The target of such a link would be a path of the build machine.");

    /// <summary>A declared file that does not exist.</summary>
    public static readonly DiagnosticDescriptor FileNotFound = Error(
        "SVCPKG3004", "Declared file does not exist",
        "{0} names '{1}', which does not exist. Correct the path; it is relative to the project.",
        "Files named by items are read when the package is made.");

    /// <summary>Two things at one place.</summary>
    public static readonly DiagnosticDescriptor SameTarget = Error(
        "SVCPKG3005", "Two things at one place",
        "'{0}' would be put in the package twice. Give one of the two another TargetPath or name.",
        "Only one could be installed, and which one would be chance.");

    /// <summary>A hook in a language that cannot be part of a script.</summary>
    public static readonly DiagnosticDescriptor HookLanguage = Error(
        "SVCPKG3006", "Script hook in another language",
        "{0} begins with '{1}', but hooks become part of a POSIX sh script. Write it for /bin/sh, or ship it as a ServicePackageFile and call it from a hook.",
        "The generated maintainer script is one sh script, and a hook is a subshell in it: it may exit and set variables without harm to the rest.");

    /// <summary>A template that nothing generated answers to.</summary>
    public static readonly DiagnosticDescriptor UnknownTemplate = Error(
        "SVCPKG3007", "Replacement for an unknown template",
        "{0} replaces '{1}', which is not generated. Write Replaces=\"…\" with one of: {2}.",
        "PreviewServicePackage shows every generated text under its name.");

    /// <summary>A developer's template that cannot be rendered.</summary>
    public static readonly DiagnosticDescriptor TemplateFailed = Error(
        "SVCPKG3008", "Template cannot be rendered",
        "The template '{0}' cannot be rendered. Error in {1}: {2}",
        "Templates are written in Scriban (https://scriban.github.io). docs/reference/template-names.md lists the names that they can use. "
        + "An unknown name, a list where a text belongs, and a loop without an end are errors.");

    /// <summary>A file of the payload that cannot be read.</summary>
    public static readonly DiagnosticDescriptor Unreadable = Error(
        "SVCPKG3009", "File cannot be read",
        "'{0}' cannot be read: {1}",
        "The file was there when the package was planned. It may be locked, or its permissions may forbid it.");

    /// <summary>A package that cannot be written.</summary>
    public static readonly DiagnosticDescriptor CannotWrite = Error(
        "SVCPKG3010", "Package cannot be written",
        "The package '{0}' cannot be written: {1} Nothing half-written was left; an older package of that name is untouched.",
        "The disk may be full or the directory read-only. Name another with -o or ServicePackageOutputDir.");

    /// <summary>A path that belongs to the administrator, the system or nobody.</summary>
    public static readonly DiagnosticDescriptor UnusualPlace = Warning(
        "SVCPKG3011", "Place that packages should not use",
        "{0} puts things in '{1}': {2}.",
        "The file system hierarchy gives each directory an owner: /usr/local and /home to the administrator and the users, /run and /tmp to the running system.");

    /// <summary>Something that the format has no place for, and that no rule above has caught.</summary>
    public static readonly DiagnosticDescriptor NotRepresentable = Error(
        "SVCPKG3012", "Content that the format cannot hold",
        "The {0} package '{1}' cannot be written: {2} Rename or shorten what the message names.",
        "Each format has limits of its own: of names, of lengths, of characters.");

    /// <summary>A project without .NET that does not say what to run.</summary>
    public static readonly DiagnosticDescriptor NoExecutable = Error(
        "SVCPKG3013", "No program said",
        "The project names no program in ServiceExecutable. Write {0}: a path below the payload, or an interpreter such as python3 with its script in ServiceArguments.",
        "A project that names no other SDK packages a folder, and only its author knows which file of it is the service. The property may be said for one platform alone, such as WindowsServiceExecutable.");

    /// <summary>A program that the payload does not have.</summary>
    public static readonly DiagnosticDescriptor ExecutableNotFound = Error(
        "SVCPKG3014", "Program not in the payload",
        "{0} is '{1}', and '{2}' has no such file. Write {3}.",
        "The path begins below the folder that is packaged, and its spelling counts, upper and lower case too.");

    /// <summary>A text that names no program.</summary>
    public static readonly DiagnosticDescriptor ExecutablePath = Error(
        "SVCPKG3015", "Program that is no path",
        "{0} is '{1}', {2}. Write {3}.",
        "A program is a file below what is installed, an absolute path of the target system, or the name of an interpreter that systems have at one place.");

    /// <summary>A file that the system does not start.</summary>
    public static readonly DiagnosticDescriptor UnfitExecutable = Error(
        "SVCPKG3016", "Program that the system does not start",
        "{0} is '{1}', {2}, and {3} does not start it as a service. Write {4}.",
        "Linux and macOS start programs of their own format, and scripts whose first line is #! and an interpreter; Windows starts an .exe that speaks to its service manager.");

    /// <summary>A payload's folder that cannot be one.</summary>
    public static readonly DiagnosticDescriptor PayloadDirectory = Error(
        "SVCPKG3017", "Folder that cannot be the payload",
        "{0} is '{1}', {2}. Write a folder below the project's that holds what is to be installed, and nothing else.",
        "Everything in the folder is installed: hidden files, links and empty folders too.");

    /// <summary>Machine code for other machines.</summary>
    public static readonly DiagnosticDescriptor OtherArchitecture = Error(
        "SVCPKG3018", "Machine code for another architecture",
        "'{0}' is made for {1}, and the package for '{2}'. Write -r {3}, or put another file in its place: a ServicePayloadDirectory may hold {{RuntimeIdentifier}}.",
        "A package with machine code is for the machines that run it; package managers refuse it on others. A payload without any is packaged for all of them.");

    /// <summary>What tools leave in folders.</summary>
    public static readonly DiagnosticDescriptor PayloadLitter = Warning(
        "SVCPKG3019", "Left-over of a tool in the payload",
        "The payload holds '{0}', which {1} left there; it is packaged like everything else. Delete it, or package a folder that has it not.",
        "Nothing in the folder is dropped silently, and this is hardly meant to be installed.");

    /// <summary>A developer's template in the language that templates had before.</summary>
    public static readonly DiagnosticDescriptor HandlebarsTemplate = Error(
        "SVCPKG3020", "Template in Handlebars syntax",
        "The template '{0}' is written in Handlebars: '{2}' in {1}. Templates are written in Scriban. "
        + "Replace {{{{#if x}}}}…{{{{/if}}}} with {{{{ if x }}}}…{{{{ end }}}}, "
        + "{{{{#each xs}}}}…{{{{/each}}}} with {{{{ for x in xs }}}}…{{{{ end }}}}, and {{{{> name}}}} with {{{{ include 'name' }}}}.",
        "The names of the values are the same. Inside a loop, write {{ x }} for {{this}} and {{ x.name }} for {{name}}. "
        + "{{../name}} and {{{name}}} become {{ name }}, and {{#unless x}} becomes {{ if !x }}. "
        + "On a line that has only a tag, {{~ and ~}} remove the line.");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. new[] { typeof(DiagnosticCatalog), typeof(PackageDiagnostics) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .OrderBy(descriptor => descriptor.Code, StringComparer.Ordinal),
    ];

    internal static DiagnosticDescriptor Error(string code, string title, string message, string help) =>
        new(code, DiagnosticSeverity.Error, title, message, help);

    internal static DiagnosticDescriptor Warning(string code, string title, string message, string help) =>
        new(code, DiagnosticSeverity.Warning, title, message, help);
}
