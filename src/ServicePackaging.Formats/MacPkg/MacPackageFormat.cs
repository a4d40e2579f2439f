using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The names that flat packages have for their parts, and the numbers that macOS has for its accounts.</summary>
internal static class MacPackageFormat
{
    public const string Bom = "Bom";
    public const string Payload = "Payload";
    public const string Scripts = "Scripts";
    public const string PackageInfo = "PackageInfo";
    public const string Distribution = "Distribution";
    public const string Resources = "Resources";
    public const string ComponentExtension = ".pkg";
    public const string LanguageExtension = ".lproj";

    /// <summary>What starts the files in which macOS keeps attributes on foreign disks.</summary>
    public const string AppleDoublePrefix = "._";

    /// <summary>The seconds that a script has, as pkgbuild writes them.</summary>
    public const int ScriptTimeout = 600;

    /// <summary>macOS itself gives symbolic links this mode, where Linux says 0777.</summary>
    public const UnixFileMode LinkMode = StandardModes.ExecutableFile;

    /// <summary>The scripts that the Installer runs.</summary>
    public static readonly IReadOnlyList<string> RunScripts = [MacPackageScript.Preinstall, MacPackageScript.Postinstall];

    /// <summary>Accounts that have had one number on every macOS (/etc/passwd).</summary>
    public static readonly IReadOnlyDictionary<string, int> Users = new Dictionary<string, int> { ["root"] = 0, ["daemon"] = 1 };

    /// <summary>Groups that have had one number on every macOS (/etc/group).</summary>
    public static readonly IReadOnlyDictionary<string, int> Groups =
        new Dictionary<string, int> { ["wheel"] = 0, ["daemon"] = 1, ["staff"] = 20, ["admin"] = 80 };

    /// <summary>How a distribution names the architectures.</summary>
    public static readonly IReadOnlyList<(MacArchitectures Architecture, string Name)> Architectures =
        [(MacArchitectures.Arm64, "arm64"), (MacArchitectures.X64, "x86_64")];

    /// <summary>How a distribution names its pages.</summary>
    public static readonly IReadOnlyList<(MacResourceKind Kind, string Element)> Pages =
    [
        (MacResourceKind.Background, "background"),
        (MacResourceKind.Welcome, "welcome"),
        (MacResourceKind.Readme, "readme"),
        (MacResourceKind.License, "license"),
        (MacResourceKind.Conclusion, "conclusion"),
    ];

    /// <summary>The media types of resources by the endings of their names.</summary>
    public static readonly IReadOnlyDictionary<string, string> MediaTypes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain",
        [".rtf"] = "text/rtf",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".tiff"] = "image/tiff",
        [".pdf"] = "application/pdf",
    };
}
