using System.Text;

namespace ServicePackaging.Signing.MachO;

/// <summary>Writes the property list of code directory digests that a signature contains.</summary>
internal static class CdHashList
{
    /// <summary>Returns the list of one digest, laid out as Apple's CoreFoundation does.</summary>
    public static byte[] Write(ReadOnlySpan<byte> cdHash) => Encoding.UTF8.GetBytes(
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
        {'\t'}<key>cdhashes</key>
        {'\t'}<array>
        {'\t'}{'\t'}<data>
        {'\t'}{'\t'}{Convert.ToBase64String(cdHash)}
        {'\t'}{'\t'}</data>
        {'\t'}</array>
        </dict>
        </plist>

        """);
}
