using System.Text;

namespace Memexd;

/// <summary>The settings of config.toml, validated.</summary>
internal sealed record MemexdConfig
{
    public const string DefaultWatch = "inbox";

    public static readonly IReadOnlyDictionary<string, LogLevel> LogLevels = new Dictionary<string, LogLevel>(StringComparer.Ordinal)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warn"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    public int Port { get; private init; } = 8765;
    public LogLevel LogLevel { get; private init; } = LogLevel.Information;
    public int WorkerThreads { get; private init; } = 4;
    public int ChunkSize { get; private init; } = 800;
    public string Watch { get; private init; } = DefaultWatch;
    public IReadOnlyList<string> Extensions { get; private init; } = [".txt", ".md"];
    public long MaxDocumentBytes { get; private init; } = 64L << 20;
    public IReadOnlyList<string> Collections { get; private init; } = ["project"];

    /// <summary>Settings that this version does not know. A file kept over an upgrade or a downgrade must not stop the daemon.</summary>
    public IReadOnlyList<string> Unknown { get; private init; } = [];

    /// <exception cref="DaemonException">The file cannot be read, or says something that is not a valid setting.</exception>
    public static MemexdConfig Load(string? path)
    {
        if (path is null)
        {
            return new MemexdConfig();
        }

        try
        {
            return From(new Settings(Toml.Parse(File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)))));
        }
        catch (TomlException e)
        {
            throw new DaemonException(ExitCodes.Config, $"{path}:{e.Line}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DaemonException(ExitCodes.Config, $"{path}: {e.Message}");
        }
    }

    private static MemexdConfig From(Settings settings)
    {
        var defaults = new MemexdConfig();
        return new MemexdConfig
        {
            Port = settings.Integer("daemon.port", defaults.Port, 1, 65535),
            LogLevel = settings.OneOf("daemon.log_level", LogLevels, defaults.LogLevel),
            WorkerThreads = settings.Integer("daemon.worker_threads", defaults.WorkerThreads, 1, 64),
            ChunkSize = settings.Integer("embedding.chunk_size", defaults.ChunkSize, 10, 100_000),
            Watch = settings.Text("workspace.watch", defaults.Watch),
            Extensions = settings.List("workspace.extensions", defaults.Extensions,
                extension => extension.Length > 1 && extension[0] == '.', "looks like \".txt\""),
            MaxDocumentBytes = (long)settings.Integer("workspace.max_document_mb", 64, 1, 4096) << 20,
            // A collection is a file name below the state directory.
            Collections = settings.List("workspace.collections", defaults.Collections,
                name => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), "is made of letters, digits, '-' and '_'",
                settings.Integer("workspace.max_collections", 100, 1, 1000)),
            Unknown = settings.Rest(),
        };
    }

    /// <summary>Takes settings out one by one, so that what is left over is unknown.</summary>
    private sealed class Settings(Dictionary<string, TomlValue> values)
    {
        public int Integer(string name, int otherwise, int min, int max) =>
            !values.Remove(name, out var found) ? otherwise
            : found.Value is long number && number >= min && number <= max ? (int)number
            : throw new TomlException(found.Line, $"{name} is an integer from {min} to {max}");

        public string Text(string name, string otherwise) =>
            !values.Remove(name, out var found) ? otherwise
            : found.Value is string { Length: > 0 } text && !text.Contains('\0') ? text
            : throw new TomlException(found.Line, $"{name} is a string in quotes");

        public T OneOf<T>(string name, IReadOnlyDictionary<string, T> choices, T otherwise) =>
            !values.Remove(name, out var found) ? otherwise
            : found.Value is string text && choices.TryGetValue(text, out var choice) ? choice
            : throw new TomlException(found.Line, $"{name} is one of \"{string.Join("\", \"", choices.Keys)}\"");

        public IReadOnlyList<string> List(
            string name, IReadOnlyList<string> otherwise, Func<string, bool> isValid, string rule, int max = 100)
        {
            if (!values.Remove(name, out var found))
            {
                return otherwise;
            }

            if (found.Value is not string[] { Length: > 0 } items || items.Length > max)
            {
                throw new TomlException(found.Line, $"{name} is an array of 1 to {max} strings");
            }

            return Array.Find(items, item => item.Length == 0 || !isValid(item)) is { } wrong
                ? throw new TomlException(found.Line, $"{name}: an entry {rule}, not \"{wrong}\"")
                : items;
        }

        public IReadOnlyList<string> Rest() => [.. values.Select(pair => $"line {pair.Value.Line}: {pair.Key}")];
    }
}
