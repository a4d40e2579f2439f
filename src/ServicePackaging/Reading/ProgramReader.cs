using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads which program the service runs.</summary>
internal static class ProgramReader
{
    /// <summary>What may be written, for messages.</summary>
    private const string Forms = "a path below the payload, such as app/run.sh";

    private const string WindowsForms =
        @"WindowsServiceExecutable with a path below the payload, such as bin\app.exe, or remove msi from ServicePackage";

    /// <summary>The program, or null for the project's own; faults are reported.</summary>
    public static ServiceProgram? Read(ValueReader values, ProjectFacts project, Platform platform, DiagnosticBag diagnostics)
    {
        if (values.Line(ServiceProperties.Executable) is not { } text)
        {
            if (!project.IsDotNet)
            {
                var kind = platform == Platform.Windows ? NoExecutableKind.Windows : NoExecutableKind.AnyPlatform;
                diagnostics.Report(DiagnosticCatalog.NoExecutable, kind);
            }

            return null;
        }

        var property = values.Describe(ServiceProperties.Executable);
        var path = platform == Platform.Windows ? text.Replace('\\', '/') : text;
        path = path.StartsWith(DirectoryTokens.InstallPrefix, StringComparison.Ordinal)
            ? "./" + path[DirectoryTokens.InstallPrefix.Length..]
            : path;
        return platform != Platform.Windows && (path.StartsWith('/') || Interpreter.Names.Contains(path))
            ? ReadOfSystem(property, path, platform, diagnostics)
            : ReadInPayload(property, path, text, platform, diagnostics);
    }

    // Only interpreters that systems have at a known path can be specified by name, because others decide what the search path of the
    // service finds.
    private static ServiceProgram? ReadOfSystem(string property, string text, Platform platform, DiagnosticBag diagnostics)
    {
        var known = Interpreter.OfName(text);
        var path = known is null ? text : platform == Platform.MacOS ? known.MacOS : known.Linux;
        if (path is null)
        {
            diagnostics.Report(
                DiagnosticCatalog.ExecutablePath, ExecutablePathKind.NotOnPlatform,
                property, text, platform.DisplayName(), platform + ServiceProperties.Executable.Name);
            return null;
        }

        if (UnixPaths.FindFault(path) is not { } fault)
        {
            return new ServiceProgram(path, IsInPayload: false, property);
        }

        fault.Report(diagnostics, property, text, "/usr/bin/python3");
        return null;
    }

    private static ServiceProgram? ReadInPayload(string property, string path, string text, Platform platform, DiagnosticBag diagnostics)
    {
        var isOfSystem = path.StartsWith('/') || Interpreter.Names.Contains(path) || path.Contains(':', StringComparison.Ordinal);
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        var names = path.Split('/');
        ExecutablePathKind? fault = names.Contains("..") ? ExecutablePathKind.LeavesPayload
            : platform == Platform.Windows && isOfSystem ? ExecutablePathKind.OutsidePackage
            : names.Any(name => name is "" or ".") ? ExecutablePathKind.NotAFile
            : null;
        if (fault is not { } kind)
        {
            return new ServiceProgram(path, IsInPayload: true, property);
        }

        diagnostics.Report(
            DiagnosticCatalog.ExecutablePath, kind, property, text, platform == Platform.Windows ? WindowsForms : Forms);
        return null;
    }
}
