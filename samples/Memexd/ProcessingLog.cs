namespace Memexd;

/// <summary>One line per document in $LOGS_DIRECTORY/memexd.log, where the service manager offers such a directory.</summary>
internal sealed class ProcessingLog(CommandLine commandLine, ILogger<ProcessingLog> logger)
{
    private readonly string? _path = commandLine.LogsDirectory is { } folder ? Path.Combine(folder, "memexd.log") : null;
    private readonly Lock _writing = new();
    private bool _failed;

    /// <summary>Opens the file anew for every line: a log rotation by rename or by truncation needs no signal.</summary>
    public void Append(string line)
    {
        if (_path is null)
        {
            return;
        }

        lock (_writing)
        {
            try
            {
                // A file name may hold a line feed; a line of this log is still one document.
                File.AppendAllText(_path, $"{DateTime.UtcNow:O} {line.ReplaceLineEndings(" ")}\n");
                _failed = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_failed)
                {
                    logger.LogWarning("Cannot write {Path}: {Reason}", _path, e.Message);
                }

                _failed = true;
            }
        }
    }
}
