using System.Text.Json;

namespace Vocoder;

/// <summary>The service that hears words in a recording, at WHISPER_URL.</summary>
internal sealed class SpeechToText
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    public string Address { get; } = Environment.GetEnvironmentVariable("WHISPER_URL") ?? "http://127.0.0.1:8771/v1/transcribe";

    /// <summary>Sends a recording and takes the text that comes back.</summary>
    /// <returns>The text, or what went wrong.</returns>
    public async Task<(string? Text, string Problem)> RecogniseAsync(string file)
    {
        try
        {
            await using var recording = File.OpenRead(file);
            using var form = new MultipartFormDataContent { { new StreamContent(recording), "file", Path.GetFileName(file) } };
            using var response = await _http.PostAsync(Address, form);
            response.EnsureSuccessStatusCode();
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return (answer.RootElement.GetProperty("text").GetString() ?? "", "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or TaskCanceledException or JsonException
            or KeyNotFoundException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            return (null, e.Message);
        }
    }
}
