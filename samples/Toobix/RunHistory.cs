using System.Text.Json;
using System.Text.Json.Serialization;

namespace Toobix;

/// <summary>How often the server was started and how often it did not stop in good order, kept in the state directory.</summary>
internal sealed class RunHistory
{
    private readonly string _path;
    private Runs _runs;

    public RunHistory(OptionsStore options)
    {
        _path = Path.Combine(Directory.CreateDirectory(options.Current.State).FullName, "runs.json");
        var before = Read();
        _runs = new Runs(before.Starts + 1, before.Crashes + (before.Running ? 1 : 0), Running: true);
        Write();
    }

    public int Restarts => _runs.Starts - 1;

    public int Crashes => _runs.Crashes;

    /// <summary>Notes that this run ended in good order.</summary>
    public void End()
    {
        _runs = _runs with { Running = false };
        Write();
    }

    private Runs Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(_path), RunsJson.Default.Runs) ?? new Runs(0, 0, false);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return new Runs(0, 0, false);
        }
    }

    private void Write()
    {
        File.WriteAllText(_path + ".new", JsonSerializer.Serialize(_runs, RunsJson.Default.Runs));
        File.Move(_path + ".new", _path, overwrite: true);
    }
}

internal sealed record Runs(int Starts, int Crashes, bool Running);

[JsonSerializable(typeof(Runs))]
internal sealed partial class RunsJson : JsonSerializerContext;
