using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Vocoder;

/// <summary>Takes lines from clients and gives answers back. What a line asks for, the main loop does.</summary>
internal sealed class Connections(Listener listener, BlockingCollection<DaemonEvent> events, Journal log)
{
    private const int LongestLine = 64 * 1024;

    private readonly SpeechToText _speech = new();
    private int _unanswered;

    /// <summary>Whether everybody has the answer to what was asked.</summary>
    public bool AreAnswered => Volatile.Read(ref _unanswered) == 0;

    public async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await listener.Socket.AcceptAsync());
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (await ReadLineAsync(reader) is { } line)
            {
                await AnswerAsync(line, stream);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            log.Write(LogLevel.Warning, $"A client is gone: {e.Message}", []);
        }
    }

    private async Task AnswerAsync(string line, NetworkStream stream)
    {
        Interlocked.Increment(ref _unanswered);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(await AnswerToAsync(line) + "\n"));
        }
        finally
        {
            Interlocked.Decrement(ref _unanswered);
        }
    }

    private async Task<string> AnswerToAsync(string line)
    {
        if (line.StartsWith("listen ", StringComparison.Ordinal))
        {
            // Somebody else's time, which the main loop does not spend.
            var (text, problem) = await _speech.RecogniseAsync(line["listen ".Length..].Trim());
            if (text is null)
            {
                log.Write(LogLevel.Error, $"Connection failed: {problem}", [("VOCODER_URL", _speech.Address)]);
                return $"error {problem}";
            }

            line = $"transcribe {text}";
        }

        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        events.Add(new RequestEvent(line, answer));
        return await answer.Task;
    }

    // StreamReader's own would take a line of any length.
    private static async Task<string?> ReadLineAsync(StreamReader reader)
    {
        var line = new StringBuilder();
        var buffer = new char[1];
        while (await reader.ReadAsync(buffer) == 1)
        {
            if (buffer[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(line.Length < LongestLine ? buffer[0] : throw new InvalidOperationException("its line is too long"));
        }

        return line.Length > 0 ? line.ToString() : null;
    }
}
