using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Tests.Archives;

public sealed class ArTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void An_archive_is_the_magic_and_members_on_even_offsets()
    {
        var archive = Write(("debian-binary", "2.0\n"), ("odd", "x"), ("empty", ""));

        Assert.Equal(
            "!<arch>\n"
            + "debian-binary   1700000000  0     0     100644  4         `\n2.0\n"
            + "odd             1700000000  0     0     100644  1         `\nx\n"
            + "empty           1700000000  0     0     100644  0         `\n",
            Encoding.ASCII.GetString(archive));
    }

    [Fact]
    public void Ar_lists_the_members()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("a.ar", Write(("one", "1"), ("two", "22")));

        Assert.Equal(
            "rw-r--r-- 0/0      1 Nov 14 22:13 2023 one\nrw-r--r-- 0/0      2 Nov 14 22:13 2023 two\n",
            Tool.Run($"ar tvO {path}").Replace(" 0x44\n", "\n", StringComparison.Ordinal).Replace(" 0x82\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Prop.ForAll<byte[][]>(contents =>
        {
            using var archive = new MemoryStream();
            var writer = new ArWriter(archive, Time);
            foreach (var content in contents)
            {
                writer.WriteMember($"m{content.Length}", new MemoryStream(content), TestContext.Current.CancellationToken);
            }

            var members = ArReader.ReadMembers(archive).ToList();
            Assert.Equal(contents.Select(content => $"m{content.Length}"), members.Select(member => member.Name));
            Assert.Equal(contents, members.Select(member => Content(archive, member)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("sixteen-letters!")]
    [InlineData("with space")]
    [InlineData("with/slash")]
    [InlineData("ünicode")]
    public void A_name_that_ar_cannot_store_is_rejected(string name) =>
        Assert.Throws<ArgumentException>(() => Write((name, "")));

    [Fact]
    public void A_member_with_a_length_of_more_than_ten_digits_is_rejected()
    {
        var e = Assert.Throws<IOException>(() => new ArWriter(Stream.Null, Time).WriteMember(
            "data.tar", new SectionStream(Stream.Null, 0, 10_000_000_000), TestContext.Current.CancellationToken));

        Assert.Contains("data.tar is 10000000000 bytes long", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!<arch>")]
    [InlineData("!<thin>\n")]
    [InlineData("!<arch>\nname            0           0     0     100644  4         `\n123")]
    [InlineData("!<arch>\nname            0           0     0     100644  -4        `\n1234")]
    [InlineData("!<arch>\nname            0           0     0     100644  +4        `\n1234")]
    [InlineData("!<arch>\nname            0           0     0     100644  9999999999`\n1234")]
    [InlineData("!<arch>\nname            0           0     0     100644  4         \n`1234")]
    [InlineData("!<arch>\n                0           0     0     100644  4         `\n1234")]
    [InlineData("!<arch>\nname            0           0     0     100644  ")]
    public void A_malformed_archive_is_invalid_data(string archive) =>
        Assert.Throws<InvalidDataException>(() => ArReader.ReadMembers(new MemoryStream(Encoding.ASCII.GetBytes(archive))).ToList());

    [Fact]
    public void The_trailing_slash_of_other_writers_is_not_part_of_a_name()
    {
        var archive = "!<arch>\ndebian-binary/  0           0     0     100644  0         `\n"u8.ToArray();

        Assert.Equal("debian-binary", Assert.Single(ArReader.ReadMembers(new MemoryStream(archive))).Name);
    }

    private static byte[] Write(params (string Name, string Content)[] members)
    {
        using var archive = new MemoryStream();
        var writer = new ArWriter(archive, Time);
        foreach (var (name, content) in members)
        {
            writer.WriteMember(name, new MemoryStream(Encoding.ASCII.GetBytes(content)));
        }

        return archive.ToArray();
    }

    private static byte[] Content(Stream archive, ArMember member)
    {
        using var content = new MemoryStream();
        ArReader.Open(archive, member).CopyTo(content);
        return content.ToArray();
    }
}
