namespace Toobix;

/// <summary>Writes every message into toobix-api.log in the log directory, beside what the service manager keeps.</summary>
/// <param name="directory">The directory; null for no such file.</param>
internal sealed class LogFile(string? directory) : ILoggerProvider
{
    private const long LargestOnWindows = 50 << 20;

    private readonly string? _path = directory is not null ? Path.Combine(directory, "toobix-api.log") : null;
    private readonly Lock _writing = new();

    public ILogger CreateLogger(string categoryName) => new Writer(this);

    public void Dispose()
    {
    }

    // Opened anew for every line: who rotates the log, by renaming or by truncating it, need not tell us.
    private void Append(string line)
    {
        lock (_writing)
        {
            try
            {
                // Nobody rotates it there.
                if (OperatingSystem.IsWindows() && new FileInfo(_path!) is { Exists: true, Length: > LargestOnWindows })
                {
                    File.Move(_path!, _path + ".1", overwrite: true);
                }

                File.AppendAllText(_path!, line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The service manager's log has the same line.
            }
        }
    }

    private sealed class Writer(LogFile file) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => file._path is not null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                file.Append($"{DateTime.UtcNow:O} {logLevel} {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}\n");
            }
        }
    }
}
