using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Vocoder;

/// <summary>
/// The main loop: one event after the other, and in between signs of life. They come from here and from nowhere else, so that
/// a loop that hangs is one that systemd hears nothing of.
/// </summary>
internal sealed class Daemon(string config, BlockingCollection<DaemonEvent> events, Journal log, SystemdReports systemd)
{
    // A third of the time after which systemd takes silence for a hang: one sign of life that is late is no hang yet.
    private readonly TimeSpan _keepAlivePeriod = systemd.Watchdog / 3 ?? Timeout.InfiniteTimeSpan;

    private readonly bool _hasDiagnostics = Environment.GetEnvironmentVariable("VOCODER_DIAGNOSTICS") == "1";
    private readonly DateTime _started = DateTime.UtcNow;
    private readonly string _name = Path.GetFileNameWithoutExtension(config);
    private Dictation _dictation = Dictation.Load(config);
    private string _origin = "";
    private long _lastKeepAlive;
    private int _texts;
    private int _words;

    private string Status => string.Create(CultureInfo.InvariantCulture, $"{_name}: {_texts} texts, {_words} words");

    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="origin">Who opened the socket.</param>
    public void Run(string origin)
    {
        _origin = origin;
        log.Write(LogLevel.Info, $"Listening on a socket of {origin}", [("VOCODER_EXPRESSIONS", _dictation.Count)]);
        systemd.Ready(Status);
        var isRunning = true;
        while (isRunning)
        {
            KeepAlive();
            if (events.TryTake(out var next, _keepAlivePeriod))
            {
                isRunning = Handle(next);
            }
        }

        systemd.Stopping("Shutting down...");
        while (events.TryTake(out var left))
        {
            Handle(left);
        }

        log.Write(LogLevel.Info, "Stopped", [("VOCODER_TEXTS", _texts), ("VOCODER_WORDS", _words)]);
    }

    // However busy the loop is, there are no more than needed.
    private void KeepAlive()
    {
        if (systemd.Watchdog is not null && (_lastKeepAlive == 0 || Stopwatch.GetElapsedTime(_lastKeepAlive) >= _keepAlivePeriod / 2))
        {
            _lastKeepAlive = Stopwatch.GetTimestamp();
            systemd.KeepAlive();
        }
    }

    private bool Handle(DaemonEvent happened)
    {
        switch (happened)
        {
            case RequestEvent request:
                request.Answer.TrySetResult(Answer(request.Line));
                return true;
            case ReloadEvent:
                Reload();
                return true;
            default:
                return false;
        }
    }

    private string Answer(string line)
    {
        var (command, argument) = line.Split(' ', 2, StringSplitOptions.TrimEntries) is [var first, var rest] ? (first, rest) : (line.Trim(), "");
        return command switch
        {
            "status" => string.Create(CultureInfo.InvariantCulture, $"ok {Status}, up {(DateTime.UtcNow - _started).TotalSeconds:0} s, socket of {_origin}"),
            "transcribe" => "ok " + Transcribe(argument),
            "hang" when _hasDiagnostics => Hang(),
            _ => $"error unknown command '{command}'; there are: status, transcribe TEXT, listen FILE",
        };
    }

    private string Transcribe(string spoken)
    {
        var (written, words) = _dictation.Write(spoken);
        _texts++;
        _words += words;
        log.Write(LogLevel.Info, "Transcribed", [("VOCODER_WORDS", words), ("VOCODER_CHARACTERS", written.Length)]);
        systemd.Status(Status);
        return written.ReplaceLineEndings("\\n"); // an answer is one line
    }

    // A program with a fault never comes back from here either.
    private string Hang()
    {
        log.Write(LogLevel.Warning, "Hanging, as was asked for", []);
        Thread.Sleep(Timeout.Infinite);
        return "";
    }

    private void Reload()
    {
        systemd.Reloading();
        try
        {
            _dictation = Dictation.Load(config);
            log.Write(LogLevel.Info, "Configuration read again", [("VOCODER_EXPRESSIONS", _dictation.Count)]);
        }
        catch (DaemonException e)
        {
            log.Write(LogLevel.Error, $"Going on with the old configuration: {e.Message}", []);
        }

        systemd.Ready(Status);
    }
}
