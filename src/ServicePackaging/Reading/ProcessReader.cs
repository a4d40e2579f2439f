using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads those settings of the process that are more than a single value.</summary>
internal sealed class ProcessReader(InputReader reader, ProjectFacts project, ReadingContext context)
{
    private readonly ValueReader _values = reader.Properties;
    private readonly PlatformRules _rules = context.Rules;
    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    /// <summary>Reads the process of a service with these directories.</summary>
    public ServiceProcess Read(InstallLayout layout)
    {
        var program = ProgramReader.Read(_values, project, _rules.Platform, _diagnostics);
        // The project's assemblies do not tell how another program reports that it is ready.
        var notifies = project.CallsSystemd && (program is null || (program.IsInPayload && program.Path == project.AssemblyName));
        return new ServiceProcess
        {
            Type = notifies ? ServiceType.Notify : ServiceProperties.Type.Default,
            Program = program,
            Arguments = ReadWords(ServiceProperties.Arguments),
            WorkingDirectory = ReadPath(ServiceProperties.WorkingDirectory) ?? DefaultDirectory(layout),
            Environment = ReadEnvironment(),
            StopCommand = ReadCommand(layout),
            PidFile = ReadPath(ServiceProperties.PidFile),
            StandardOutput = ReadOutput(ServiceProperties.StandardOutput) ?? OutputTarget.Journal,
            StandardError = ReadOutput(ServiceProperties.StandardError),
            LogIdentifier = _values.Title(ServiceProperties.LogIdentifier) ?? context.ServiceName,
        };
    }

    // .NET programs write to relative paths ("Data Source=app.db", "logs/log-.txt"), and find what they ship by their content root or by
    // AppContext.BaseDirectory. Other programs start beside their files. On Windows, no service chooses the directory.
    private string DefaultDirectory(InstallLayout layout) =>
        project.IsDotNet && _rules.Platform != Platform.Windows ? $"{{{DirectoryTokens.State}}}" : layout.Install;

    // The program and arguments of a command line; faults are reported.
    private IReadOnlyList<string> ReadWords(INamedRow row)
    {
        if (Tokens.Read(_values, row, _diagnostics) is not { } text)
        {
            return [];
        }

        if (CommandLineText.TryParse(text, out var words))
        {
            return words;
        }

        _diagnostics.Report(DiagnosticCatalog.UnbalancedQuotes, _values.Describe(row), text);
        return [];
    }

    // systemd.service(5), "Command Lines": an absolute path, without a prefix that gives the command more rights.
    private IReadOnlyList<string> ReadCommand(InstallLayout layout)
    {
        var words = ReadWords(ServiceProperties.StopCommand);
        if (words.Count > 0 && _rules.FindRuntimeFault(WithoutTokens(words[0])) is { } fault)
        {
            fault.Report(
                _diagnostics, _values.Describe(ServiceProperties.StopCommand), words[0],
                _rules.Combine(layout.Install, "stop") + " or {InstallDirectory}/stop");
        }

        return words;
    }

    private string WithoutTokens(string path) =>
        DirectoryTokens.Expand(path, token => token == DirectoryTokens.Instance ? token : _rules.Separator + token);

    // An absolute path, one that begins with a directory token, or one in the home of a service's user; anything else is reported.
    private string? ReadPath(INamedRow row)
    {
        if (Tokens.Read(_values, row, _diagnostics) is not { } path)
        {
            return null;
        }

        var expanded = WithoutTokens(path);
        var fault = HomePaths.IsIn(path) ? HomePaths.FindFault(expanded, context.Scope) : _rules.FindRuntimeFault(expanded);
        if (fault is null)
        {
            return path;
        }

        fault.Report(_diagnostics, _values.Describe(row), path, _rules.ExamplePath + " or {StateDirectory}");
        return null;
    }

    private List<KeyValuePair<string, string>> ReadEnvironment()
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (var item in reader.Items(ServiceItems.Environment))
        {
            if (!NameRules.IsVariableName(item.Include))
            {
                _diagnostics.Report(
                    DiagnosticCatalog.InvalidName, item.Type, item.Include, "environment variable name", "letters, digits and _",
                    "DOTNET_ENVIRONMENT");
            }
            else if (variables.Exists(variable => variable.Key == item.Include))
            {
                _diagnostics.Report(DiagnosticCatalog.Duplicate, item.Type, item.Include);
            }
            else
            {
                variables.Add(new(item.Include, Tokens.Read(item.Values, ServiceItems.Value, _diagnostics) ?? ""));
            }
        }

        return variables;
    }

    private OutputTarget? ReadOutput(INamedRow row) => _values.Line(row)?.ToUpperInvariant() switch
    {
        null => null,
        "JOURNAL" => OutputTarget.Journal,
        "NULL" => new OutputTarget(OutputKind.Null),
        _ => ReadFile(row) is { } path ? new OutputTarget(OutputKind.File, path, _values.Describe(row)) : null,
    };

    // A text that is only a token is a directory.
    private string? ReadFile(INamedRow row)
    {
        var path = ReadPath(row);
        if (path is null || path.AsSpan().ContainsAny('/', '\\'))
        {
            return path;
        }

        new PathFault(PathFaultKind.NoFileName).Report(_diagnostics, _values.Describe(row), path, "{LogDirectory}/output.log");
        return null;
    }
}
