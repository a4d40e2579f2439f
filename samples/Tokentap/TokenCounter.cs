using System.Text.Json;

namespace Tokentap;

/// <summary>Requests and tokens since the beginning.</summary>
internal sealed record Totals(long Requests, long InputTokens, long OutputTokens);

/// <summary>Counts what language models say of themselves: the "usage" of their answers.</summary>
internal sealed class TokenCounter(Settings settings, ILogger<TokenCounter> logger)
{
    // As Anthropic's and OpenAI's interfaces call them.
    private static readonly string[] InputNames = ["input_tokens", "prompt_tokens"];
    private static readonly string[] OutputNames = ["output_tokens", "completion_tokens"];

    private readonly Lock _lock = new();
    private Totals _totals = Load(settings.TotalsFile);

    /// <summary>The totals now.</summary>
    public Totals Totals
    {
        get
        {
            lock (_lock)
            {
                return _totals;
            }
        }
    }

    /// <summary>Counts an answer.</summary>
    /// <param name="host">Whose it is.</param>
    /// <param name="body">Its text, or nothing where it was no JSON.</param>
    public void Count(string host, ReadOnlyMemory<byte> body)
    {
        var (input, output) = Usage(body);
        lock (_lock)
        {
            _totals = new(_totals.Requests + 1, _totals.InputTokens + input, _totals.OutputTokens + output);
            Save();
        }

        logger.LogInformation("{Host} input_tokens={Input} output_tokens={Output}", host, input, output);
    }

    private static (long Input, long Output) Usage(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
                ? (Number(usage, InputNames), Number(usage, OutputNames))
                : (0, 0);
        }
        catch (JsonException)
        {
            return (0, 0);
        }
    }

    private static long Number(JsonElement usage, string[] names) =>
        names.Sum(name => usage.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) ? value : 0);

    private static Totals Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Totals>(File.ReadAllBytes(file)) ?? new(0, 0, 0);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return new(0, 0, 0);
        }
    }

    // Whole or not at all: the machine may stop in the middle.
    private void Save()
    {
        var part = settings.TotalsFile + ".part";
        File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes(_totals));
        File.Move(part, settings.TotalsFile, overwrite: true);
    }
}
