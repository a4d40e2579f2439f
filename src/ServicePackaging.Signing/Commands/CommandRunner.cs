using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ServicePackaging.Signing.Commands;

/// <summary>Runs a command of the developer in the system's shell, with bytes on its standard input. It inherits the environment, through
/// which it gets its secrets; nothing secret is in the command itself.</summary>
internal static class CommandRunner
{
    private const int MostOutput = 1024 * 1024;
    private const int MostOfError = 300;

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command, in the syntax of sh, or of cmd.exe on Windows.</param>
    /// <param name="input">Copied to the standard input.</param>
    /// <param name="variables">Variables that the command gets in addition.</param>
    /// <param name="timeout">After this time the command is ended.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>What the command printed to its standard output.</returns>
    /// <exception cref="SigningException">The command failed, printed too much, or did not end in time.</exception>
    public static byte[] Run(
        string command, Stream input, IReadOnlyDictionary<string, string> variables, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var process = Start(command, variables);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            // Reading the output of a process cannot be cancelled on every system.
            var work = RunAsync(process, input, limit.Token).WaitAsync(limit.Token);
            var (output, error) = work.GetAwaiter().GetResult();
            return process.ExitCode == 0
                ? output
                : throw Failed(command, string.Create(
                    CultureInfo.InvariantCulture, $"it ended with exit code {process.ExitCode}{Quote(error)}"));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(command, string.Create(CultureInfo.InvariantCulture, $"it did not end within {timeout.TotalSeconds:0} seconds"));
        }
        catch (InvalidDataException)
        {
            throw Failed(command, "it printed more than 1 MiB, which is no signature");
        }
    }

    private static SigningException Failed(string command, string reason) => new(SigningProblem.CommandFailed, command, reason);

    private static Process Start(string command, IReadOnlyDictionary<string, string> variables)
    {
        var isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        var start = new ProcessStartInfo(isWindows ? "cmd.exe" : "/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        if (isWindows)
        {
            start.Arguments = $"/d /s /c \"{command}\"";
        }
        else
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(command);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw Failed(command, $"the shell does not start ({exception.Message})");
        }
    }

    private static async Task<(byte[] Output, string Error)> RunAsync(Process process, Stream input, CancellationToken cancellationToken)
    {
        var output = ReadAsync(process, cancellationToken);
        var error = ReadErrorAsync(process.StandardError.BaseStream, cancellationToken);
        await FeedAsync(process, input, cancellationToken).ConfigureAwait(false);
        var result = await output.ConfigureAwait(false);
        var text = await error.ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return (result, text);
    }

    private static async Task FeedAsync(Process process, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command closed its input; its exit code and output decide.
        }
    }

    // A command that prints too much may wait for its output to be read, and never read its input.
    private static async Task<byte[]> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        var stream = process.StandardOutput.BaseStream;
        using var bytes = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MostOutput)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidDataException();
            }
        }

        return bytes.ToArray();
    }

    // Only the start is kept, but all of it is read, so that the command does not wait.
    private static async Task<string> ReadErrorAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            bytes.Write(buffer, 0, (int)Math.Clamp(MostOutput - bytes.Length, 0, read));
        }

        return Encoding.UTF8.GetString(bytes.ToArray()).Trim();
    }

    // Control characters could change what a terminal shows.
    private static string Quote(string error)
    {
        var line = string.Concat(error.Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length == 0 ? "" : $" and printed: {(line.Length > MostOfError ? "..." + line[^MostOfError..] : line)}";
    }
}
