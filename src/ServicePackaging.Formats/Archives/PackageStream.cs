namespace ServicePackaging.Formats.Archives;

/// <summary>The seekable stream that a reader reads, and disposes of unless it stays the caller's.</summary>
internal sealed class PackageStream : IDisposable
{
    private readonly bool _leaveOpen;

    private PackageStream(Stream stream, bool leaveOpen)
    {
        Stream = stream;
        _leaveOpen = leaveOpen;
    }

    /// <summary>What is read.</summary>
    public Stream Stream { get; }

    /// <summary>Makes a reader; where that fails, the stream is disposed unless it stays the caller's.</summary>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    public static TReader Open<TReader>(Stream stream, bool leaveOpen, Func<PackageStream, TReader> create)
    {
        if (!stream.CanSeek)
        {
            throw new ArgumentException("A package is read from a seekable stream.", nameof(stream));
        }

        var source = new PackageStream(stream, leaveOpen);
        try
        {
            return create(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_leaveOpen)
        {
            Stream.Dispose();
        }
    }
}
