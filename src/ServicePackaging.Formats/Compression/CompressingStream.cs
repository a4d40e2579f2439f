using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Compression;

/// <summary>A write-only stream that is completed when it is disposed of. After a failure it writes nothing more, and disposing of it does
/// not throw.</summary>
public abstract class CompressingStream : WriteOnlyStream
{
    private bool _failed;
    private bool _disposed;

    /// <summary>True until the stream is disposed of.</summary>
    public sealed override bool CanWrite => !_disposed;

    /// <summary>Compresses bytes.</summary>
    /// <exception cref="ObjectDisposedException">The stream is already disposed of.</exception>
    /// <exception cref="InvalidOperationException">An earlier write failed.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public sealed override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed)
        {
            throw new InvalidOperationException("An earlier write to this stream failed, so its output is incomplete.");
        }

        try
        {
            WriteCore(buffer);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    /// <summary>Compresses bytes.</summary>
    protected abstract void WriteCore(ReadOnlySpan<byte> buffer);

    /// <summary>Writes the end of the stream. It is called once, and not after a failure.</summary>
    protected abstract void Complete();

    /// <summary>Releases threads, memory and the output. It is called once, whether the stream is complete or not.</summary>
    protected abstract void Release();

    /// <summary>Completes the stream, unless it has failed.</summary>
    protected sealed override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            try
            {
                if (!_failed)
                {
                    Complete();
                }
            }
            finally
            {
                Release();
            }
        }

        base.Dispose(disposing);
    }
}
