using System.Globalization;
using System.Text;

namespace Memexd;

/// <summary>A string, a long, a bool or an array of strings, and the line it stands on.</summary>
internal sealed record TomlValue(object Value, int Line);

internal sealed class TomlException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

/// <summary>
/// Reads the part of TOML 1.0 that a settings file needs: tables, one-line strings, decimal integers, booleans and arrays of strings.
/// Everything else is an error that names its line; nothing is guessed.
/// </summary>
internal sealed class Toml
{
    private readonly Dictionary<string, TomlValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tables = new(StringComparer.Ordinal);
    private readonly string _text;
    private int _position;
    private int _line = 1;

    private Toml(string text) => _text = text.ReplaceLineEndings("\n");

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    /// <summary>The values by <c>table.key</c>.</summary>
    public static Dictionary<string, TomlValue> Parse(string text)
    {
        var toml = new Toml(text);
        var table = "";
        for (toml.SkipBlankLines(); toml._position < toml._text.Length; toml.SkipBlankLines())
        {
            if (toml.TrySkip('['))
            {
                table = toml.TableName();
            }
            else
            {
                toml.KeyAndValue(table);
            }

            toml.EndOfLine();
        }

        return toml._values;
    }

    private string TableName()
    {
        var name = Key();
        while (TrySkip('.'))
        {
            name += "." + Key();
        }

        Expect(']', "a table is written [name]");
        return _tables.Add(name) ? name : throw Error($"table [{name}] appears twice");
    }

    private void KeyAndValue(string table)
    {
        var key = Key();
        var name = table.Length == 0 ? key : $"{table}.{key}";
        Expect('=', $"'=' is missing after '{key}'");
        var line = _line;
        if (!_values.TryAdd(name, new TomlValue(Value(), line)))
        {
            throw Error($"'{name}' appears twice");
        }
    }

    private string Key()
    {
        SkipSpaces();
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
        {
            _position++;
        }

        return _position > start ? _text[start.._position] : throw Error("a name of letters, digits, '_' and '-' is expected");
    }

    private object Value()
    {
        SkipSpaces();
        return Current switch
        {
            '"' or '\'' => String(),
            '[' => Strings(),
            _ => Word(),
        };
    }

    private object Word()
    {
        var start = _position;
        while (Current is not ('\0' or '\n' or ' ' or '\t' or '#' or ',' or ']'))
        {
            _position++;
        }

        var word = _text[start.._position];
        var digits = word.TrimStart('+', '-');
        var isInteger = word.Length - digits.Length <= 1
            && digits.Split('_').All(group => group.Length > 0 && group.All(char.IsAsciiDigit))
            && (digits.Length == 1 || digits[0] != '0');
        return word switch
        {
            "true" => true,
            "false" => false,
            _ when isInteger && long.TryParse(word.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Error($"'{word}' is not a string in quotes, an integer, true, false or an array of strings"),
        };
    }

    private string[] Strings()
    {
        _position++;
        var items = new List<string>();
        for (SkipBlankLines(); !TrySkip(']'); SkipBlankLines())
        {
            items.Add(Current is '"' or '\'' ? String() : throw Error("an array holds strings in quotes, separated by commas"));
            SkipBlankLines();
            if (Current != ']')
            {
                Expect(',', "an array holds strings in quotes, separated by commas");
            }
        }

        return [.. items];
    }

    private string String()
    {
        var quote = _text[_position++];
        var result = new StringBuilder();
        while (Current != quote)
        {
            if (char.IsControl(Current) && Current != '\t')
            {
                throw Error("a string ends on its own line and holds no control characters");
            }

            var next = _text[_position++];
            result.Append(next == '\\' && quote == '"' ? Escape() : next.ToString());
        }

        _position++;
        return result.ToString();
    }

    private string Escape()
    {
        var letter = Current;
        _position++;
        return letter switch
        {
            'b' => "\b",
            't' => "\t",
            'n' => "\n",
            'f' => "\f",
            'r' => "\r",
            '"' => "\"",
            '\\' => "\\",
            'u' => CodePoint(4),
            'U' => CodePoint(8),
            _ => throw Error(@"a backslash in "" quotes is written \\, or use ' quotes"),
        };
    }

    private string CodePoint(int digits)
    {
        var end = Math.Min(_position + digits, _text.Length);
        var isScalar = int.TryParse(_text.AsSpan(_position, end - _position), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out var code) && end - _position == digits && Rune.IsValid(code);
        _position = end;
        return isScalar ? new Rune(code).ToString() : throw Error("\\u needs 4 and \\U needs 8 hexadecimal digits of a character");
    }

    private void EndOfLine()
    {
        SkipSpaces();
        if (Current is not ('\n' or '#') && _position < _text.Length)
        {
            throw Error($"unexpected '{Current}' after the value");
        }
    }

    private void SkipBlankLines()
    {
        for (; Current is ' ' or '\t' or '\n' or '#'; _position++)
        {
            if (Current == '#')
            {
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }

            _line += Current == '\n' ? 1 : 0;
        }
    }

    private void SkipSpaces()
    {
        while (Current is ' ' or '\t')
        {
            _position++;
        }
    }

    private bool TrySkip(char expected)
    {
        SkipSpaces();
        if (Current != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char expected, string otherwise)
    {
        if (!TrySkip(expected))
        {
            throw Error(otherwise);
        }
    }

    private TomlException Error(string message) => new(_line, message);
}
