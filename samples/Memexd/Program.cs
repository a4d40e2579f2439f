using System.Net;
using Hosting;
using Memexd;
using Microsoft.Extensions.Logging.EventLog;

return OperatingSystem.IsWindows() && ServiceControlManager.TryRun(scm => MainAsync(args, scm).GetAwaiter().GetResult()) is { } exitCode
    ? exitCode
    : await MainAsync(args, null);

static async Task<int> MainAsync(string[] args, ServiceControlManager? scm)
{
    try
    {
        return await RunAsync(CommandLine.Parse(args), scm);
    }
    catch (DaemonException e)
    {
        Console.Error.WriteLine($"memexd: {e.Message}");
        // Nobody sees a Windows service's standard error.
        using var log = LoggerFactory.Create(logging => AddEventLog(logging, scm));
        log.CreateLogger(nameof(Memexd)).LogCritical("{Reason}", e.Message);
        return e.ExitCode;
    }
}

static async Task<int> RunAsync(CommandLine commandLine, ServiceControlManager? scm)
{
    if (commandLine.WantsHelp || commandLine.WantsVersion)
    {
        Console.WriteLine(commandLine.WantsHelp ? CommandLine.Help : $"memexd {CommandLine.Version}");
        return 0;
    }

    var config = new ConfigStore(commandLine, MemexdConfig.Load(commandLine.ConfigPath));
    await using var app = Build(commandLine, config, scm);
    try
    {
        app.Services.GetRequiredService<DocumentIndex>().Load();
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        throw new DaemonException(ExitCodes.CannotCreate, $"cannot use the state directory {commandLine.StateDirectory}: {e.Message}");
    }

    try
    {
        await app.StartAsync();
    }
    catch (IOException e)
    {
        throw new DaemonException(ExitCodes.Unavailable, $"cannot listen on 127.0.0.1:{config.Current.Port}: {e.Message}");
    }

    await app.WaitForShutdownAsync();

    // A background service that failed stops the host in good order; the service manager must still see a failure.
    var processing = app.Services.GetRequiredService<DocumentProcessor>().ExecuteTask;
    return processing?.IsFaulted == true
        ? throw new DaemonException(ExitCodes.Software, $"document processing failed: {processing.Exception.InnerException}")
        : 0;
}

static WebApplication Build(CommandLine commandLine, ConfigStore config, ServiceControlManager? scm)
{
    // Empty: config.toml is the one place for settings, and no appsettings.json or ASPNETCORE_ variable takes part.
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 100;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(IPAddress.Loopback, config.Current.Port);
    });
    AddLogging(builder.Logging, config);
    AddEventLog(builder.Logging, scm);

    // Above the processor's own deadline and below the usual stop timeout of a service manager.
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
    builder.Services.AddRoutingCore();
    builder.Services.AddSingleton(commandLine);
    builder.Services.AddSingleton(config);
    builder.Services.AddSingleton<Metrics>();
    builder.Services.AddSingleton<DocumentIndex>();
    builder.Services.AddSingleton<ProcessingLog>();
    builder.Services.AddSingleton<SystemdNotifier>();
    builder.Services.AddSingleton<DocumentProcessor>();
    builder.Services.AddHostedService(services => services.GetRequiredService<DocumentProcessor>());
    builder.Services.AddSingleton<DaemonLifetime>();
    builder.Services.AddHostedService(services => services.GetRequiredService<DaemonLifetime>());
    builder.Services.AddWindowsLifetime<DaemonLifetime>(scm);

    var app = builder.Build();
    app.MapDaemonEndpoints();
    return app;
}

static void AddLogging(ILoggingBuilder logging, ConfigStore config)
{
    // The host's own account of a failure is a stack trace; RunAsync reports the same failure in one line.
    const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    logging.SetMinimumLevel(LogLevel.Trace);
    // Asked for every message, so that a reloaded log level counts at once.
    logging.AddFilter((category, level) => level >= config.LogLevel
        && (category?.StartsWith(nameof(Memexd), StringComparison.Ordinal) == true
            || config.LogLevel == LogLevel.Trace
            || (level >= LogLevel.Error && category != Host)));

    logging.AddServiceConsole();
}

// Where a Windows administrator looks first: that it runs, that it stopped, and what is wrong. One line per document would bury the rest.
static void AddEventLog(ILoggingBuilder logging, ServiceControlManager? scm)
{
    if (OperatingSystem.IsWindows() && scm is not null)
    {
        logging.AddEventLog(new EventLogSettings { SourceName = scm.ServiceName });
        logging.AddFilter<EventLogLoggerProvider>((category, level) => level >= LogLevel.Warning
            || (level == LogLevel.Information && category == typeof(DaemonLifetime).FullName));
    }
}
