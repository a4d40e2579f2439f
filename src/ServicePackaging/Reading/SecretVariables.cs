using ServicePackaging.Model;

namespace ServicePackaging.Reading;

/// <summary>Recognizes variables that look like secrets by their names.</summary>
internal static class SecretVariables
{
    // As in ASPNETCORE_Kestrel__Certificates__Default__Password, AWS_SECRET_ACCESS_KEY, GITHUB_TOKEN and ConnectionStrings__Shop.
    private static readonly string[] Words =
    [
        "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "ACCESSKEY", "ACCOUNTKEY", "PRIVATEKEY", "SIGNINGKEY",
        "ENCRYPTIONKEY", "SHAREDKEY", "MASTERKEY", "CREDENTIAL", ConnectionString,
    ];

    private static readonly string[] WholeWords = ["PWD", "PAT", "DSN"];

    // A name that ends so tells where a secret is or how it is used, and does not hold it.
    private static readonly string[] Harmless =
    [
        "FILE", "PATH", "DIR", "DIRECTORY", "URL", "URI", "ENDPOINT", "ADDRESS", "HOST", "NAME", "ID", "TYPE", "LENGTH", "SIZE", "COUNT",
        "LIMIT", "LIFETIME", "EXPIRATION", "EXPIRY", "TIMEOUT", "INTERVAL", "MINUTES", "SECONDS", "HOURS", "DAYS", "ENABLED", "REQUIRED",
        "ISSUER", "AUDIENCE", "SCHEME", "HEADER", "ALGORITHM", "POLICY", "PROVIDER", "STORE", "VERSION",
    ];

    private static readonly string[] Flags = ["true", "false", "yes", "no", "on", "off"];

    private static readonly string[] PasswordsInConnectionStrings = ["PASSWORD", "PWD", "KEY", "SECRET", "TOKEN"];

    private const string ConnectionString = "CONNECTIONSTRING";

    /// <summary>Whether a variable is likely to hold a secret.</summary>
    public static bool Contain(KeyValuePair<string, string> variable)
    {
        var (name, value) = variable;
        var words = name.ToUpperInvariant().Split('_', StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Concat(words);
        if (value.Length == 0 || words.Length == 0
            || Flags.Contains(value, StringComparer.OrdinalIgnoreCase) || value.All(char.IsAsciiDigit)
            || (Harmless.Any(word => words[^1].EndsWith(word, StringComparison.Ordinal)) && !IsConnection(joined)))
        {
            return false;
        }

        return IsConnection(joined)
            ? !IsLocalFile(value)
            : Words.Any(word => joined.Contains(word, StringComparison.Ordinal)) || words.Any(WholeWords.Contains);
    }

    private static bool IsConnection(string name) => name.Contains(ConnectionString, StringComparison.Ordinal);

    // Data Source={StateDirectory}/app.db
    private static bool IsLocalFile(string value) => DirectoryTokens.Find(value).Any()
        && !PasswordsInConnectionStrings.Any(word => value.Contains(word, StringComparison.OrdinalIgnoreCase));
}
