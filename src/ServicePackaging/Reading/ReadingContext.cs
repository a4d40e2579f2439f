using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>What the readers of items have in common.</summary>
/// <param name="Reader">The developer's texts.</param>
/// <param name="Sources">The developer's files.</param>
/// <param name="Layout">The directories of the service.</param>
/// <param name="Rules">The platform.</param>
/// <param name="Scope">Whether the service is the machine's or each user's.</param>
/// <param name="ServiceName">The service's name.</param>
/// <param name="Account">The account of the service.</param>
/// <param name="Diagnostics">Receives every fault.</param>
internal sealed record ReadingContext(
    InputReader Reader, ISourceFiles Sources, InstallLayout Layout, PlatformRules Rules, ServiceScope Scope, string ServiceName,
    ServiceAccount Account, DiagnosticBag Diagnostics)
{
    /// <summary>Replaces the directory tokens in a text; the token of the instance is kept. An unknown token is reported.</summary>
    public string Expand(ItemReader item, string text)
    {
        Tokens.Check(item.Description, text, Diagnostics);
        return DirectoryTokens.Expand(text, token => token == DirectoryTokens.Instance ? $"{{{token}}}" : Layout.Resolve(token));
    }

    /// <summary>Whether an item's identity is a native name; a fault is reported.</summary>
    /// <param name="item">The item.</param>
    /// <param name="signs">What it may contain besides letters and digits.</param>
    public bool HasNativeName(ItemReader item, string signs)
    {
        if (item.Include.All(c => char.IsAsciiLetterOrDigit(c) || signs.Contains(c, StringComparison.Ordinal))
            && char.IsAsciiLetter(item.Include[0]))
        {
            return true;
        }

        Diagnostics.Report(
            DiagnosticCatalog.InvalidName, item.Type, item.Include, "name",
            $"letters, digits and {string.Join(' ', signs.AsEnumerable())}, a letter first", "LimitCORE");
        return false;
    }

    /// <summary>Items of a native name and a required value of one line.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="signs">What a name may contain besides letters and digits.</param>
    /// <param name="expected">What a value looks like.</param>
    public IReadOnlyList<NativeField> NativeFields(ServiceItem type, string signs, string expected)
    {
        var result = new List<NativeField>();
        foreach (var item in Reader.Items(type).Where(item => HasNativeName(item, signs)))
        {
            if (item.Values.Text(ServiceItems.Value) is null)
            {
                item.ReportMissing(ServiceItems.Value, expected);
            }
            else if (item.Values.Line(ServiceItems.Value) is { } value)
            {
                result.Add(new("", item.Include, value));
            }
        }

        return result;
    }
}
