using System.Text;

namespace ServicePackaging.Formats.Executables;

/// <summary>The first line of a script, which specifies its interpreter (execve(2), "Interpreter scripts").</summary>
/// <param name="Interpreter">The path of the interpreter as written.</param>
/// <param name="Arguments">The rest of the line; may be empty.</param>
/// <param name="EndsWithCarriageReturn">Whether the line ends with a carriage return, which Unix treats as a part of the line.</param>
public sealed record Shebang(string Interpreter, string Arguments, bool EndsWithCarriageReturn)
{
    // The number of bytes that Linux reads to find out how to start a file (BINPRM_BUF_SIZE).
    private const int Longest = 256;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads a file on disk. Returns null if it does not start with <c>#!</c> and a path.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Shebang? Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(stream);
    }

    /// <summary>Reads the start of a seekable stream, and moves its position. Returns null if it does not start with <c>#!</c> and a
    /// path.</summary>
    public static Shebang? Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[Longest];
        stream.Position = 0;
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (!head.StartsWith("#!"u8))
        {
            return null;
        }

        var end = head.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? head[2..] : head[2..end]);
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var words = line.TrimEnd('\r').Trim(Blanks).Split(Blanks, 2, Trimmed);
        return words.Length == 0 ? null : new Shebang(words[0], words.ElementAtOrDefault(1) ?? "", line.EndsWith('\r'));
    }
}
