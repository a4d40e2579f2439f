using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Memexd;

/// <summary>A number that only grows, from any thread.</summary>
internal sealed class Counter
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long amount = 1) => Interlocked.Add(ref _value, amount);
}

internal sealed class Metrics
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public Counter DocumentsProcessed { get; } = new();
    public Counter DocumentsFailed { get; } = new();
    public Counter DocumentsSkipped { get; } = new();
    public Counter Words { get; } = new();
    public Counter Chunks { get; } = new();
    public Counter ProcessingMilliseconds { get; } = new();
    public Counter Reloads { get; } = new();
    public Counter ReloadsFailed { get; } = new();

    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_started);

    /// <summary>The Prometheus text exposition format, version 0.0.4.</summary>
    public string ToPrometheus(int documentsKnown, int documentsQueued, bool alive)
    {
        var text = new StringBuilder();
        void Metric(string name, string type, string help, double value, string labels = "") => text.Append(CultureInfo.InvariantCulture,
            $"# HELP memexd_{name} {help}\n# TYPE memexd_{name} {type}\nmemexd_{name}{labels} {value}\n");

        Metric("build_info", "gauge", "The running version.", 1, $"{{version=\"{CommandLine.Version}\"}}");
        Metric("up", "gauge", "1 while documents can be processed.", alive ? 1 : 0);
        Metric("uptime_seconds", "gauge", "Time since the start.", Math.Round(Uptime.TotalSeconds, 3));
        Metric("documents_processed_total", "counter", "Documents indexed.", DocumentsProcessed.Value);
        Metric("documents_failed_total", "counter", "Attempts that failed and are tried again.", DocumentsFailed.Value);
        Metric("documents_skipped_total", "counter", "Documents over the size limit.", DocumentsSkipped.Value);
        Metric("documents_known", "gauge", "Document versions that need no work.", documentsKnown);
        Metric("queue_length", "gauge", "Documents waiting for a worker.", documentsQueued);
        Metric("words_total", "counter", "Words read.", Words.Value);
        Metric("chunks_total", "counter", "Chunks made.", Chunks.Value);
        Metric("processing_seconds_total", "counter", "Time spent in documents.", ProcessingMilliseconds.Value / 1000.0);
        Metric("config_reloads_total", "counter", "Configurations put in force by a reload.", Reloads.Value);
        Metric("config_reload_failures_total", "counter", "Reloads refused.", ReloadsFailed.Value);
        return text.ToString();
    }
}
