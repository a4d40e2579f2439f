using System.Text;
using System.Text.RegularExpressions;

namespace Vocoder;

/// <summary>Writes down what was said: punctuation by its name, capital letters where a sentence begins.</summary>
internal sealed partial class Dictation
{
    private const string Ending = ".conf";

    private readonly List<(Regex Spoken, string Written)> _expressions = [];

    private Dictation()
    {
    }

    /// <summary>How many expressions it knows.</summary>
    public int Count => _expressions.Count;

    /// <summary>Reads a configuration, the user's own before the machine's.</summary>
    /// <param name="config">Its name, or the path of its file.</param>
    /// <exception cref="DaemonException">There is none of that name, or it cannot be read.</exception>
    public static Dictation Load(string config)
    {
        var file = config.EndsWith(Ending, StringComparison.Ordinal) ? config : config + Ending;
        string?[] places =
        [
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "vocoder"),
            Environment.GetEnvironmentVariable("VOCODER_CONFIG_DIRECTORY"),
            AppContext.BaseDirectory,
        ];
        var path = places.OfType<string>().Select(place => Path.Combine(place, file)).FirstOrDefault(File.Exists)
            ?? throw new DaemonException(ExitCodes.Config, $"there is no configuration '{config}'");
        try
        {
            return Parse(path, File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DaemonException(ExitCodes.Config, $"cannot read {path}: {e.Message}");
        }
    }

    /// <summary>Writes down what was said.</summary>
    public (string Written, int Words) Write(string spoken)
    {
        var text = string.Join(' ', spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var words = text.Length == 0 ? 0 : text.Count(c => c == ' ') + 1;
        text = _expressions.Aggregate(text, (written, expression) => expression.Spoken.Replace(written, _ => expression.Written)).TrimStart();
        return (Beginning().Replace(text, match => match.Value.ToUpperInvariant()), words);
    }

    private static Dictation Parse(string path, IEnumerable<string> lines)
    {
        var dictation = new Dictation();
        foreach (var (number, line) in lines.Index())
        {
            if (line.Trim() is not { Length: > 0 } text || text.StartsWith('#'))
            {
                continue;
            }

            if (text.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } said, { Length: > 0 } written])
            {
                throw new DaemonException(ExitCodes.Config, $"{path}:{number + 1}: this is not 'SAID = WRITTEN': {text}");
            }

            // What is written for words stands where they stood, and the blank before them goes.
            dictation._expressions.Add((new Regex($@"(?:^| ){Regex.Escape(said)}(?= |$)", RegexOptions.IgnoreCase), written.Replace("\\n", "\n", StringComparison.Ordinal)));
        }

        return dictation;
    }

    [GeneratedRegex(@"(?:^|[.?!\n])\s*\p{Ll}")]
    private static partial Regex Beginning();
}
