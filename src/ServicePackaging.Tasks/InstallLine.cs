using ServicePackaging.Build;

namespace ServicePackaging.Tasks;

/// <summary>How a signed rpm package is installed: with its key first, because systems since Fedora 45 refuse packages of unknown
/// keys.</summary>
internal static class InstallLine
{
    /// <summary>Returns the command; null for other packages.</summary>
    public static string? For(PackageRecord record) => record is { Format: "rpm", PublicKeyPath.Length: > 0 }
        ? $"To install it: sudo rpm --import '{Path.GetFileName(record.PublicKeyPath)}' && "
            + $"sudo dnf install './{Path.GetFileName(record.Path)}'"
        : null;
}
