using System.Diagnostics;
using System.Net;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Console;
using Tetra;

try
{
    await using var app = Build(TetraEnvironment.Read(args));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"tetra: {e.Message}");
    return 1;
}

static WebApplication Build(TetraEnvironment environment)
{
    // Empty: the variables are the one place for settings, and no appsettings.json or ASPNETCORE_ variable takes part.
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, environment.Port);
    });
    AddLogging(builder.Logging, environment);
    builder.Services.AddRoutingCore();
    builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
    builder.Services.AddSingleton(environment).AddSingleton<ServiceCatalog>().AddHostedService<ServerLifetime>();
    // After the logging: under systemd the console writes the priorities that journald reads.
    builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = $"tetra-{environment.Name}");

    var app = builder.Build();
    MapApi(app, environment, app.Services.GetRequiredService<ServiceCatalog>());
    return app;
}

static void MapApi(WebApplication app, TetraEnvironment environment, ServiceCatalog catalog)
{
    var started = Stopwatch.StartNew();
    app.MapGet("/health", () => new Health("ok", environment.Name, environment.Port, catalog.All().Count, started.Elapsed.TotalSeconds));
    app.MapGet("/services", catalog.All);
    app.MapPut("/services", (ServiceEntry service) => catalog.Put(service) is { } fault ? Results.BadRequest(fault) : Results.NoContent());
    app.MapDelete("/services/{name}", (string name) => catalog.Remove(name) ? Results.NoContent() : Results.NotFound());
}

static void AddLogging(ILoggingBuilder logging, TetraEnvironment environment)
{
    logging.SetMinimumLevel(environment.LogLevel).AddFilter((category, level) => level >= LogLevel.Error || category?.StartsWith(nameof(Tetra), StringComparison.Ordinal) == true);
    logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat, console.ColorBehavior) =
        (true, true, "yyyy-MM-ddTHH:mm:ssZ ", LoggerColorBehavior.Disabled));
}

internal sealed record Health(string Status, string Env, int Port, int Services, double Uptime);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(IReadOnlyList<ServiceEntry>))]
[JsonSerializable(typeof(ServiceEntry))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
