using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.Model;

/// <summary>One setting of a hostile definition.</summary>
/// <param name="Text">What a failing test shows.</param>
/// <param name="Apply">Makes the setting.</param>
internal sealed record HostileSetting(string Text, Func<Service, Service> Apply)
{
    public override string ToString() => Text;
}

/// <summary>A service with settings that nobody should write, made from the rows of the vocabulary.</summary>
internal sealed record HostileDefinition(IReadOnlyList<HostileSetting> Settings)
{
    private const int MostSettings = 6;

    // Values that have broken something somewhere: quotes, separators, tokens, tokens of tokens, escapes of systemd, MSBuild, the shell, cmd, PowerShell
    // and Windows Installer, and what is too long or not a character.
    private static readonly string[] Words =
    [
        "", " ", ".", "..", "/", "//", "\\", "~", "~/", "-", "--", "%", "%%", "%h", "%i", "$", "$$", "$HOME", "${HOME}", "`id`", "$(id)", "'", "\"", "''", "\"\"", "'\"\\$",
        ";", ",", "+", "|", "&", "<", ">", "*", "?", "[", "]", "[x]", "[~]", "[#x]", "{", "}", "{}", "{0}", "{{", "}}", "{x}", "{{x}}", "{Instance}", "{{Instance}}",
        "{StateDirectory}", "{{StateDirectory}}", "{InstallDirectory}", "{ConfigDirectory}", "{LogDirectory}", "{CacheDirectory}", "{RuntimeDirectory}", "{StateDir}",
        "{StateDirectory}/{Instance}", "{InstallDirectory}/Acme", "{StateDirectory}-x", "/srv/{StateDirectory}", "~/{LogDirectory}", "/{Instance}", "@", "#", "!", "=", ":",
        "a:b", "a=b", "A=1;B=2", "A=b=c;D=e", "A=\"b;c\"", "a b", "a\tb", "a\nb", "a\r\nb", "\0", "\u0001", "\u007f", "\u0085", "\u2028", "\ufeff", "\ufffe", "\uffff", "\ud800",
        "\udc00", "\ud83d\ude00", "\udc00\ud800", "é", "ß", "İ", "ı", "ﬁ", "Ω", "日本語", "\u0301", "\u202e", "CON", "nul.txt", "C:\\x", "\\\\s\\x", "D:x", "ProgramData\\x",
        "ProgramFiles", "ProgramFiles/x", "/etc", "/etc/x", "/proc/x", "/tmp/x", "/var/lib/x", "/var/log/x/y.log", "/usr/local/x", "~/x/y.log", "/a/../b", "/a//b", "/a/",
        "0", "-1", "1", "99999999999999999999", "2147483648", "1e9", "0x10", "infinity", "1s", "-5s", "00:00:00", "99999.00:00:00", "true", "0777", "7777", "root", "wheel",
        "LocalSystem", "DOMAIN\\user$", ".\\x", "backup", "http://x", "file:///etc/passwd", "not a url", "https://x/'\"<>", "x.sh", "text.txt", "acme.service", "*-*-* 03:00:00",
        "*:0/15", "Mon..Fri", "8080", "127.0.0.1:1", "[::1]:1", "0.0.0.0:0", "{RuntimeDirectory}/x.sock", "User", "System", "Notify", "Forking", "Oneshot", "Strict",
        "State", "Custom", "Configuration", "Reboot", "Monthly", "10M", "1%", "150%", "~0", "SIGHUP", "SIGKILL", "CAP_NET_ADMIN", "deb;rpm", "Linux", "x (>= 1)", ">= 1", "<< 1",
    ];

    private static readonly Gen<string> Long = Gen.Elements(
        new string('x', 256), new string('x', 300), new string('é', 200), new string('x', 5000), "/srv/" + new string('x', 256),
        "/srv/" + string.Join('/', Enumerable.Repeat(new string('x', 200), 25)), string.Concat(Enumerable.Repeat("{StateDirectory}", 300)), new string('\\', 300));

    private static readonly Gen<string> Word = Gen.Frequency((12, Gen.Elements(Words)), (1, Long), (1, Characters()));

    private static readonly Gen<string> Value = Gen.Frequency(
        (4, Word), (2, Word.Two().Select(pair => pair.Item1 + pair.Item2)), (1, Word.Three().Select(row => $"{row.Item1} {row.Item2}{row.Item3}")));

    private static readonly IReadOnlyDictionary<string, string[]> GoodProperties =
        PropertyTable.Rows.ToDictionary(row => row.Name, row => new[] { row.Good });

    private static readonly ILookup<(string Type, string Metadata), string> GoodItems =
        ItemTable.Rows.ToLookup(row => (row.Type, row.Metadata), row => row.Good);

    private static readonly Gen<HostileSetting> Property =
        from property in Gen.Elements(ServiceProperties.All.ToArray())
        from prefix in Gen.Frequency((6, Gen.Constant("")), (1, Gen.Elements("Linux", "MacOS", "Windows")))
        from value in Gen.Frequency((3, Value), (2, Gen.Elements(GoodProperties.GetValueOrDefault(property.Name) ?? ["true"])))
        select new HostileSetting($"<{prefix}{property.Name}> {Show(value)}", service => service.With(prefix + property.Name, value));

    private static readonly Gen<HostileSetting> Item =
        from type in Gen.Elements(PackageFormats.Items.ToArray())
        from include in Gen.Frequency((2, Value), (3, Gen.Elements(Includes(type))))
        from metadata in Metadata(type)
        from exists in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        where include.Trim().Length > 0 // MSBuild has no other items.
        select new HostileSetting(
            $"<{type} Include={Show(include)} {string.Join(' ', metadata.Select(row => $"{row.Name}={Show(row.Value)}"))} />{(exists && type.IsFile ? " (file)" : "")}",
            service => (exists && type.IsFile ? service.Source(include) : service).Item(type.Name, include, metadata));

    private static readonly Gen<HostileSetting> Published =
        from path in Value
        from kind in Gen.Elements(Enum.GetValues<ExecutableKind>())
        where path.Split('/').All(name => name is not ("" or "." or "..") && !name.Contains('\0', StringComparison.Ordinal)) // No file system has others.
        select new HostileSetting($"publishes {Show(path)}", service => service.Publishes(path, kind));

    private static readonly Gen<HostileSetting> Fact =
        from value in Value
        from fact in Gen.Elements<(string Name, Func<Service, string, Service> Set)>(
            ("AssemblyName", static (service, text) => service.Built(project => project with { AssemblyName = text })),
            ("PackageLicenseExpression", static (service, text) => service.Built(project => project with { License = text })),
            ("PackageProjectUrl", static (service, text) => service.Built(project => project with { Homepage = text })),
            ("Copyright", static (service, text) => service.Built(project => project with { Copyright = text })),
            ("PackageReleaseNotes", static (service, text) => service.Built(project => project with { ReleaseNotes = text })))
        select new HostileSetting($"{fact.Name} {Show(value)}", service => fact.Set(service, value));

    /// <summary>Definitions; a failing one is shown without the settings that do not matter.</summary>
    public static Arbitrary<HostileDefinition> All { get; } = Arb.From(
        from count in Gen.Choose(1, MostSettings)
        from settings in Gen.Frequency((6, Property), (5, Item), (1, Published), (1, Fact)).ListOf(count)
        select new HostileDefinition([.. settings]),
        Smaller);

    /// <summary>The same definition without one of its settings.</summary>
    public static IEnumerable<HostileDefinition> Smaller(HostileDefinition definition) => Enumerable.Range(0, definition.Settings.Count)
        .Where(_ => definition.Settings.Count > 1)
        .Select(i => new HostileDefinition([.. definition.Settings.Where((_, other) => other != i)]));

    /// <summary>The service.</summary>
    public Service Apply(Service service) => Settings.Aggregate(service, (current, setting) => setting.Apply(current));

    public override string ToString() => string.Join('\n', Settings);

    private static string[] Includes(ServiceItem type) => GoodItems[(type.Name, "")].DefaultIfEmpty("x").ToArray();

    private static Gen<(string Name, string Value)[]> Metadata(ServiceItem type)
    {
        var all = type.Metadata.Concat(ServiceItems.Filters).ToArray();
        return from rows in Gen.SubListOf(all).Select(list => list.Take(5))
               from values in Value.ListOf(5)
               from good in Gen.Choose(0, 31)
               select rows.Select((row, i) => (row.Name, (good & (1 << i)) != 0 ? GoodItems[(type.Name, row.Name)].FirstOrDefault(values[i]) : values[i])).ToArray();
    }

    private static Gen<string> Characters() =>
        Gen.Choose(0, 0xffff).Select(c => (char)c).ListOf(4).Select(list => new string([.. list]));

    private static string Show(string text)
    {
        var shown = string.Concat(text.Take(80).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u202e' ? $"\\u{(int)c:x4}" : c.ToString()));
        return text.Length > 80 ? $"'{shown}…' ({text.Length})" : $"'{shown}'";
    }
}
