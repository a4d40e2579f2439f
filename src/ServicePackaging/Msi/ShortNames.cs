using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ServicePackaging.Msi;

/// <summary>Gives the names of one directory their 8.3 forms (Microsoft, "Filename"), which have to differ among themselves. A name gets the same
/// form in every version of a package unless two happen to clash.</summary>
internal sealed partial class ShortNames
{
    // Letters and digits that nobody takes for one another.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int BaseLength = 8;
    private const int ExtensionLength = 3;

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the names that are their own short forms, so that no made one clashes with them.</summary>
    public void Reserve(IEnumerable<string> names) => _taken.UnionWith(names.Where(IsShort));

    /// <summary>The name as a package writes it: <c>short|long</c>, or the name itself where it is short.</summary>
    public string Pair(string name)
    {
        if (IsShort(name))
        {
            return name;
        }

        var extension = NotInExtension().Replace(Path.GetExtension(name), "");
        extension = extension.Length == 0 ? "" : "." + extension[..Math.Min(extension.Length, ExtensionLength)];
        for (var attempt = 0; ; attempt++)
        {
            var made = Hash($"{name.ToUpperInvariant()}\n{attempt}") + extension;
            if (_taken.Add(made))
            {
                return $"{made}|{name}";
            }
        }
    }

    private static bool IsShort(string name) => Short().IsMatch(name);

    private static string Hash(string text) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(BaseLength).Select(octet => Alphabet[octet % Alphabet.Length]));

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,8}(\.[A-Za-z0-9_-]{1,3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Short();

    [GeneratedRegex("[^A-Za-z0-9_]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInExtension();
}
