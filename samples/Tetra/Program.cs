using System.Diagnostics;
using System.Net;
using System.Text.Json.Serialization;
using Hosting;
using Microsoft.Extensions.Logging.EventLog;
using Tetra;

return OperatingSystem.IsWindows() && ServiceControlManager.TryRun(scm => MainAsync(args, scm).GetAwaiter().GetResult()) is { } exitCode
    ? exitCode
    : await MainAsync(args, null);

static async Task<int> MainAsync(string[] args, ServiceControlManager? scm)
{
    try
    {
        await using var app = Build(TetraEnvironment.Read(args), scm);
        await app.RunAsync();
        return 0;
    }
    catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"tetra: {e.Message}");
        return 1;
    }
}

static WebApplication Build(TetraEnvironment environment, ServiceControlManager? scm)
{
    // Empty: the variables are the one place for settings, and no appsettings.json or ASPNETCORE_ variable takes part.
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, environment.Port);
    });
    AddLogging(builder.Logging, environment, scm);
    builder.Services.AddRoutingCore();
    builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
    builder.Services.AddSingleton(environment).AddSingleton<ServiceCatalog>().AddSingleton<SystemdNotifier>().AddSingleton<ServerLifetime>();
    builder.Services.AddHostedService(services => services.GetRequiredService<ServerLifetime>());
    builder.Services.AddWindowsLifetime<ServerLifetime>(scm);

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

static void AddLogging(ILoggingBuilder logging, TetraEnvironment environment, ServiceControlManager? scm)
{
    logging.SetMinimumLevel(environment.LogLevel).AddFilter((category, level) => level >= LogLevel.Error || category?.StartsWith(nameof(Tetra), StringComparison.Ordinal) == true);

    logging.AddServiceConsole();

    // Where a Windows administrator looks first.
    if (OperatingSystem.IsWindows() && scm is not null)
    {
        logging.AddEventLog(new EventLogSettings { SourceName = scm.ServiceName });
    }
}

internal sealed record Health(string Status, string Env, int Port, int Services, double Uptime);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(IReadOnlyList<ServiceEntry>))]
[JsonSerializable(typeof(ServiceEntry))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
