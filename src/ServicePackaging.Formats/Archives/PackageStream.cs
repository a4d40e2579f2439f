namespace ServicePackaging.Formats.Archives;

/// <summary>The seekable stream of a package reader. It is disposed of with the reader, unless the caller keeps it open.</summary>
internal sealed class PackageStream : IDisposable
{
    private readonly bool _leaveOpen;

    private PackageStream(Stream stream, bool leaveOpen)
    {
        Stream = stream;
        _leaveOpen = leaveOpen;
    }

    /// <summary>The stream to read.</summary>
    public Stream Stream { get; }

    /// <summary>Creates a reader. If that fails, the stream is disposed of, unless the caller keeps it open.</summary>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    public static TReader Open<TReader>(Stream stream, bool leaveOpen, Func<PackageStream, TReader> create)
    {
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream of a package must be seekable.", nameof(stream));
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
