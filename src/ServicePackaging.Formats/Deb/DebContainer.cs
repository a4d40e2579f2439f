using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Deb;

/// <summary>The outer archive of a package. It locates control.tar and data.tar and opens them decompressed.</summary>
internal sealed class DebContainer
{
    // Between the three known members, only members with an underscore are allowed (deb(5)). Tools write a few of them at most.
    private const int MaxMembers = 64;
    private const int MaxControlMiB = 64;
    private const int MaxVersionLength = 64;

    private readonly Stream _stream;
    private readonly ArMember _control;
    private readonly ArMember _data;

    /// <exception cref="InvalidDataException">The stream is not a Debian binary package of format 2.</exception>
    public DebContainer(Stream stream)
    {
        _stream = stream;
        using var members = ArReader.ReadMembers(stream).Take(MaxMembers).GetEnumerator();
        CheckVersion(Next(members, DebFormat.VersionMember));
        _control = Next(members, DebFormat.ControlMember);
        _data = Next(members, DebFormat.DataMember);
        Compression = KindOf(_data, DebFormat.DataMember);
        ControlCompression = KindOf(_control, DebFormat.ControlMember);
    }

    /// <summary>The compression of data.tar.</summary>
    public CompressionKind Compression { get; }

    private CompressionKind ControlCompression { get; }

    /// <summary>Opens control.tar, which may be at most 64 MiB when decompressed.</summary>
    public Stream OpenControl() =>
        new LimitedStream(Decompressor.Open(ControlCompression, ArReader.Open(_stream, _control)), MaxControlMiB, DebFormat.ControlMember);

    /// <summary>Opens data.tar, which may have any length.</summary>
    public Stream OpenData() => Decompressor.Open(Compression, ArReader.Open(_stream, _data));

    private static ArMember Next(IEnumerator<ArMember> members, string name)
    {
        while (members.MoveNext())
        {
            if (members.Current.Name.StartsWith(name, StringComparison.Ordinal))
            {
                return members.Current;
            }

            if (!members.Current.Name.StartsWith('_'))
            {
                throw new InvalidDataException($"The package has the member '{members.Current.Name}' where '{name}' is expected.");
            }
        }

        throw new InvalidDataException($"The package has no member '{name}'.");
    }

    private static CompressionKind KindOf(ArMember member, string name)
    {
        foreach (var (kind, extension) in DebFormat.Extensions)
        {
            if (member.Name.AsSpan(name.Length).SequenceEqual(extension))
            {
                return kind;
            }
        }

        throw new InvalidDataException($"The member '{member.Name}' has an unsupported compression. Supported are gzip, xz and none.");
    }

    private void CheckVersion(ArMember member)
    {
        if (member.Length > MaxVersionLength)
        {
            throw new InvalidDataException($"The member '{member.Name}' does not contain a version.");
        }

        var version = new byte[member.Length];
        using var content = ArReader.Open(_stream, member);
        content.ReadExactly(version);
        if (!version.AsSpan().StartsWith("2."u8))
        {
            throw new InvalidDataException("The package is not a Debian package of format 2.");
        }
    }
}
