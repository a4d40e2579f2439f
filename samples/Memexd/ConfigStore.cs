namespace Memexd;

/// <summary>The configuration in force. A reload replaces it whole, or leaves it as it was.</summary>
internal sealed class ConfigStore(CommandLine commandLine, MemexdConfig initial)
{
    private readonly Lock _reloading = new();
    private volatile MemexdConfig _current = initial;

    /// <summary>Raised after a new configuration is in force.</summary>
    public event Action? Changed;

    public MemexdConfig Current => _current;

    public string? Path => commandLine.ConfigPath;

    public LogLevel LogLevel => commandLine.LogLevel ?? _current.LogLevel;

    public string WatchFolder => System.IO.Path.GetFullPath(_current.Watch, commandLine.StateDirectory);

    /// <returns>Null after success, else what is wrong with the file.</returns>
    public string? Reload(ILogger logger)
    {
        lock (_reloading)
        {
            try
            {
                var (old, loaded) = (_current, MemexdConfig.Load(Path));
                _current = loaded;
                logger.LogInformation("Configuration reloaded from {Path}", Path ?? "built-in defaults");
                LogUnknownSettings(logger);
                if (old.Port != loaded.Port || old.WorkerThreads != loaded.WorkerThreads)
                {
                    logger.LogWarning("A change of daemon.port or daemon.worker_threads takes effect at the next restart");
                }
            }
            catch (DaemonException e)
            {
                logger.LogError("Configuration not reloaded, the old one stays in force: {Reason}", e.Message);
                return e.Message;
            }
        }

        Changed?.Invoke();
        return null;
    }

    public void LogUnknownSettings(ILogger logger)
    {
        foreach (var setting in _current.Unknown)
        {
            logger.LogWarning("Unknown setting ignored: {Path} {Setting}", Path, setting);
        }
    }
}
