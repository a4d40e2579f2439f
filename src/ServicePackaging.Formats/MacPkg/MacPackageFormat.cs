using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The names of the parts of flat packages, and the IDs of macOS accounts.</summary>
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

    /// <summary>The prefix of the files in which macOS stores attributes on foreign file systems.</summary>
    public const string AppleDoublePrefix = "._";

    /// <summary>The time limit of a script in seconds, as written by pkgbuild.</summary>
    public const int ScriptTimeout = 600;

    /// <summary>The mode that macOS gives to symbolic links; Linux shows 0777.</summary>
    public const UnixFileMode LinkMode = StandardModes.ExecutableFile;

    /// <summary>The scripts that the Installer runs.</summary>
    public static readonly IReadOnlyList<string> RunScripts = [MacPackageScript.Preinstall, MacPackageScript.Postinstall];

    /// <summary>Users that have the same ID on every macOS (/etc/passwd).</summary>
    public static readonly IReadOnlyDictionary<string, int> Users = new Dictionary<string, int> { ["root"] = 0, ["daemon"] = 1 };

    /// <summary>Groups that have the same ID on every macOS (/etc/group).</summary>
    public static readonly IReadOnlyDictionary<string, int> Groups =
        new Dictionary<string, int> { ["wheel"] = 0, ["daemon"] = 1, ["sys"] = 3, ["mail"] = 6, ["staff"] = 20, ["admin"] = 80 };

    /// <summary>The names of the architectures in a Distribution.</summary>
    public static readonly IReadOnlyList<(MacArchitectures Architecture, string Name)> Architectures =
        [(MacArchitectures.Arm64, "arm64"), (MacArchitectures.X64, "x86_64")];

    /// <summary>The element names of the pages in a Distribution.</summary>
    public static readonly IReadOnlyList<(MacResourceKind Kind, string Element)> Pages =
    [
        (MacResourceKind.Background, "background"),
        (MacResourceKind.Welcome, "welcome"),
        (MacResourceKind.Readme, "readme"),
        (MacResourceKind.License, "license"),
        (MacResourceKind.Conclusion, "conclusion"),
    ];

    /// <summary>The media types of resources by file name extension.</summary>
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
