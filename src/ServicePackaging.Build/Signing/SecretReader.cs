using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Build.Signing;

/// <summary>Reads keys and passwords from files and from environment variables. What it reads is never part of a message.</summary>
/// <param name="variables">Returns the value of an environment variable, or null.</param>
/// <param name="findings">Receives warnings about files that others can read.</param>
internal sealed partial class SecretReader(Func<string, string?> variables, DiagnosticBag findings)
{
    // Keys have a few KiB, and a file of the wrong kind must not fill the memory.
    private const long MostBytes = 4 * 1024 * 1024;

    private const string NotAName =
        "not the name of an environment variable. The property takes a name such as SIGNING_PASSWORD, never the secret itself";

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads the key that settings name, from its file or variable.</summary>
    /// <exception cref="DiagnosticException">The file or variable does not exist.</exception>
    public (byte[] Content, string Source) ReadKey(KeySettings settings) =>
        settings.File is { } file ? (ReadFile(file), file.ToString()) : ReadKeyVariable(settings.Variable!);

    /// <summary>Reads a file that has no secrets.</summary>
    /// <exception cref="DiagnosticException">The file does not exist.</exception>
    public static byte[] ReadFile(NamedValue file)
    {
        try
        {
            var info = new FileInfo(file.Value);
            return !info.Exists ? throw Missing(file.ToString(), "a file that does not exist")
                : info.Length > MostBytes ? throw Missing(file.ToString(), "a file of more than 4 MiB, which is no key")
                : File.ReadAllBytes(file.Value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Missing(file.ToString(), $"a file that cannot be read ({exception.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Reads the password that settings name; null if they name none.</summary>
    /// <exception cref="DiagnosticException">The file or variable does not exist.</exception>
    public char[]? ReadPassword(KeySettings settings) =>
        settings.PasswordVariable is { } variable ? ReadVariable(variable).ToCharArray()
        : settings.PasswordFile is { } file ? ReadPasswordFile(file)
        : null;

    // Editors and echo end a file with a line end, which is not part of the password.
    private char[] ReadPasswordFile(NamedValue file)
    {
        var bytes = ReadFile(file);
        WarnIfReadable(file);
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        return (text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text).ToCharArray();
    }

    private (byte[] Content, string Source) ReadKeyVariable(NamedValue variable)
    {
        var text = ReadVariable(variable).Trim();
        var decoded = new byte[text.Length];
        return Convert.TryFromBase64String(text, decoded, out var length)
            ? (decoded[..length], variable.ToString())
            : (Encoding.UTF8.GetBytes(text), variable.ToString());
    }

    // Somebody may have set the property to the secret itself, which must not be repeated.
    private string ReadVariable(NamedValue variable) =>
        !VariableName().IsMatch(variable.Value) ? throw Missing(variable.Property, NotAName)
        : variables(variable.Value) is { Length: > 0 } value ? value
        : throw Missing(variable.ToString(), "an environment variable that is not set or empty");

    private void WarnIfReadable(NamedValue file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.Value) & Others) != UnixFileMode.None)
        {
            findings.Report(SigningDiagnostics.ReadablePassword, file);
        }
    }

    private static DiagnosticException Missing(string source, string reason) =>
        new(SigningDiagnostics.KeySourceMissing, source, reason);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
