using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Build;

/// <summary>The warnings that one command has already reported. A separate project instance packages each runtime identifier, possibly in
/// another process; all of them share a directory.</summary>
/// <param name="directory">The absolute path of the directory. If it is empty, no warning counts as reported.</param>
public sealed class ReportedWarnings(string directory)
{
    /// <summary>Begins a command, in which nothing is reported yet.</summary>
    public void Clear()
    {
        if (directory.Length > 0 && Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Whether a finding is to be reported: an error always, a warning only the first time.</summary>
    public bool IsNew(Diagnostic finding)
    {
        if (directory.Length == 0 || finding.Descriptor.Severity == DiagnosticSeverity.Error)
        {
            return true;
        }

        Directory.CreateDirectory(directory);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(finding.ToString())));
        try
        {
            // Only one of two processes can create the file.
            using var file = new FileStream(Path.Combine(directory, name), FileMode.CreateNew);
            return true;
        }
        catch (IOException)
        {
            return !File.Exists(Path.Combine(directory, name));
        }
    }
}
