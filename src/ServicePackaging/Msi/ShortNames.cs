using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>Gives the names of one directory their 8.3 forms (Microsoft, "Filename"), no two of which may be equal. A name gets the same
/// form in every version of a package unless two happen to clash.</summary>
internal sealed partial class ShortNames
{
    // Letters and digits that are not easily confused.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int BaseLength = 8;
    private const int ExtensionLength = 3;

    private readonly HashSet<string> _taken;

    // A name that is already short keeps its form, so that no generated name is equal to it.
    private ShortNames(IEnumerable<string> names) => _taken = new(names.Where(IsShort), StringComparer.OrdinalIgnoreCase);

    /// <summary>The last name of each path as a package writes it: <c>short|long</c>, or only the name if it is short.</summary>
    public static IReadOnlyList<string> Pairs(IReadOnlyList<string> paths)
    {
        var directories = paths.GroupBy(path => MsiPath.Parent(path)!, MsiPath.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(names => names.Key, names => new ShortNames(names), StringComparer.OrdinalIgnoreCase);
        return [.. paths.Select(path => directories[MsiPath.Parent(path)!].Pair(MsiPath.Name(path)))];
    }

    private string Pair(string name)
    {
        if (IsShort(name))
        {
            return name;
        }

        var extension = NotInExtension().Replace(Path.GetExtension(name), "");
        extension = extension.Length == 0 ? "" : "." + extension[..Math.Min(extension.Length, ExtensionLength)];
        for (var attempt = 0; ; attempt++)
        {
            var generated = Hash($"{name.ToUpperInvariant()}\n{attempt}") + extension;
            if (_taken.Add(generated))
            {
                return $"{generated}|{name}";
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
