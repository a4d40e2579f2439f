using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Tests.Checksums;

public class Md5Tests
{
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("a", "0cc175b9c0f1b6a831c399e269772661")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void The_test_suite_of_the_rfc_is_met(string message, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Md5.Compute(Encoding.ASCII.GetBytes(message))));

    [Fact]
    public void Every_length_around_the_block_agrees_with_the_operating_system()
    {
        var bytes = Samples.Random(300, seed: 2);
        for (var length = 0; length <= bytes.Length; length++)
        {
            Assert.Equal(Oracle(bytes.AsSpan(0, length)), Md5.Compute(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void The_division_among_appends_does_not_matter() =>
        Prop.ForAll<byte[][]>(parts =>
        {
            var md5 = new Md5();
            foreach (var part in parts)
            {
                md5.Append(part);
            }

            return md5.Finish().SequenceEqual(Oracle(parts.SelectMany(part => part).ToArray()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_finished_object_begins_anew()
    {
        var md5 = new Md5();
        md5.Append("something else"u8);
        md5.Finish();
        md5.Append("abc"u8);
        Assert.Equal(Oracle("abc"u8), md5.Finish());
    }

#pragma warning disable CA5351 // The oracle is what the format names.
    private static byte[] Oracle(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
