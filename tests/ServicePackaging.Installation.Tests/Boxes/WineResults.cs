using System.Globalization;
using System.Text.RegularExpressions;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>What became of msiexec: the exit code is one of winerror.h's (1603 and 1627 failed, 1605 not installed ...).</summary>
internal sealed record MsiexecResult(string CommandLine, int ExitCode, string Log)
{
    /// <summary>Fails the test with the log, unless the exit code is 0.</summary>
    public MsiexecResult Succeeded()
    {
        Assert.True(ExitCode == 0, ToString());
        return this;
    }

    /// <summary>The command, its exit code and its log, for the reader of a failed test.</summary>
    public override string ToString() => $"{CommandLine}\nexit code {ExitCode}\n{Log}";
}

/// <summary>A service as <c>sc query</c> shows it.</summary>
/// <param name="State">RUNNING, STOPPED, START_PENDING ...</param>
/// <param name="ExitCode">A Win32 error; 1066 says that the service has an error code of its own.</param>
/// <param name="ServiceExitCode">The service's own error code.</param>
internal sealed partial record ServiceStatus(string State, int ExitCode, int ServiceExitCode)
{
    public static ServiceStatus Running { get; } = new("RUNNING", 0, 0);

    public static ServiceStatus Stopped { get; } = new("STOPPED", 0, 0);

    public bool IsPending => State.EndsWith("_PENDING", StringComparison.Ordinal);

    public static ServiceStatus Parse(string query)
    {
        var match = Query().Match(query);
        Assert.True(match.Success, query);
        return new ServiceStatus(match.Groups["state"].Value, Number("exit"), Number("service"));

        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        @"STATE\s*:\s*\d+\s+(?<state>\w+).*WIN32_EXIT_CODE\s*:\s*(?<exit>\d+).*SERVICE_EXIT_CODE\s*:\s*(?<service>\d+)",
        RegexOptions.Singleline)]
    private static partial Regex Query();
}

/// <summary>
/// A registry value as <c>reg query</c> shows it: <c>REG_DWORD</c> and <c>0x2</c>; the strings of a REG_MULTI_SZ are joined by <c>\0</c>.
/// </summary>
internal sealed partial record RegistryValue(string Type, string Data)
{
    /// <summary>The values of the first key in the output.</summary>
    public static IReadOnlyDictionary<string, RegistryValue> Parse(string query) =>
        query.ReplaceLineEndings("\n").TrimStart('\n').Split("\n\n")[0].Split('\n')
            .Select(line => Line().Match(line))
            .Where(match => match.Success)
            .ToDictionary(
                match => match.Groups["name"].Value is "(Default)" ? "" : match.Groups["name"].Value,
                match => new RegistryValue(match.Groups["type"].Value, match.Groups["data"].Value),
                StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^    (?<name>\S.*?)    (?<type>REG_\w+)    (?<data>.*)$")]
    private static partial Regex Line();
}
