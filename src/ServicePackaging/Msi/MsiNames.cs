using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ServicePackaging.Msi;

/// <summary>The names that the rows of a package know each other by.</summary>
internal static partial class MsiNames
{
    public const string InstallFolder = "INSTALLFOLDER";
    public const string ConfigFolder = "ConfigFolder";
    public const string StateFolder = "StateFolder";
    public const string LogFolder = "LogFolder";
    public const string CacheFolder = "CacheFolder";
    public const string RuntimeFolder = "RuntimeFolder";

    /// <summary>What stands before a variable's name (Microsoft, "Environment Table"): set at installation, taken away at removal, of the machine.</summary>
    public const string MachineVariable = "=-*";

    public const string Feature = "Service";
    public const string OlderVersion = "OLDERVERSION";
    public const string NewerVersion = "NEWERVERSION";
    public const string StartService = "STARTSERVICE";
    public const string ServiceUser = "SERVICEUSER";
    public const string ServicePassword = "SERVICEPASSWORD";
    public const string Purge = "PURGE";
    public const string PreviousFolder = "PREVIOUSFOLDER";
    public const string PreviousUser = "PREVIOUSUSER";
    public const string Runtime = "DOTNETRUNTIME";

    private const int ReadableLength = 40;
    private const int HashLength = 6;

    /// <summary>The property that holds the start type a service had before the installation.</summary>
    /// <param name="number">The service's number in the package; empty for the first.</param>
    public static string PreviousStart(string number) => "PREVIOUSSTART" + number;

    /// <summary>The component that is installed where the installation starts the service.</summary>
    /// <param name="number">The service's number in the package; empty for the first.</param>
    public static string StartComponent(string number) => "Start" + number;

    /// <summary>An identifier (Microsoft, "Identifier") that is the same for the same thing in every version of a package, and another for
    /// another: the readable part of its name, and of the whole a hash.</summary>
    /// <param name="kind">What sets the things of one table apart from those of others.</param>
    /// <param name="path">What the thing is called; case does not count, as in file names.</param>
    public static string Identifier(string kind, string path)
    {
        var name = NotInIdentifier().Replace(path[(path.LastIndexOf('\\') + 1)..], "_");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(path.ToUpperInvariant()));
        return $"{kind}_{name[..Math.Min(name.Length, ReadableLength)]}_{Convert.ToHexString(hash, 0, HashLength)}";
    }

    [GeneratedRegex(@"[^A-Za-z0-9_]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInIdentifier();
}
