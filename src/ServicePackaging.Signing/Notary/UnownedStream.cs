using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing.Notary;

/// <summary>Reads a stream that it leaves open: the content of a request is disposed of with it.</summary>
internal sealed class UnownedStream(Stream source) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => source.Read(buffer);
}
