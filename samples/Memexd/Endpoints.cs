using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memexd;

/// <summary>The answer of /health. <see cref="Status"/> is "ok", or "stuck" with HTTP status 503.</summary>
internal sealed record Health(
    string Status, string Version, double UptimeSeconds, long DocumentsProcessed, int DocumentsQueued, string? Config, string WatchFolder);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Health))]
internal sealed partial class HealthJson : JsonSerializerContext;

internal static class Endpoints
{
    public static void MapDaemonEndpoints(this WebApplication app)
    {
        var config = app.Services.GetRequiredService<ConfigStore>();
        var processor = app.Services.GetRequiredService<DocumentProcessor>();
        var index = app.Services.GetRequiredService<DocumentIndex>();
        var metrics = app.Services.GetRequiredService<Metrics>();

        app.MapGet("/health", http =>
        {
            var isAlive = processor.IsAlive;
            http.Response.StatusCode = isAlive ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            http.Response.ContentType = "application/json";
            var health = new Health(isAlive ? "ok" : "stuck", CommandLine.Version, Math.Round(metrics.Uptime.TotalSeconds, 3),
                metrics.DocumentsProcessed.Value, processor.QueueLength, config.Path, config.WatchFolder);
            return http.Response.WriteAsync(JsonSerializer.Serialize(health, HealthJson.Default.Health) + "\n");
        });

        app.MapGet("/metrics", http =>
        {
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return http.Response.WriteAsync(metrics.ToPrometheus(index.Count, processor.QueueLength, processor.IsAlive));
        });
    }
}
