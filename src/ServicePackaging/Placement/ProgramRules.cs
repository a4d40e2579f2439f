using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Placement;

/// <summary>The checks of a file that a platform's service manager starts.</summary>
internal static class ProgramRules
{
    private const int MostSuggestions = 3;

    private const string WindowsAdvice =
        "WindowsServiceExecutable with an .exe of the payload that is a Windows service, or remove msi from ServicePackage";

    private const string ProgramAdvice = "Publish a program (OutputType Exe or WinExe).";

    // .NET has no version 4.
    private const int NetFramework = 4;

    private const string NetFrameworkAdvice =
        "The project targets .NET Framework, whose programs run only on Windows. Target net8.0 or later, or ask only for msi.";

    // The interpreters of file extensions, for advice.
    private static readonly (string Ending, string Interpreter)[] Languages =
        [(".py", "python3"), (".js", "node"), (".mjs", "node"), (".rb", "ruby"), (".pl", "perl"), (".sh", "sh")];

    /// <summary>Returns the file that the service runs. Null if it does not exist, which is reported, or if it is not part of the
    /// payload.</summary>
    public static PayloadFile? Find(
        ServiceDefinition definition, string? path, Payload payload, Platform platform, DiagnosticBag diagnostics)
    {
        var declared = definition.Process.Program;
        if (path is null)
        {
            CheckScript(definition, payload, platform, diagnostics);
            return null;
        }

        var file = payload.Find(path);
        if (file is null)
        {
            // A project without .NET that specifies no program was reported when it was read.
            if (declared is not null)
            {
                diagnostics.Report(
                    DiagnosticCatalog.ExecutableNotFound, declared.Property, path, payload.Source, Suggest(payload, path, platform));
            }
            else if (definition.Project.IsDotNet)
            {
                ReportNoProgram(definition, payload, path, diagnostics);
            }
        }
        else if (declared is not null && FindFault(file, platform) is var (kind, detail))
        {
            diagnostics.Report(DiagnosticCatalog.UnfitExecutable, kind, declared.Property, path, platform.DisplayName(), detail);
        }

        return file;
    }

    /// <summary>Reports that the project's own program was not published.</summary>
    public static void ReportNoProgram(ServiceDefinition definition, Payload payload, string path, DiagnosticBag diagnostics)
    {
        var advice = definition.Project.TargetFrameworkMajor == NetFramework ? NetFrameworkAdvice : ProgramAdvice;
        diagnostics.Report(DiagnosticCatalog.NoProgram, payload.Source, path, advice);
    }

    // Checks the file that an interpreter runs.
    private static void CheckScript(ServiceDefinition definition, Payload payload, Platform platform, DiagnosticBag diagnostics)
    {
        var script = definition.Process.Arguments
            .FirstOrDefault(word => word.StartsWith(DirectoryTokens.InstallPrefix, StringComparison.Ordinal))
            ?[DirectoryTokens.InstallPrefix.Length..];
        if (script is not null && !script.Contains('{', StringComparison.Ordinal)
            && payload.Find(script) is null && !IsDeclared(definition, script))
        {
            diagnostics.Report(
                DiagnosticCatalog.ExecutableNotFound, ServiceProperties.Arguments,
                DirectoryTokens.InstallPrefix + script, payload.Source, Suggest(payload, script, platform));
        }
    }

    private static bool IsDeclared(ServiceDefinition definition, string path) =>
        definition.Files.Any(file => file.TargetPath == $"{definition.Layout.Install}/{path}");

    private static string Suggest(Payload payload, string path, Platform platform)
    {
        var files = payload.Items.OfType<PayloadFile>().ToList();
        var name = path[(path.LastIndexOf('/') + 1)..];
        var near = files.Where(file => file.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
            .Concat(files.Where(file => ("/" + file.Path).EndsWith("/" + name, StringComparison.OrdinalIgnoreCase)))
            .Concat(files.Where(file => FindFault(file, platform) is null))
            .Select(file => file.Path).Distinct().Take(MostSuggestions).ToList();
        return near.Count > 0 ? string.Join(" or ", near) : "the path of a file below that folder";
    }

    private static (UnfitExecutableKind Kind, string Detail)? FindFault(PayloadFile file, Platform platform) => platform switch
    {
        Platform.Windows => file.Kind is ExecutableKind.NativePortableExecutable or ExecutableKind.ManagedPortableExecutable
            && file.Path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
                ? null
                : (KindOf(file), WindowsAdvice),
        Platform.MacOS when file.Kind == ExecutableKind.MachOProgram => null,
        Platform.Linux when file.Kind == ExecutableKind.ElfProgram => null,
        _ when file.Kind == ExecutableKind.Script => FindScriptFault(file),
        _ => (KindOf(file), Advise(file)),
    };

    private static (UnfitExecutableKind Kind, string Detail)? FindScriptFault(PayloadFile file) => file.Shebang switch
    {
        { EndsWithCarriageReturn: true } => (UnfitExecutableKind.CarriageReturn, ""),
        { Interpreter: var interpreter } when !interpreter.StartsWith('/') => (UnfitExecutableKind.RelativeInterpreter, interpreter),
        _ => null,
    };

    private static UnfitExecutableKind KindOf(PayloadFile file) => file.Kind switch
    {
        ExecutableKind.ElfProgram => UnfitExecutableKind.LinuxProgram,
        ExecutableKind.MachOProgram => UnfitExecutableKind.MacOSProgram,
        ExecutableKind.NativePortableExecutable => UnfitExecutableKind.WindowsProgram,
        ExecutableKind.ManagedPortableExecutable => UnfitExecutableKind.Assembly,
        ExecutableKind.ElfSharedObject or ExecutableKind.MachOLibrary => UnfitExecutableKind.Library,
        ExecutableKind.Script => UnfitExecutableKind.Script,
        _ => UnfitExecutableKind.NotExecutable,
    };

    private static string Advise(PayloadFile file) =>
        Array.Find(Languages, row => file.Path.EndsWith(row.Ending, StringComparison.OrdinalIgnoreCase)).Interpreter is { } interpreter
            ? $"{interpreter}, with {DirectoryTokens.InstallPrefix}{file.Path} in ServiceArguments; "
                + $"or begin the file with #!/usr/bin/env {interpreter}"
            : "the path of a program; a script begins with #! and its interpreter";
}
