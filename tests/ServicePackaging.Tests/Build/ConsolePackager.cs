using System.Globalization;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;

namespace ServicePackaging.Tests.Build;

/// <summary>A packager without MSBuild, as a command-line tool would be: <c>FOLDER OUTPUT FORMAT NAME=VALUE…</c>.</summary>
internal static class ConsolePackager
{
    /// <summary>Packages a folder; returns 0, or 1 when there is an error.</summary>
    public static int Run(string[] arguments, TextWriter output)
    {
        var (folder, directory, formats) = (Path.GetFullPath(arguments[0]), Path.GetFullPath(arguments[1]), arguments[2].Split('+'));
        var properties = arguments.Skip(3).Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var findings = new DiagnosticBag();
        var packager = new Packager(
            new PackagingInput
            {
                Service = new ServiceInput
                {
                    Properties = properties,
                    Items = Array.Empty<(string Type, InputItem Item)>().ToLookup(row => row.Type, row => row.Item),
                    Project = new ProjectFacts
                    {
                        IsDotNet = false,
                        AssemblyName = Path.GetFileName(folder),
                        RuntimeIdentifier = RuntimeIdentifier.Parse(formats.Contains("msi") ? "win-x64" : "linux-x64"),
                    },
                    Sources = new SourceFiles(),
                },
                Formats = formats,
                PublishDirectory = folder,
            },
            findings);
        try
        {
            var plans = packager.PlanAll();
            foreach (var plan in findings.HasErrors ? [] : plans)
            {
                var path = packager.Write(plan, directory, CancellationToken.None);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}, {new FileInfo(path).Length} bytes"));
            }

            foreach (var finding in findings.Items)
            {
                output.WriteLine(finding);
            }

            return findings.HasErrors ? 1 : 0;
        }
        catch (DiagnosticException exception)
        {
            output.WriteLine(exception.Diagnostic);
            return 1;
        }
    }
}
