using System.Globalization;

namespace Memexd;

/// <summary>A file with the process id, for those who ask for one; with a null path nothing happens.</summary>
internal sealed class PidFile(string? path)
{
    private static readonly string Content = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n";

    public void Write()
    {
        if (path is null)
        {
            return;
        }

        // Written beside and renamed, so that a reader never sees half a number.
        var beside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var file = new StreamWriter(new FileStream(beside, FileMode.CreateNew)))
            {
                file.Write(Content);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DaemonException(ExitCodes.CannotCreate, $"cannot write the pid file {path}: {e.Message}");
        }
    }

    public void Remove()
    {
        try
        {
            // Another instance may have replaced it.
            if (path is not null && File.Exists(path) && File.ReadAllText(path) == Content)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A pid file left behind is no reason for a stop to fail.
        }
    }
}
