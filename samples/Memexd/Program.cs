using System.Net;
using Memexd;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Logging.EventLog;

try
{
    return await RunAsync(CommandLine.Parse(args));
}
catch (DaemonException e)
{
    Console.Error.WriteLine($"memexd: {e.Message}");
    if (WindowsServiceHelpers.IsWindowsService())
    {
        ServiceFailure.Report(e);
    }

    return e.ExitCode;
}

static async Task<int> RunAsync(CommandLine commandLine)
{
    if (commandLine.WantsHelp || commandLine.WantsVersion)
    {
        Console.WriteLine(commandLine.WantsHelp ? CommandLine.Help : $"memexd {CommandLine.Version}");
        return 0;
    }

    var config = new ConfigStore(commandLine, MemexdConfig.Load(commandLine.ConfigPath));
    await using var app = Build(commandLine, config);
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
    return app.Services.GetRequiredService<DocumentProcessor>().Failure is { } failure ? throw failure : 0;
}

static WebApplication Build(CommandLine commandLine, ConfigStore config)
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

    // Above the processor's own deadline and below the usual stop timeout of a service manager.
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
    builder.Services.AddRoutingCore();
    builder.Services.AddSingleton(commandLine);
    builder.Services.AddSingleton(config);
    builder.Services.AddSingleton<Metrics>();
    builder.Services.AddSingleton<DocumentIndex>();
    builder.Services.AddSingleton<ProcessingLog>();
    builder.Services.AddSingleton<SystemdReports>();
    builder.Services.AddSingleton<DocumentProcessor>();
    builder.Services.AddHostedService(services => services.GetRequiredService<DocumentProcessor>());
    builder.Services.AddSingleton<DaemonLifetime>();
    builder.Services.AddHostedService(services => services.GetRequiredService<DaemonLifetime>());
    AddServiceManagers(builder);

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

    logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat, console.ColorBehavior) =
        (true, true, "yyyy-MM-ddTHH:mm:ssZ ", LoggerColorBehavior.Disabled));
}

// After the logging: under systemd the console writes the priorities that journald reads.
static void AddServiceManagers(WebApplicationBuilder builder)
{
    builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = nameof(Memexd).ToLowerInvariant());
    if (WindowsServiceHelpers.IsWindowsService())
    {
        builder.Services.AddSingleton<IHostLifetime, WindowsDaemonLifetime>();
        // Where a Windows administrator looks first: that it runs, that it stopped, and what is wrong. One line per document would bury the rest.
        builder.Logging.AddFilter<EventLogLoggerProvider>((category, level) => level >= LogLevel.Warning
            || (level == LogLevel.Information && category == typeof(DaemonLifetime).FullName));
    }
}
