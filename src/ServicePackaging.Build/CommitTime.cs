using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Build;

/// <summary>The time of the commit that a project is built from.</summary>
public static class CommitTime
{
    // Variables by which git hooks redirect git to another repository.
    private static readonly string[] Redirections = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"];

    /// <summary>Returns the time at which the current commit of a directory's git repository was made.</summary>
    /// <param name="directory">The absolute path of the project's directory.</param>
    /// <param name="diagnostics">Receives a warning if there is a repository whose commit cannot be read.</param>
    /// <returns>Null if there is no repository or no commit.</returns>
    public static DateTimeOffset? Read(string directory, DiagnosticBag diagnostics)
    {
        if (!IsInRepository(directory))
        {
            return null;
        }

        var (output, fault) = RunGit(directory);
        var text = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        // A new repository has no commit yet.
        if (!fault.Contains("bad revision", StringComparison.Ordinal))
        {
            diagnostics.Report(DiagnosticCatalog.UnknownCommitTime, directory, fault.Length > 0 ? fault : output);
        }

        return null;
    }

    // A submodule and a linked worktree have a file of that name.
    private static bool IsInRepository(string directory)
    {
        for (var current = new DirectoryInfo(directory); current is not null; current = current.Parent)
        {
            if (Path.Exists(Path.Combine(current.FullName, ".git")))
            {
                return true;
            }
        }

        return false;
    }

    // rev-list runs nothing that a repository's configuration names. So it is safe to read a repository of another user, as in a container
    // that builds as root.
    private static (string Output, string Fault) RunGit(string directory)
    {
        var start = new ProcessStartInfo("git")
        {
            ArgumentList =
            {
                "-c", "safe.directory=*", "-C", directory, "rev-list", "--max-count=1", "--format=%ct", "HEAD", "--",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment["LC_ALL"] = "C";
        Array.ForEach(Redirections, name => start.Environment.Remove(name));
        try
        {
            using var git = Process.Start(start)!;
            git.StandardInput.Close();
            var fault = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return (output, fault.GetAwaiter().GetResult().Split('\n')[0].Trim());
        }
        catch (Win32Exception exception)
        {
            return ("", exception.Message);
        }
    }
}
