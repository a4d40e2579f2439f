using ServicePackaging.Linux;

namespace ServicePackaging.Deb;

/// <summary>The versions of Debian's packages that have a symbol version, as dpkg-shlibdeps(1) finds them.</summary>
internal static class DebianFloors
{
    // debian/libstdc++6.symbols: the versions of the symbols of each version node, the oldest first. Read from the *.symbols files of
    // Debian 12 (GCC 12), 13 (GCC 14) and testing (GCC 16); all symbols of a node have the same version there.
    private static readonly (string Symbol, string Floor)[] CppNodes =
    [
        ("", "4.1.1"), ("GLIBCXX_3.4", "4.1.1"), ("GLIBCXX_3.4.1", "4.1.1"), ("GLIBCXX_3.4.2", "4.1.1"), ("GLIBCXX_3.4.3", "4.1.1"),
        ("GLIBCXX_3.4.4", "4.1.1"), ("GLIBCXX_3.4.5", "4.1.1"), ("GLIBCXX_3.4.6", "4.1.1"), ("GLIBCXX_3.4.7", "4.1.1"),
        ("GLIBCXX_3.4.8", "4.1.1"), ("CXXABI_1.3", "4.1.1"), ("CXXABI_1.3.1", "4.1.1"), ("GLIBCXX_3.4.9", "4.2.1"),
        ("GLIBCXX_3.4.10", "4.3"), ("CXXABI_1.3.2", "4.3"), ("CXXABI_1.3.3", "4.3"), ("CXXABI_1.3.4", "4.3"), ("CXXABI_1.3.5", "4.3"),
        ("CXXABI_1.3.6", "4.3"), ("CXXABI_1.3.7", "4.3"), ("CXXABI_1.3.8", "4.3"), ("GLIBCXX_3.4.11", "4.4"), ("GLIBCXX_3.4.12", "4.4"),
        ("GLIBCXX_3.4.13", "4.4.2"), ("GLIBCXX_3.4.14", "4.5"), ("GLIBCXX_3.4.15", "4.6"), ("GLIBCXX_3.4.16", "4.6"),
        ("GLIBCXX_3.4.17", "4.7"), ("CXXABI_TM_1", "4.7"), ("GLIBCXX_3.4.18", "4.8"), ("GLIBCXX_3.4.19", "4.8"),
        ("GLIBCXX_3.4.20", "4.9"), ("CXXABI_1.3.9", "5"), ("CXXABI_FLOAT128", "5"), ("GLIBCXX_3.4.21", "5.2"), ("GLIBCXX_3.4.22", "6"),
        ("CXXABI_1.3.10", "6"), ("GLIBCXX_3.4.24", "7"), ("GLIBCXX_3.4.25", "8"), ("GLIBCXX_3.4.26", "9"), ("CXXABI_1.3.12", "9"),
        ("GLIBCXX_3.4.27", "9.1"), ("GLIBCXX_3.4.23", "10.2"), ("GLIBCXX_3.4.28", "10.2"), ("CXXABI_1.3.11", "10.2"),
        ("GLIBCXX_3.4.29", "11"), ("CXXABI_1.3.13", "11"), ("GLIBCXX_3.4.30", "12"), ("GLIBCXX_3.4.31", "13"), ("CXXABI_1.3.14", "13"),
        ("GLIBCXX_3.4.32", "13.1"), ("GLIBCXX_3.4.33", "14"), ("CXXABI_1.3.15", "14"), ("GLIBCXX_3.4.34", "15"), ("CXXABI_1.3.16", "15"),
        ("GLIBCXX_3.4.35", "16"), ("GLIBCXX_3.4.36", "16.2"),
    ];

    // debian/libgcc-s1.symbols.
    private static readonly (string Symbol, string Floor)[] GccNodes =
    [
        ("", "3.0"), ("GCC_3.0", "3.0"), ("GCC_3.3", "3.3"), ("GCC_3.3.1", "3.3.1"), ("GCC_3.4", "3.4"), ("GCC_3.4.2", "3.4.2"),
        ("GCC_3.4.4", "3.4.4"), ("GCC_3.5", "3.5"), ("GCC_4.0.0", "4.0"), ("GCC_4.2.0", "4.2"), ("GCC_4.3.0", "4.3"),
        ("GCC_4.5.0", "4.5"), ("GCC_4.7.0", "4.7"), ("GCC_4.8.0", "4.8"), ("GCC_7.0.0", "7"), ("GCC_11.0", "11"), ("GCC_12.0.0", "12"),
        ("GCC_13.0.0", "13"), ("GCC_14.0.0", "14"),
    ];

    // debian/zlib1g.symbols; a symbol without a version is in the node Base.
    private static readonly (string Symbol, string Floor)[] ZlibNodes =
    [
        ("", "1:1.1.4"), ("ZLIB_1.2.0", "1:1.2.0"), ("ZLIB_1.2.0.2", "1:1.2.0.2"), ("ZLIB_1.2.0.8", "1:1.2.0.8"),
        ("ZLIB_1.2.2", "1:1.2.2"), ("ZLIB_1.2.2.3", "1:1.2.2.3"), ("ZLIB_1.2.2.4", "1:1.2.2.4"), ("ZLIB_1.2.3.3", "1:1.2.3.4"),
        ("ZLIB_1.2.3.4", "1:1.2.3.4"), ("ZLIB_1.2.3.5", "1:1.2.6"), ("ZLIB_1.2.5.1", "1:1.2.6"), ("ZLIB_1.2.5.2", "1:1.2.6"),
        ("ZLIB_1.2.7.1", "1:1.2.8"), ("ZLIB_1.2.9", "1:1.2.11.dfsg"), ("ZLIB_1.2.12", "1:1.2.13.dfsg"),
        ("ZLIB_1.3.1.2", "1:1.3.dfsg+really1.3.2"), ("ZLIB_1.3.2", "1:1.3.dfsg+really1.3.2"),
    ];

    // debian/libssl3.symbols and libssl3t64.symbols. The nodes have the numbers of the releases.
    private static readonly (string Symbol, string Floor)[] OpenSslNodes =
    [
        ("", "3.0.0"), ("OPENSSL_3.0.0", "3.0.0"), ("OPENSSL_3.0.3", "3.0.3"), ("OPENSSL_3.0.8", "3.0.8"), ("OPENSSL_3.0.9", "3.0.9"),
        ("OPENSSL_3.1.0", "3.1.0"), ("OPENSSL_3.2.0", "3.2.0"), ("OPENSSL_3.3.0", "3.3.0"), ("OPENSSL_3.4.0", "3.4.0"),
        ("OPENSSL_3.5.0", "3.5.0"), ("OPENSSL_3.6.0", "3.6.0"),
    ];

    // debian/libsystemd0.symbols: every node until 255 has its own number, with these exceptions; 209 is any version.
    private static readonly Dictionary<int, string> SystemdNodes = new() { [209] = "", [216] = "217" };

    private static readonly Dictionary<string, (string Symbol, string Floor)[]> Tables = new(StringComparer.Ordinal)
    {
        ["libstdc++.so.6"] = CppNodes,
        ["libgcc_s.so.1"] = GccNodes,
        ["libz.so.1"] = ZlibNodes,
        ["libssl.so.3"] = OpenSslNodes,
        ["libcrypto.so.3"] = OpenSslNodes,
    };

    /// <summary>The oldest version of a package that has what these needs name, or null for any version.</summary>
    /// <param name="needs">The needs that the package satisfies.</param>
    public static DebianFloor? Of(IReadOnlyCollection<NativeNeed> needs)
    {
        var found = needs.SelectMany(need => need.Versions.DefaultIfEmpty("").Select(version => Of(need.Library, version)));
        return found.Max();
    }

    private static DebianFloor? Of(string library, string symbol) =>
        library == "libsystemd.so.0" ? OfSystemd(symbol)
        : Tables.TryGetValue(library, out var table) ? In(table, symbol)
        : CLibrary.Newest([symbol]) is { } version ? new(version, version.ToString())
        : null;

    // A node that is newer than the table is at least as new as its last row.
    private static DebianFloor In((string Symbol, string Floor)[] table, string symbol)
    {
        var row = Array.FindIndex(table, row => row.Symbol == symbol);
        row = row >= 0 ? row : table.Length - 1;
        return new(new(row, 0), table[row].Floor);
    }

    private static DebianFloor? OfSystemd(string symbol)
    {
        if (!int.TryParse(symbol.Replace("LIBSYSTEMD_", "", StringComparison.Ordinal), out var number))
        {
            return null;
        }

        // From 256 on, the symbols have the version of the pre-release that brought them.
        var floor = SystemdNodes.GetValueOrDefault(number, number < 256 ? $"{number}" : $"{number}~rc1");
        return floor.Length == 0 ? null : new(new(number, 0), floor);
    }
}

/// <summary>A lower bound of a Debian package's version.</summary>
/// <param name="Rank">Orders the bounds of one package.</param>
/// <param name="Version">The version.</param>
internal sealed record DebianFloor(Version Rank, string Version) : IComparable<DebianFloor>
{
    /// <inheritdoc/>
    public int CompareTo(DebianFloor? other) => Rank.CompareTo(other?.Rank);
}
