using System.Security.Cryptography;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>A package that is taken apart and put together again by code that validates nothing.</summary>
internal sealed class RpmParts
{
    private RpmParts(byte[] package)
    {
        using var rpm = RpmReader.Open(new MemoryStream(package));
        Lead = package[..RpmFormat.LeadLength];
        Header = new(rpm.Header.Tags.Skip(1).ToDictionary(tag => tag, tag => rpm.Header[tag]!));
        Signature = new(rpm.Signature.Tags.Skip(1).ToDictionary(tag => tag, tag => rpm.Signature[tag]!));
        Payload = package[(int)rpm.PayloadOffset..];
    }

    public byte[] Lead { get; }

    public SortedDictionary<int, RpmValue> Header { get; }

    /// <summary>Computes lengths and digests again, unless <see cref="EditSignature"/> changes them.</summary>
    public SortedDictionary<int, RpmValue> Signature { get; }

    public byte[] Payload { get; set; }

    /// <summary>Changes the signature header as the last step.</summary>
    public Action<SortedDictionary<int, RpmValue>> EditSignature { get; set; } = _ => { };

    /// <summary>Returns the package with a change.</summary>
    public static byte[] Edit(byte[] package, Action<RpmParts> edit)
    {
        var parts = new RpmParts(package);
        edit(parts);
        var header = Build((int)RpmTag.Region, parts.Header);
        parts.Signature[(int)RpmSignatureTag.Size] = new RpmNumbers(RpmType.Number32, [(ulong)(header.Length + parts.Payload.Length)]);
        parts.Signature[(int)RpmSignatureTag.Sha256] = new RpmTexts(RpmType.Text, [Convert.ToHexStringLower(SHA256.HashData(header))]);
        parts.EditSignature(parts.Signature);
        var signature = Build((int)RpmSignatureTag.Region, parts.Signature);
        return [.. parts.Lead, .. signature, .. new byte[-signature.Length & 7], .. header, .. parts.Payload];
    }

    /// <summary>Changes the texts of a tag.</summary>
    public void ChangeTexts(RpmTag tag, Func<string, string> change)
    {
        var texts = (RpmTexts)Header[(int)tag];
        var changed = texts.Values.Select(change).ToList();
        Assert.NotEqual(texts.Values, changed);
        Header[(int)tag] = texts with { Values = changed };
    }

    /// <summary>Changes the numbers of a tag.</summary>
    public void ChangeNumbers(RpmTag tag, Func<ulong, ulong> change)
    {
        var numbers = (RpmNumbers)Header[(int)tag];
        Header[(int)tag] = numbers with { Values = [.. numbers.Values.Select(change)] };
    }

    private static byte[] Build(int region, SortedDictionary<int, RpmValue> values)
    {
        var builder = new RpmHeaderBuilder(region);
        foreach (var (tag, value) in values)
        {
            builder.Add(tag, value);
        }

        return builder.Build();
    }
}
