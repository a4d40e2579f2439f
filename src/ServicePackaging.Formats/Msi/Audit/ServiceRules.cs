using System.Text.RegularExpressions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the tables ServiceInstall and ServiceControl.</summary>
internal static partial class ServiceRules
{
    private const int OwnProcess = 16;
    private const int SharedProcess = 32;
    private const int Interactive = 256;
    private const int Vital = 0x8000;
    private const int StartEvents = 0x1 | 0x10;
    private const int StopAtRemoval = 0x20;
    private const int DeleteAtRemoval = 0x80;
    private const int LongestName = 256;

    // Of a hostile package.
    private const int MostServices = 1000;
    private const string ListEnd = "[~]";
    private const string PasswordProperty = "SERVICEPASSWORD";

    private static readonly string[] OwnAccounts = ["LocalService", "NetworkService", "System"];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("ServiceProgram", Program),
        new("ServiceType", ServiceType),
        new("ServiceName", ServiceName),
        new("ServiceDependencies", Dependencies),
        new("ServiceControlEvent", ControlEvent),
        new("ServiceStarted", Started),
        new("ServiceStopped", Stopped),
        new("ServiceAccount", Account),
        new("ServicePassword", Password),
        new("ServiceCycle", Cycle),
    ];

    // The service manager starts the component's key file (Microsoft, "ServiceInstall Table", Component_).
    private static IEnumerable<string> Program(AuditedPackage package) =>
        from row in package.Rows("ServiceInstall")
        let key = package.Find("Component", row.Text("Component_"))?.Text("KeyPath")
        let file = package.Find("File", key)
        where file is null
            || !DirectoryPaths.LongName(file.Value.TextOrEmpty("FileName")).EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
        select $"{row}: the key path of its component is '{Quote.Shorten(key ?? "")}', which is not a program.";

    private static IEnumerable<string> ServiceType(AuditedPackage package)
    {
        foreach (var row in package.Rows("ServiceInstall"))
        {
            var type = (row.Number("ServiceType") ?? 0) & ~Interactive;
            var error = (row.Number("ErrorControl") ?? 0) & ~Vital;
            if (type is not (OwnProcess or SharedProcess) || row.Number("StartType") is not (2 or 3 or 4) || error is not (0 or 1 or 3))
            {
                yield return $"{row} has the type {row.Number("ServiceType")}, start {row.Number("StartType")} "
                    + $"and error control {row.Number("ErrorControl")}, which are not valid for a service.";
            }

            if ((row.Number("ServiceType") & Interactive) != 0 && row.Text("StartName") is not null)
            {
                yield return $"{row} interacts with the desktop, which only LocalSystem may do.";
            }
        }
    }

    // Microsoft, "CreateService function": at most 256 characters, no slash.
    private static IEnumerable<string> ServiceName(AuditedPackage package)
    {
        foreach (var row in package.Rows("ServiceInstall"))
        {
            var name = row.TextOrEmpty("Name")
                .Replace(@"[\[]", "[", StringComparison.Ordinal)
                .Replace(@"[\]]", "]", StringComparison.Ordinal);
            if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAny('/', '\\'))
            {
                yield return $"{row}: '{Quote.Shorten(name)}' is not a service name.";
            }
        }

        var names = package.Rows("ServiceInstall").GroupBy(row => row.TextOrEmpty("Name"), StringComparer.OrdinalIgnoreCase);
        foreach (var same in names.Where(same => same.Count() > 1))
        {
            yield return $"{string.Join(" and ", same.Take(3))} have the same name.";
        }
    }

    // Each name is terminated, and so is the list.
    private static IEnumerable<string> Dependencies(AuditedPackage package) =>
        from row in package.Rows("ServiceInstall")
        let list = row.Text("Dependencies")
        where list is not null && list != ListEnd
        let names = list.Split(ListEnd)
        where !list.EndsWith(ListEnd + ListEnd, StringComparison.Ordinal) || names[..^2].Any(name => name.Length == 0)
        select $"{row}: '{Quote.Shorten(list)}' is not a list of services that ends with [~][~].";

    private static IEnumerable<string> ControlEvent(AuditedPackage package) =>
        from row in package.Rows("ServiceControl")
        where (row.Number("Event") ?? 0) == 0 || row.Number("Wait") is not (null or 0 or 1)
        select $"{row} does nothing, or waits {row.Number("Wait")}.";

    private static IEnumerable<string> Started(AuditedPackage package) =>
        from row in package.Rows("ServiceControl")
        where row.HasBit("Event", StartEvents) && !package.Values("ServiceInstall", 2).Contains(row.TextOrEmpty("Name"))
        select $"{row} starts '{Quote.Shorten(row.TextOrEmpty("Name"))}', which is not installed.";

    // Microsoft, "ServiceInstall Table", StartName: domain and user. The parts of virtual accounts and of Windows' own are known.
    private static IEnumerable<string> Account(AuditedPackage package) =>
        from row in package.Rows("ServiceInstall")
        let account = row.Text("StartName")
        where account is not null && !IsAccount(account, row.TextOrEmpty("Name"))
        select $"{row} runs as '{Quote.Shorten(account)}', which is not an account with its domain.";

    private static bool IsAccount(string account, string service)
    {
        if (account.Equals("LocalSystem", StringComparison.OrdinalIgnoreCase) || WholeProperty().IsMatch(account))
        {
            return true;
        }

        return account.Split('\\') switch
        {
            [var domain, var user] when domain.Equals("NT AUTHORITY", StringComparison.OrdinalIgnoreCase) =>
                OwnAccounts.Contains(user, StringComparer.OrdinalIgnoreCase),
            [var domain, var user] when domain.Equals("NT SERVICE", StringComparison.OrdinalIgnoreCase) =>
                user.Equals(service, StringComparison.OrdinalIgnoreCase),
            [var domain, var user] => domain.Trim().Length > 0 && user.Trim().Length > 0,
            [var user] => user.Split('@') is [{ Length: > 0 }, { Length: > 0 }],
            _ => false,
        };
    }

    // The log of an installation has the values of properties that are not hidden, and the package those that it sets.
    private static IEnumerable<string> Password(AuditedPackage package)
    {
        foreach (var name in package.Listed("SecureCustomProperties").Except(package.Listed("MsiHiddenProperties"))
            .Where(name => name.EndsWith(PasswordProperty, StringComparison.Ordinal)))
        {
            yield return $"The log shows {Quote.Shorten(name)}, because MsiHiddenProperties does not name it.";
        }

        foreach (var row in package.Rows("ServiceInstall"))
        {
            if (row.Text("Password") is not { } password)
            {
                continue;
            }

            var names = FormattedText.References(password).Select(reference => reference.Name).ToList();
            if (names.Count == 0 || names.Exists(name => package.Has("Property", name)))
            {
                yield return $"{row}: the package contains the password.";
            }
            else if (names.Find(name => !package.Listed("MsiHiddenProperties").Contains(name)) is { } shown)
            {
                yield return $"{row}: the log shows the password, because MsiHiddenProperties does not name {Quote.Shorten(shown)}.";
            }
        }
    }

    // None of such services can be started.
    private static IEnumerable<string> Cycle(AuditedPackage package)
    {
        var needs = package.Rows("ServiceInstall").GroupBy(row => row.TextOrEmpty("Name"), StringComparer.OrdinalIgnoreCase).ToDictionary(
            same => same.Key,
            same => same.SelectMany(row => (row.Text("Dependencies") ?? "").Split(ListEnd)).Where(name => name.Length > 0).ToList(),
            StringComparer.OrdinalIgnoreCase);
        foreach (var service in needs.Keys.Take(MostServices))
        {
            var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var next = new Queue<string>(needs[service]);
            while (next.TryDequeue(out var name))
            {
                if (reached.Add(name) && needs.TryGetValue(name, out var further))
                {
                    further.ForEach(next.Enqueue);
                }
            }

            if (reached.Contains(service))
            {
                yield return $"The service '{Quote.Shorten(service)}' depends on itself.";
            }
        }
    }

    // Otherwise its program would be in use when it is replaced, or the service would remain after its program is removed.
    private static IEnumerable<string> Stopped(AuditedPackage package)
    {
        var controls = package.Rows("ServiceControl");
        var stopped = NamesOf(controls, StopAtRemoval);
        var deleted = NamesOf(controls, DeleteAtRemoval);
        return from row in package.Rows("ServiceInstall")
               where !stopped.Contains(row.Text("Name")) || !deleted.Contains(row.Text("Name"))
               select $"{row} is not stopped and deleted when its component is removed.";
    }

    private static HashSet<string?> NamesOf(IEnumerable<AuditedRow> controls, int events) =>
        controls.Where(control => control.HasBit("Event", events))
            .Select(control => control.Text("Name")).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\A\[[A-Za-z_][A-Za-z0-9_.]*\]\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeProperty();
}
