using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>
/// The process that a box depends on. It reads our end of a pipe: however we end, the pipe ends, and then the keeper ends the box.
/// </summary>
internal sealed class BoxKeeper : IAsyncDisposable
{
    private static readonly TimeSpan BootTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromMinutes(5);
    private static int _count;

    private readonly Process _process;
    private readonly Channel<string> _announcements = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();

    private BoxKeeper(string directory, Process process)
    {
        Directory = directory;
        _process = process;
    }

    /// <summary>The box's directory, which the keeper makes and removes.</summary>
    public string Directory { get; }

    /// <summary>The script that keeps boxes and runs commands in them.</summary>
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "Boxes", "box.sh");

    /// <summary>Starts a box of a kind that the script knows.</summary>
    public static BoxKeeper Start(string kind, string image)
    {
        var directory = Path.Combine(BoxImage.CacheDirectory, "running", $"{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("bash", [Script, "run", kind, image, directory])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var keeper = new BoxKeeper(directory, process);
        process.OutputDataReceived += keeper.Announce;
        process.ErrorDataReceived += keeper.Complain;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return keeper;
    }

    /// <summary>Waits for the end of a boot.</summary>
    /// <returns>What systemd says of itself: <c>running</c>, or <c>degraded</c>.</returns>
    /// <exception cref="InvalidOperationException">The box ended before it was up; the message has its console.</exception>
    /// <exception cref="TimeoutException">The box is not up after 90 seconds; the message has its console.</exception>
    public async Task<string> BootedAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(BootTimeout);
        try
        {
            var announcement = await _announcements.Reader.ReadAsync(deadline.Token);
            return announcement["up ".Length..];
        }
        catch (ChannelClosedException)
        {
            await EndedAsync(); // and with it, what it had to say
            throw new InvalidOperationException($"The box ended before it was up.\n{_errors}");
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The box is not up after {BootTimeout}.\n{Console()}");
        }
    }

    /// <summary>Waits for the box to end by itself, as after a power-off.</summary>
    public Task EndedAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(EndTimeout);

    /// <summary>Kills the keeper.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    /// <summary>Ends the box at once, as a power failure would, and waits until nothing is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(EndTimeout, CancellationToken.None);
        }
        finally
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }

    private string Console()
    {
        var log = Path.Combine(Directory, "console.log");
        return File.Exists(log) ? File.ReadAllText(log) : _errors.ToString();
    }

    private void Announce(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            _announcements.Writer.TryComplete();
        }
        else
        {
            _announcements.Writer.TryWrite(line.Data);
        }
    }

    private void Complain(object sender, DataReceivedEventArgs line) => _errors.AppendLine(line.Data);
}
