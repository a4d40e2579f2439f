using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build.Signing;

/// <summary>Where one key is, and what opens it.</summary>
internal sealed partial record KeySettings
{
    private const string FilePlaceholder = "{File}";

    /// <summary>The properties of the key that signs packages.</summary>
    private static readonly KeyProperties OfPackages = new(
        ServiceProperties.SigningKeyFile, ServiceProperties.SigningKeyVariable, ServiceProperties.SigningCertificateFile,
        ServiceProperties.SigningPasswordVariable, ServiceProperties.SigningPasswordFile, ServiceProperties.SigningCommand);

    /// <summary>The properties of the key that signs programs for macOS.</summary>
    private static readonly KeyProperties OfMacPrograms = new(
        ServiceProperties.CodeSigningKeyFile, ServiceProperties.CodeSigningKeyVariable, ServiceProperties.CodeSigningCertificateFile,
        ServiceProperties.CodeSigningPasswordVariable, ServiceProperties.CodeSigningPasswordFile, ServiceProperties.CodeSigningCommand);

    /// <summary>The properties of the former key of a repository.</summary>
    private static readonly KeyProperties OfFormerKey = new(
        ServiceProperties.RepositoryFormerKeyFile, ServiceProperties.RepositoryFormerKeyVariable, Certificates: null,
        ServiceProperties.RepositoryFormerKeyPasswordVariable, ServiceProperties.RepositoryFormerKeyPasswordFile, Command: null);

    /// <summary>The properties of the next key of a repository.</summary>
    private static readonly KeyProperties OfNextKey = new(
        ServiceProperties.RepositoryNextKeyFile, ServiceProperties.RepositoryNextKeyVariable, Certificates: null,
        ServiceProperties.RepositoryNextKeyPasswordVariable, ServiceProperties.RepositoryNextKeyPasswordFile, Command: null);

    private KeyProperties Properties { get; init; } = OfPackages;

    /// <summary>The file with the key.</summary>
    public NamedValue? File { get; private init; }

    /// <summary>The environment variable with the key.</summary>
    public NamedValue? Variable { get; private init; }

    /// <summary>The file with certificates.</summary>
    public NamedValue? Certificates { get; private init; }

    /// <summary>The environment variable with the password.</summary>
    public NamedValue? PasswordVariable { get; private init; }

    /// <summary>The file with the password.</summary>
    public NamedValue? PasswordFile { get; private init; }

    /// <summary>The command that signs.</summary>
    public NamedValue? Command { get; private init; }

    /// <summary>The fingerprint of an OpenPGP key, or the thumbprint of a certificate in the store of Windows.</summary>
    public NamedValue? KeyId { get; private init; }

    /// <summary>Whether the key is in the certificate store of Windows.</summary>
    public bool IsInStore { get; private init; }

    /// <summary>Whether a key is named.</summary>
    public bool IsSet => File is not null || Variable is not null || Command is not null || IsInStore;

    /// <summary>Whether the command signs files in place.</summary>
    public bool SignsInPlace => Command?.Value.Contains(FilePlaceholder, StringComparison.Ordinal) == true;

    /// <summary>The files of the key, whose changes lead to new signatures.</summary>
    public IEnumerable<string> Files => new[] { File, Certificates, PasswordFile }.OfType<NamedValue>().Select(file => file.Value);

    /// <summary>Reads the settings of the key that signs the packages of a platform.</summary>
    public static KeySettings ReadPackages(IReadOnlyDictionary<string, string> properties, Platform platform, string directory) =>
        Read(OfPackages, properties, platform, directory) is var key
        && Find(ServiceProperties.SigningKeyId, properties, platform) is var id
            ? key with { KeyId = id, IsInStore = platform == Platform.Windows && id is not null && !key.IsSet }
            : key;

    /// <summary>Reads the settings of the key that signs programs for macOS.</summary>
    public static KeySettings ReadMacPrograms(IReadOnlyDictionary<string, string> properties, string directory) =>
        Read(OfMacPrograms, properties, Platform.MacOS, directory);

    /// <summary>Reads the settings of the former key of a repository.</summary>
    public static KeySettings ReadFormer(IReadOnlyDictionary<string, string> properties, string directory) =>
        Read(OfFormerKey, properties, Platform.Linux, directory);

    /// <summary>Reads the settings of the next key of a repository.</summary>
    public static KeySettings ReadNext(IReadOnlyDictionary<string, string> properties, string directory) =>
        Read(OfNextKey, properties, Platform.Linux, directory);

    /// <summary>A key in a file or variable without a password.</summary>
    public static KeySettings Of(NamedValue? file, NamedValue? variable) => new() { File = file, Variable = variable };

    /// <summary>Reports two settings that exclude each other.</summary>
    /// <param name="platform">The platform. The command of an OpenPGP key may have the public half beside it.</param>
    /// <param name="diagnostics">Receives every fault.</param>
    public void Check(Platform platform, DiagnosticBag diagnostics)
    {
        Exclude(File, Variable);
        Exclude(PasswordVariable, PasswordFile);
        if (platform != Platform.Linux)
        {
            Exclude(File ?? Variable, Command);
        }

        // What is set for all platforms may be meant for another one.
        foreach (var setting in IsSet ? [] : new[] { KeyId, Certificates, PasswordVariable, PasswordFile }.OfType<NamedValue>()
            .Where(setting => setting.Property.StartsWith(platform.ToString(), StringComparison.Ordinal)))
        {
            diagnostics.Report(SigningDiagnostics.SettingWithoutKey, [setting.Property, .. Ways(platform)]);
        }

        void Exclude(NamedValue? first, NamedValue? second)
        {
            if (first is not null && second is not null)
            {
                diagnostics.Report(SigningDiagnostics.AmbiguousKey, first.Property, second.Property);
            }
        }
    }

    /// <summary>The properties that name a key, in the form of a platform.</summary>
    public object[] Ways(Platform platform) => [.. new[] { Properties.File, Properties.Variable, Properties.Command }
        .OfType<ServiceProperty>().Select(property => property.NameFor(platform))];

    /// <summary>The command for one file, whose path is quoted unless the developer did so.</summary>
    public string CommandFor(string file)
    {
        var text = Command!.Value;
        var quoted = OperatingSystem.IsWindows() ? file : UnsafeInQuotes().Replace(file, @"\$0");
        foreach (var quote in new[] { '"', '\'' })
        {
            text = text.Replace($"{quote}{FilePlaceholder}{quote}", FilePlaceholder, StringComparison.Ordinal);
        }

        return text.Replace(FilePlaceholder, $"\"{quoted}\"", StringComparison.Ordinal);
    }

    private static KeySettings Read(
        KeyProperties names, IReadOnlyDictionary<string, string> properties, Platform platform, string directory)
    {
        return new()
        {
            Properties = names,
            File = Path(names.File),
            Variable = Find(names.Variable, properties, platform),
            Certificates = Path(names.Certificates),
            PasswordVariable = Find(names.PasswordVariable, properties, platform),
            PasswordFile = Path(names.PasswordFile),
            Command = Find(names.Command, properties, platform),
        };

        NamedValue? Path(ServiceProperty? property) =>
            Find(property, properties, platform) is { } found
                ? found with { Value = System.IO.Path.GetFullPath(found.Value, directory) }
                : null;
    }

    private static NamedValue? Find(ServiceProperty? property, IReadOnlyDictionary<string, string> properties, Platform platform) =>
        property is not null && InputReader.FindProperty(properties, platform, property) is { } found ? new(found.Name, found.Value) : null;

    // What has a meaning between double quotes (POSIX, Shell Command Language 2.2.3).
    [GeneratedRegex(@"[\\""$`]")]
    private static partial Regex UnsafeInQuotes();

    private sealed record KeyProperties(
        ServiceProperty File, ServiceProperty Variable, ServiceProperty? Certificates, ServiceProperty PasswordVariable,
        ServiceProperty PasswordFile, ServiceProperty? Command);
}
