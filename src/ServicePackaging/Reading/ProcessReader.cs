using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;

namespace ServicePackaging.Reading;

/// <summary>Reads how the process runs.</summary>
internal static class ProcessReader
{
    public static ServiceProcess Read(InputReader reader, ProjectFacts project, InstallLayout layout, PlatformRules rules, string name, DiagnosticBag diagnostics)
    {
        var values = reader.Properties;
        var program = ProgramReader.Read(values, project, rules.Platform, diagnostics);
        // What another program says when it is ready, the project's assemblies do not tell.
        var notifies = project.CallsSystemd && (program is null || (program.IsInPayload && program.Path == project.AssemblyName));
        return new ServiceProcess
        {
            Type = values.Read("ServiceType", ValueKinds.OneOf<ServiceType>(), notifies ? ServiceType.Notify : ServiceType.Exec),
            Program = program,
            Arguments = ReadWords(values, "ServiceArguments", diagnostics) ?? [],
            WorkingDirectory = ReadPath(values, "ServiceWorkingDirectory", reader.Scope, rules, diagnostics) ?? layout.Install,
            Environment = ReadEnvironment(reader, diagnostics),
            UMask = values.ReadOptional("ServiceUMask", ValueKinds.FileMode),
            Nice = values.ReadOptional("ServiceNice", ValueKinds.Integer(-20, 19)),
            StartTimeout = values.ReadOptional("ServiceStartTimeout", ValueKinds.DurationOrInfinity),
            StopTimeout = values.Read("ServiceStopTimeout", ValueKinds.DurationOrInfinity, ServiceProcess.DefaultStopTimeout),
            Watchdog = values.ReadOptional("ServiceWatchdog", ValueKinds.Duration),
            ReloadSignal = values.Read<string?>("ServiceReloadSignal", ValueKinds.Signal!, null),
            StopCommand = ReadCommand(values, "ServiceStopCommand", layout, rules, diagnostics),
            PidFile = ReadPath(values, "ServicePidFile", reader.Scope, rules, diagnostics),
            StandardOutput = ReadOutput(values, "ServiceStandardOutput", reader.Scope, rules, diagnostics) ?? OutputTarget.Journal,
            StandardError = ReadOutput(values, "ServiceStandardError", reader.Scope, rules, diagnostics),
            LogIdentifier = values.Line("ServiceLogIdentifier") ?? name,
        };
    }

    /// <summary>A command line's words, or null when there is none; faults are reported.</summary>
    public static IReadOnlyList<string>? ReadWords(ValueReader values, string name, DiagnosticBag diagnostics)
    {
        if (ReadTokens(values, name, diagnostics) is not { } text)
        {
            return null;
        }

        if (CommandLineText.TryParse(text, out var words))
        {
            return words;
        }

        diagnostics.Report(DiagnosticCatalog.UnbalancedQuotes, values.Describe(name), text);
        return null;
    }

    // systemd.service(5), "Command Lines": an absolute path, and no prefix of those that give it more rights.
    private static IReadOnlyList<string> ReadCommand(ValueReader values, string name, InstallLayout layout, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var words = ReadWords(values, name, diagnostics) ?? [];
        if (words.Count > 0 && !words[0].StartsWith('{') && rules.FindRuntimeFault(words[0]) is { } fault)
        {
            diagnostics.Report(DiagnosticCatalog.InvalidPath, values.Describe(name), words[0], fault, rules.Combine(layout.Install, "stop") + " or {InstallDirectory}/stop");
        }

        return words;
    }

    /// <summary>A text of one line that may hold directory tokens, or null; unknown tokens are reported.</summary>
    public static string? ReadTokens(ValueReader values, string name, DiagnosticBag diagnostics)
    {
        var text = values.Line(name);
        CheckTokens(values.Describe(name), text ?? "", diagnostics);
        return text;
    }

    /// <summary>Reports what looks like a directory token and is none.</summary>
    public static void CheckTokens(string subject, string text, DiagnosticBag diagnostics)
    {
        foreach (var token in DirectoryTokens.FindUnknown(text))
        {
            diagnostics.Report(DiagnosticCatalog.UnknownToken, subject, token, string.Join(", ", DirectoryTokens.All.Select(known => $"{{{known}}}")));
        }
    }

    /// <summary>An absolute path, one that begins with a directory token, or one in the home of a service's user; anything else is reported.</summary>
    private static string? ReadPath(ValueReader values, string name, ServiceScope scope, PlatformRules rules, DiagnosticBag diagnostics)
    {
        if (ReadTokens(values, name, diagnostics) is not { } path)
        {
            return null;
        }

        var expanded = DirectoryTokens.Expand(path, token => token == DirectoryTokens.Instance ? token : rules.Separator + token);
        if ((HomePaths.IsIn(path) ? HomePaths.FindFault(expanded, scope) : rules.FindRuntimeFault(expanded)) is not { } fault)
        {
            return path;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidPath, values.Describe(name), path, fault, rules.ExamplePath + " or {StateDirectory}");
        return null;
    }

    private static List<KeyValuePair<string, string>> ReadEnvironment(InputReader reader, DiagnosticBag diagnostics)
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (var item in reader.Items("ServiceEnvironment"))
        {
            if (!NameRules.IsVariableName(item.Include))
            {
                diagnostics.Report(
                    DiagnosticCatalog.InvalidName, "ServiceEnvironment", item.Include, "environment variable name", "letters, digits and _", "DOTNET_ENVIRONMENT");
            }
            else if (variables.Exists(variable => variable.Key == item.Include))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, "ServiceEnvironment", item.Include);
            }
            else
            {
                variables.Add(new(item.Include, ReadTokens(item.Values, "Value", diagnostics) ?? ""));
            }
        }

        return variables;
    }

    private static OutputTarget? ReadOutput(ValueReader values, string name, ServiceScope scope, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var text = values.Line(name);
        return text?.ToUpperInvariant() switch
        {
            null => null,
            "JOURNAL" => OutputTarget.Journal,
            "NULL" => new OutputTarget(OutputKind.Null),
            _ => ReadFile(values, name, scope, rules, diagnostics) is { } path ? new OutputTarget(OutputKind.File, path, values.Describe(name)) : null,
        };
    }

    // A token by itself is a directory.
    private static string? ReadFile(ValueReader values, string name, ServiceScope scope, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var path = ReadPath(values, name, scope, rules, diagnostics);
        if (path is null || path.AsSpan().ContainsAny('/', '\\'))
        {
            return path;
        }

        diagnostics.Report(
            DiagnosticCatalog.InvalidPath, values.Describe(name), path, "which names no file in a directory", "{LogDirectory}/output.log");
        return null;
    }
}
