using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Console;

namespace Tokentap;

/// <summary>The proxy, from its start to its end.</summary>
internal static class Service
{
    private const int Unavailable = 69;

    public static async Task<int> RunAsync(Settings settings)
    {
        Directory.CreateDirectory(settings.LogDirectory);
        if (OperatingSystem.IsWindows())
        {
            PrintToFiles(settings.LogDirectory);
        }

        string? word = null;
        await using var app = Build(settings);
        app.MapPost(StopRequest.Path, (HttpContext context) => Stop(app, context, word));
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"tokentap: cannot listen on 127.0.0.1:{settings.Port}: {e.Message}");
            return Unavailable;
        }

        // Not before: another of the same user's may listen already.
        word = StopRequest.Prepare(settings);
        app.Logger.LogInformation("tokentap {Version} listens on 127.0.0.1:{Port}", Settings.Version, settings.Port);
        await app.WaitForShutdownAsync();
        app.Logger.LogInformation("Stopped after {Requests} requests", app.Services.GetRequiredService<TokenCounter>().Totals.Requests);
        File.Delete(settings.StopFile);
        return 0;
    }

    private static WebApplication Build(Settings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, settings.Port);
        });
        // What goes wrong is what standard error is for.
        builder.Logging.AddFilter((category, level) => level >= LogLevel.Warning || category?.StartsWith(nameof(Tokentap), StringComparison.OrdinalIgnoreCase) == true);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<TokenCounter>();
        builder.Services.AddSingleton<Proxy>();

        var app = builder.Build();
        app.Use(PassOnAsync);
        app.UseRouting();
        app.MapGet("/health", () => Results.Json(new { status = "ok", proxy = true }));
        app.MapGet("/status", (TokenCounter counter) => Results.Json(new { counter.Totals, settings.MongoUri }));
        return app;
    }

    // A proxy is asked for a whole address (RFC 9112, 3.2.2). One that is this machine without a port is its own: http://localhost/health.
    private static Task PassOnAsync(HttpContext context, RequestDelegate next)
    {
        var address = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (HttpMethods.IsConnect(context.Request.Method))
        {
            // Nothing can be counted in what is encrypted.
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
            return Task.CompletedTask;
        }

        var isForOthers = Uri.TryCreate(address, UriKind.Absolute, out var target) && target.Scheme == Uri.UriSchemeHttp
            && !(target.IsLoopback && (target.IsDefaultPort || target.Port == context.Connection.LocalPort));
        return isForOthers ? context.RequestServices.GetRequiredService<Proxy>().ForwardAsync(context, target!) : next(context);
    }

    private static IResult Stop(WebApplication app, HttpContext context, string? word)
    {
        if (word is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers[StopRequest.Header].ToString()), Encoding.UTF8.GetBytes(word)))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        app.Lifetime.StopApplication();
        return Results.Ok();
    }

    // A program that Windows starts at a log-on has nobody who takes what it prints.
    private static void PrintToFiles(string directory)
    {
        Console.SetOut(Open("service.log"));
        Console.SetError(Open("service.error.log"));

        StreamWriter Open(string name) =>
            new(new FileStream(Path.Combine(directory, name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
    }
}
