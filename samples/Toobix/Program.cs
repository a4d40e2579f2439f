using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Logging.EventLog;
using Toobix;

try
{
    await using var app = Build(new OptionsStore(args, ServerOptions.Load(args)));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"toobix-api: {e.Message}");
    return 1;
}

static WebApplication Build(OptionsStore options)
{
    // Empty: toobix.json is the one place for settings, and no appsettings.json or ASPNETCORE_ variable takes part.
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseKestrelCore().UseUrls(options.Current.Url).ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ValueStore.LargestValue;
    });
    AddLogging(builder.Logging, options);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ServerLifetime.RequestTimeout);
    builder.Services.AddRouting().AddRateLimiter(limiter => LimitRates(limiter, options));
    builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
    builder.Services.AddSingleton(options).AddSingleton<RunHistory>().AddSingleton<Statistics>().AddSingleton<ValueStore>().AddSingleton<ServerLifetime>();
    builder.Services.AddHostedService(services => services.GetRequiredService<ServerLifetime>());
    AddServiceManagers(builder);

    var app = builder.Build();
    app.Use(CountAsync);
    app.UseRouting();
    app.UseRateLimiter();
    app.MapApi(options.Current);
    return app;
}

// Each client has its own minute; a limit that was changed begins a new one.
static void LimitRates(RateLimiterOptions limiter, OptionsStore options)
{
    limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    limiter.OnRejected = (context, _) =>
    {
        context.HttpContext.RequestServices.GetRequiredService<Statistics>().Rejected.Add();
        return ValueTask.CompletedTask;
    };
    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string?, int)>(http => RateLimitPartition.GetFixedWindowLimiter(
        (http.Connection.RemoteIpAddress?.ToString(), options.Current.RequestsPerMinute),
        key => new FixedWindowRateLimiterOptions { PermitLimit = Math.Max(1, key.Item2), Window = TimeSpan.FromMinutes(1) }));
}

static async Task CountAsync(HttpContext http, RequestDelegate next)
{
    var statistics = http.RequestServices.GetRequiredService<Statistics>();
    statistics.RequestBegins();
    try
    {
        await next(http);
    }
    catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
    {
        // The client went away, or the server does.
    }
    catch (Exception e) when (!http.Response.HasStarted)
    {
        statistics.Errors.Add();
        http.RequestServices.GetRequiredService<ILogger<Statistics>>().LogError(e, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
    finally
    {
        statistics.RequestEnds();
    }
}

static void AddLogging(ILoggingBuilder logging, OptionsStore options)
{
    // Asked for every message, so that a reloaded level counts at once; of others' messages what is wrong.
    logging.SetMinimumLevel(LogLevel.Trace).AddFilter((category, level) => level >= options.Current.LogLevel
        && (level >= LogLevel.Error || category?.StartsWith(nameof(Toobix), StringComparison.Ordinal) == true));
    logging.AddProvider(new LogFile(options.Current.Logs));
    logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat, console.ColorBehavior) =
        (true, true, "yyyy-MM-ddTHH:mm:ssZ ", LoggerColorBehavior.Disabled));
}

// After the logging: under systemd the console writes the priorities that journald reads.
static void AddServiceManagers(WebApplicationBuilder builder)
{
    builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = "toobix-api");
    if (WindowsServiceHelpers.IsWindowsService())
    {
        builder.Services.AddSingleton<IHostLifetime, WindowsServerLifetime>();
        // Where a Windows administrator looks first: that it runs, that it stopped, and what is wrong.
        builder.Logging.AddFilter<EventLogLoggerProvider>((category, level) =>
            level >= LogLevel.Warning || (level == LogLevel.Information && category == typeof(ServerLifetime).FullName));
    }
}
