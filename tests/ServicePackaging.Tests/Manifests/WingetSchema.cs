namespace ServicePackaging.Tests.Manifests;

/// <summary>The rules of winget's schemas 1.12.0 for the fields that we write, and no other field: a name that winget does not know is an
/// error here, while winget's own schemas accept it.</summary>
/// <remarks>Facts of microsoft/winget-cli, schemas/JSON/manifests/v1.12.0: a stand-in for the files, which are not to be had from a registry.
/// The variable SERVICEPACKAGING_WINGET_SCHEMAS names a directory with them, as version.json, defaultLocale.json and installer.json.</remarks>
internal static class WingetSchema
{
    private const string Head = """
        "PackageIdentifier": { "type": "string", "maxLength": 128, "pattern": "^[^.\\s\\\\/:*?\"<>|\\x01-\\x1f]{1,32}(\\.[^.\\s\\\\/:*?\"<>|\\x01-\\x1f]{1,32}){1,7}$" },
        "PackageVersion": { "type": "string", "maxLength": 128, "pattern": "^[^\\\\/:*?\"<>|\\x01-\\x1f]+$" },
        "ManifestVersion": { "const": "1.12.0" }
        """;

    private const string Url = """{ "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://.+$", "maxLength": 2048 }""";

    private const string Code = """{ "type": "string", "pattern": "^\\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\\}$" }""";

    public static readonly string Version = $$"""
        {
          "type": "object", "additionalProperties": false,
          "required": ["PackageIdentifier", "PackageVersion", "DefaultLocale", "ManifestType", "ManifestVersion"],
          "properties": {
            {{Head}},
            "DefaultLocale": { "const": "en-US" },
            "ManifestType": { "const": "version" }
          }
        }
        """;

    public static readonly string DefaultLocale = $$"""
        {
          "type": "object", "additionalProperties": false,
          "required": ["PackageIdentifier", "PackageVersion", "PackageLocale", "Publisher", "PackageName", "License", "ShortDescription", "ManifestType", "ManifestVersion"],
          "properties": {
            {{Head}},
            "PackageLocale": { "const": "en-US" },
            "Publisher": { "type": "string", "minLength": 2, "maxLength": 256 },
            "PackageName": { "type": "string", "minLength": 2, "maxLength": 256 },
            "PackageUrl": {{Url}},
            "License": { "type": "string", "minLength": 3, "maxLength": 512 },
            "Copyright": { "type": "string", "minLength": 3, "maxLength": 512 },
            "ShortDescription": { "type": "string", "minLength": 3, "maxLength": 256 },
            "Description": { "type": "string", "minLength": 3, "maxLength": 10000 },
            "ReleaseNotes": { "type": "string", "minLength": 1, "maxLength": 10000 },
            "ManifestType": { "const": "defaultLocale" }
          }
        }
        """;

    public static readonly string Installer = $$"""
        {
          "type": "object", "additionalProperties": false,
          "required": ["PackageIdentifier", "PackageVersion", "Installers", "ManifestType", "ManifestVersion"],
          "properties": {
            {{Head}},
            "InstallerType": { "const": "msi" },
            "Scope": { "enum": ["user", "machine"] },
            "UpgradeBehavior": { "enum": ["install", "uninstallPrevious", "deny"] },
            "ElevationRequirement": { "enum": ["elevationRequired", "elevationProhibited", "elevatesSelf"] },
            "InstallerSwitches": {
              "type": "object", "additionalProperties": false,
              "properties": { "InstallLocation": { "type": "string", "minLength": 1, "maxLength": 512, "pattern": "<INSTALLPATH>" } }
            },
            "Installers": {
              "type": "array", "minItems": 1, "maxItems": 1024,
              "items": {
                "type": "object", "additionalProperties": false,
                "required": ["Architecture", "InstallerUrl", "InstallerSha256"],
                "properties": {
                  "Architecture": { "enum": ["x86", "x64", "arm", "arm64", "neutral"] },
                  "InstallerUrl": {{Url}},
                  "InstallerSha256": { "type": "string", "pattern": "^[A-Fa-f0-9]{64}$" },
                  "ProductCode": {{Code}},
                  "AppsAndFeaturesEntries": {
                    "type": "array", "maxItems": 128,
                    "items": {
                      "type": "object", "additionalProperties": false,
                      "properties": {
                        "DisplayName": { "type": "string", "minLength": 1, "maxLength": 256 },
                        "Publisher": { "type": "string", "minLength": 1, "maxLength": 256 },
                        "DisplayVersion": { "type": "string", "minLength": 1, "maxLength": 128 },
                        "ProductCode": {{Code}},
                        "UpgradeCode": {{Code}}
                      }
                    }
                  }
                }
              }
            },
            "ManifestType": { "const": "installer" }
          }
        }
        """;
}
