using System.Text;

namespace Memexd;

/// <summary>A run of words in a document; positions count UTF-16 characters of the decoded text.</summary>
internal sealed record Chunk(long Start, long Length, int Words);

internal static class DocumentReader
{
    /// <summary>Cuts a text into chunks of at most <paramref name="chunkSize"/> words, in constant memory per chunk.</summary>
    /// <param name="progress">Called after every block read, as proof of life.</param>
    /// <exception cref="InvalidDataException">The document grew beyond <paramref name="maxBytes"/> while it was read.</exception>
    public static async Task<List<Chunk>> SplitAsync(
        Stream document, int chunkSize, long maxBytes, Action progress, CancellationToken cancellation)
    {
        using var reader = new StreamReader(document, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var chunks = new List<Chunk>();
        var buffer = new char[32 * 1024];
        long position = 0, chunkStart = 0, wordEnd = 0;
        var words = 0;
        var inWord = false;

        for (int read; (read = await reader.ReadAsync(buffer, cancellation)) > 0;)
        {
            progress();
            if (document.Position > maxBytes)
            {
                throw new InvalidDataException("the document grew beyond workspace.max_document_mb while it was read");
            }

            for (var i = 0; i < read; i++, position++)
            {
                if (char.IsWhiteSpace(buffer[i]))
                {
                    inWord = false;
                    continue;
                }

                if (!inWord && words == chunkSize)
                {
                    chunks.Add(new Chunk(chunkStart, wordEnd - chunkStart, words));
                    words = 0;
                }

                if (!inWord && words++ == 0)
                {
                    chunkStart = position;
                }

                inWord = true;
                wordEnd = position + 1;
            }
        }

        if (words > 0)
        {
            chunks.Add(new Chunk(chunkStart, wordEnd - chunkStart, words));
        }

        return chunks;
    }
}
