using System.Globalization;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the tables MsiServiceConfig and MsiServiceConfigFailureActions (Microsoft, "ICE102").</summary>
internal static class ServiceConfigRules
{
    private const string ListSeparator = "[~]";
    private const int Delayed = 3;
    private const int Automatic = 2;

    // The format of the argument, by the type of the configuration.
    private static readonly Dictionary<int, Func<string, bool>> Arguments = new()
    {
        [Delayed] = argument => argument is "0" or "1",
        [4] = argument => argument is "0" or "1",
        [5] = argument => argument is "0" or "1" or "3",
        [6] = argument => argument.Split(ListSeparator, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names
            && names.All(IsPrivilege),
        [7] = argument => uint.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _),
    };

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("ServiceConfigEvent (ICE102)", ConfigEvent),
        new("ServiceConfigArgument (ICE102)", ConfigArgument),
        new("ServiceConfigName", ConfigName),
        new("ServiceConfigOnce", ConfigOnce),
        new("DelayedStart", DelayedStart),
        new("FailureActions (ICE102)", FailureActions),
    ];

    private static IEnumerable<string> ConfigEvent(AuditedPackage package) =>
        from row in package.Rows("MsiServiceConfig").Concat(package.Rows("MsiServiceConfigFailureActions"))
        where row.Number("Event") is null or <= 0 or > 7
        select $"{row} has the event {row.Number("Event")}, which does not exist.";

    // The value of a formatted text is not known yet.
    private static IEnumerable<string> ConfigArgument(AuditedPackage package) =>
        from row in package.Rows("MsiServiceConfig")
        let argument = row.TextOrEmpty("Argument")
        where !Arguments.TryGetValue(row.Number("ConfigType") ?? 0, out var isRight)
            || (!FormattedText.References(argument).Any() && !isRight(argument))
        select $"{row}: '{Quote.Shorten(argument)}' is not an argument of the type {row.Number("ConfigType")}.";

    private static IEnumerable<string> ConfigName(AuditedPackage package) =>
        from row in package.Rows("MsiServiceConfig").Concat(package.Rows("MsiServiceConfigFailureActions"))
        where !package.Values("ServiceInstall", 2).Contains(row.TextOrEmpty("Name"))
        select $"{row} configures '{Quote.Shorten(row.TextOrEmpty("Name"))}', which is not installed.";

    private static IEnumerable<string> ConfigOnce(AuditedPackage package) =>
        from same in package.Rows("MsiServiceConfig").GroupBy(row => (row.Text("Name"), row.Number("ConfigType"), row.Number("Event")))
        where same.Count() > 1
        select $"{string.Join(" and ", same.Take(3))} set the same value.";

    private static IEnumerable<string> DelayedStart(AuditedPackage package)
    {
        var others = package.Rows("ServiceInstall")
            .Where(service => service.Number("StartType") != Automatic).Select(service => service.Text("Name"))
            .ToHashSet(StringComparer.Ordinal);
        return from row in package.Rows("MsiServiceConfig")
               where row.Number("ConfigType") == Delayed && row.Text("Argument") == "1" && others.Contains(row.Text("Name"))
               select $"{row} delays the start of a service that does not start automatically.";
    }

    // The number of delays must match the number of actions, which are 0 to 3: none, restart, reboot, run a command.
    private static IEnumerable<string> FailureActions(AuditedPackage package)
    {
        foreach (var row in package.Rows("MsiServiceConfigFailureActions"))
        {
            var (actions, delays) = (List(row.Text("Actions")), List(row.Text("DelayActions")));
            if (actions.Length != delays.Length || actions.Any(action => action is not ("0" or "1" or "2" or "3"))
                || delays.Any(delay => !uint.TryParse(delay, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                yield return $"{row}: '{Quote.Shorten(row.TextOrEmpty("Actions"))}' and '{Quote.Shorten(row.TextOrEmpty("DelayActions"))}' "
                    + "are not actions with one delay each.";
            }
        }
    }

    private static string[] List(string? text) => (text ?? "").Split(ListSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static bool IsPrivilege(string name) =>
        name.StartsWith("Se", StringComparison.Ordinal)
        && name.EndsWith("Privilege", StringComparison.Ordinal)
        && name.All(char.IsAsciiLetter);
}
