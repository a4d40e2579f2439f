namespace ServicePackaging.Formats.Archives;

/// <summary>How readers of packages take hold of the stream they read.</summary>
internal static class PackageStream
{
    /// <summary>Makes a reader of a seekable stream; where that fails, the stream is disposed unless it stays the caller's.</summary>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    public static TReader Open<TReader>(Stream stream, bool leaveOpen, Func<Stream, bool, TReader> create)
    {
        if (!stream.CanSeek)
        {
            throw new ArgumentException("A package is read from a seekable stream.", nameof(stream));
        }

        try
        {
            return create(stream, leaveOpen);
        }
        catch when (!leaveOpen)
        {
            stream.Dispose();
            throw;
        }
    }
}
