using System.Text.Json.Serialization;

namespace Toobix;

/// <summary>The answer of /health.</summary>
internal sealed record Health(
    string Status, DateTime Timestamp, string Service, double Uptime, MemoryUse Memory, ErrorCounts Errors, RequestCounts Requests);

internal sealed record MemoryUse(long WorkingSet, long Heap, long Limit);

internal sealed record ErrorCounts(long Total, int LastHour, int LastMinute);

internal sealed record RequestCounts(long Total, int LastMinute, int Active, long Rejected);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Health))]
internal sealed partial class ApiJson : JsonSerializerContext;

internal static class Endpoints
{
    private const int LongestDelay = 20_000;

    public static void MapApi(this WebApplication app, ServerOptions options)
    {
        app.MapGet("/health", (Statistics statistics) => Results.Json(HealthOf(statistics), ApiJson.Default.Health)).DisableRateLimiting();

        var values = app.MapGroup("/api/values/{key}").AddEndpointFilter(async (call, next) =>
            ValueStore.IsKey((string)call.HttpContext.GetRouteValue("key")!) ? await next(call) : Results.BadRequest("a key is lower case letters, digits and -\n"));
        values.MapGet("", async (string key, ValueStore store) => await store.GetAsync(key) is { } value ? Results.Text(value) : Results.NotFound());
        values.MapPut("", async (string key, HttpRequest request, ValueStore store) =>
        {
            using var reader = new StreamReader(request.Body);
            await store.SetAsync(key, await reader.ReadToEndAsync());
            return Results.NoContent();
        });
        values.MapDelete("", (string key, ValueStore store) => store.Delete(key));

        if (options.Diagnostics)
        {
            MapDiagnostics(app);
        }
    }

    // Trouble on purpose, to see what becomes of it.
    private static void MapDiagnostics(WebApplication app)
    {
        app.MapPost("/crash", () =>
        {
            new Thread(() => throw new InvalidOperationException("a crash was asked for")).Start();
            return "crashing\n";
        });
        app.MapPost("/error", string () => throw new InvalidOperationException("an error was asked for"));
        app.MapGet("/delay/{milliseconds:int:range(0,20000)}", async (int milliseconds, HttpContext http) =>
        {
            await Task.Delay(Math.Min(milliseconds, LongestDelay), http.RequestAborted);
            return "done\n";
        });
    }

    private static Health HealthOf(Statistics statistics) => new(
        "ok",
        DateTime.UtcNow,
        "toobix-api",
        Math.Round(statistics.Uptime.TotalSeconds, 2),
        new MemoryUse(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
        new ErrorCounts(statistics.Errors.Total, statistics.Errors.Last(3600), statistics.Errors.Last(60)),
        new RequestCounts(statistics.Requests.Total, statistics.Requests.Last(60), statistics.ActiveRequests, statistics.Rejected.Total));
}
