using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>The names by which the rows of a package refer to each other.</summary>
internal static partial class MsiNames
{
    public const string InstallFolder = "INSTALLFOLDER";

    /// <summary>Whether cmd would replace a part of a path in <see cref="InstallFolder"/> by a variable, also in quotes.</summary>
    public const string HasPercentSign = InstallFolder + " >< \"%\"";

    public const string ConfigFolder = "ConfigFolder";
    public const string StateFolder = "StateFolder";
    public const string LogFolder = "LogFolder";
    public const string CacheFolder = "CacheFolder";
    public const string RuntimeFolder = "RuntimeFolder";

    /// <summary>Precedes the name of a machine's variable that is set at installation and removed with the product (Microsoft, "Environment
    /// Table", Name).</summary>
    public const string MachineVariable = "=-*";

    public const string Feature = "Service";

    /// <summary>The component of the program that the services run.</summary>
    public const string ProgramComponent = "Program";

    /// <summary>The component of what belongs to the product as a whole.</summary>
    public const string SettingsComponent = "Settings";

    /// <summary>The component of the value by which an installation knows that an earlier one secured the directories.</summary>
    public const string AccessComponent = "Access";

    public const string OlderVersion = "OLDERVERSION";
    public const string NewerVersion = "NEWERVERSION";
    public const string StartService = "STARTSERVICE";
    public const string ServiceUser = "SERVICEUSER";
    public const string ServicePassword = "SERVICEPASSWORD";
    public const string Purge = "PURGE";
    public const string PreviousFolder = "PREVIOUSFOLDER";
    public const string PreviousAccess = "PREVIOUSACCESS";
    public const string PreviousUser = "PREVIOUSUSER";
    public const string Runtime = "DOTNETRUNTIME";

    private const int ReadableLength = 40;
    private const int HashLength = 6;

    /// <summary>The property that holds the start type that a service had before the installation.</summary>
    /// <param name="number">The service's number in the package; empty for the first.</param>
    public static string PreviousStart(string number) => "PREVIOUSSTART" + number;

    /// <summary>The component that is installed if the installation starts the service.</summary>
    /// <param name="number">The service's number in the package; empty for the first.</param>
    public static string StartComponent(string number) => "Start" + number;

    /// <summary>Returns an identifier (Microsoft, "Identifier") that is the same in every version of a package and differs from all others
    /// of its table: the readable part of the last name, and a hash of the whole path.</summary>
    /// <param name="kind">Distinguishes the identifiers of one table from those of others.</param>
    /// <param name="path">The path; case does not matter, as in file names.</param>
    public static string Identifier(string kind, string path)
    {
        var name = NotInIdentifier().Replace(MsiPath.Name(path), "_");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(path.ToUpperInvariant()));
        return $"{kind}_{name[..Math.Min(name.Length, ReadableLength)]}_{Convert.ToHexString(hash, 0, HashLength)}";
    }

    [GeneratedRegex(@"[^A-Za-z0-9_]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInIdentifier();
}
