using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Signing.Apple;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.MachO;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Timestamps;
using ServicePackaging.Signing.Verification;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build.Signing;

/// <summary>The keys and signatures of one publish. Each key is opened once, when the first package needs it.</summary>
/// <param name="properties">The properties that have a value.</param>
/// <param name="projectDirectory">The directory that relative paths are in.</param>
/// <param name="workDirectory">The absolute path of the directory for signed copies of programs.</param>
/// <param name="findings">Receives every fault of the settings, and warnings about keys.</param>
internal sealed class SigningSession(
    IReadOnlyDictionary<string, string> properties, string projectDirectory, string workDirectory, DiagnosticBag findings) : IDisposable
{
    // Apple requires timestamps of its own server for notarization ("Resolving common notarization issues").
    private static readonly Uri AppleTimestamps = new("http://timestamp.apple.com/ts01");

    private readonly Dictionary<Platform, SigningSettings> _settings = [];
    private readonly Dictionary<string, IPackageSigner?> _signers = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _opened = [];
    private IOpenPgpSigner? _openPgp;
    private CertificateKey? _authenticode;
    private CertificateKey? _application;

    /// <summary>The current time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Cancels the signing of programs.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Returns the value of an environment variable, or null.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    private KeyOpener Keys => field ??= new KeyOpener(new SecretReader(Variables, findings), Clock, findings);

    /// <summary>The files that the signatures of a format depend on.</summary>
    public IEnumerable<string> FilesOf(PackageFormat format) => SettingsOf(format.Platform).Files;

    /// <summary>Opens the key of a format, and returns what signs its packages; null if they are not signed.</summary>
    /// <exception cref="DiagnosticException">The key cannot be used.</exception>
    public IPackageSigner? Open(PackageFormat format)
    {
        if (!_signers.TryGetValue(format.Name, out var signer))
        {
            signer = SigningProblems.Run(() => Create(format, SettingsOf(format.Platform)));
            _signers.Add(format.Name, signer);
        }

        return signer;
    }

    /// <summary>Returns the payload with its programs and libraries signed, as far as the format and the settings want it.</summary>
    /// <exception cref="DiagnosticException">A file or key cannot be used.</exception>
    public Payload SignPayload(PackageFormat format, ServiceDefinition definition, Payload payload, DateTimeOffset time)
    {
        var subject = new SignedSubject(definition.Package.Name, definition.DisplayName, definition.Package.Homepage, time);
        return format.Name switch
        {
            SignedFormat.Msi when Open(format) is not null && SettingsOf(format.Platform).Payload == PayloadSigning.Unsigned =>
                SigningProblems.Run(() => WindowsPrograms(subject).Sign(payload, Cancellation)),
            SignedFormat.Pkg => SigningProblems.Run(() => MacPrograms(definition, subject).Sign(payload, Cancellation)),
            _ => payload,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(key => key.Dispose());

    private SigningSettings SettingsOf(Platform platform)
    {
        if (!_settings.TryGetValue(platform, out var settings))
        {
            settings = SigningSettings.Read(properties, platform, projectDirectory, findings);
            _settings.Add(platform, settings);
        }

        return settings;
    }

    private IPackageSigner? Create(PackageFormat format, SigningSettings settings)
    {
        var isWanted = settings.Mode != SigningMode.None && (format.Name != SignedFormat.Deb || settings.Deb != DebSignature.None);
        if (!isWanted || !settings.Key.IsSet)
        {
            Require(isWanted, settings, settings.Key, format.Name, ServiceProperties.SigningKeyFile, ServiceProperties.SigningCommand);
            return null;
        }

        return settings.Key.SignsInPlace ? CreateInPlace(format.Name, settings.Key) : format.Name switch
        {
            SignedFormat.Deb or SignedFormat.Rpm => new OpenPgpPackageSigner(format.Name, _openPgp ??= Keep(Keys.OpenPgp(settings.Key))),
            SignedFormat.Msi => new MsiPackageSigner(
                _authenticode ??= Keep(Keys.Authenticode(settings.Key)), TimestampsFor(settings, SignedFormat.Msi)),
            SignedFormat.Pkg => new MacPackageSigningKey(
                Keep(Keys.Apple(settings.Key, AppleCertificatePurpose.Installer)), TimestampsFor(settings, SignedFormat.Pkg)),
            _ => null,
        };
    }

    private InPlaceSigner? CreateInPlace(string format, KeySettings key)
    {
        var command = new InPlaceCommand(key);
        var publicKey = Keys.ReadPublicKey(key);
        return format switch
        {
            SignedFormat.Deb => new(command, ".deb", UnsignedContent.OfDeb,
                (package, token) => DebSignatureVerification.Verify(package, publicKey, token))
            { OpenPgpKey = publicKey },
            SignedFormat.Rpm => new(command, ".rpm", UnsignedContent.OfRpm,
                (package, token) => RpmSignatureVerification.Verify(package, publicKey, token))
            { OpenPgpKey = publicKey },
            SignedFormat.Msi => new(command, ".msi", UnsignedContent.OfInstallerPackage,
                (package, _) => AuthenticodeVerification.OfInstallerPackage(package)),
            SignedFormat.Pkg => new(command, ".pkg", UnsignedContent.OfMacPackage, MacPackageSigningKey.Find),
            _ => null,
        };
    }

    private void Require(
        bool isWanted, SigningSettings settings, KeySettings key, string format, ServiceProperty file, ServiceProperty command)
    {
        if (isWanted && settings.Mode == SigningMode.Required && !key.IsSet)
        {
            findings.Report(SigningDiagnostics.SigningRequired, format, FormOf(file, settings), FormOf(command, settings));
        }
    }

    // The form of a property that a developer is told to set.
    private static string FormOf(ServiceProperty property, SigningSettings settings) =>
        property.HasPlatformForms ? settings.Platform + property.Name : property.Name;

    private T Keep<T>(T key)
        where T : IDisposable
    {
        _opened.Add(key);
        return key;
    }

    private TimestampClient? TimestampsFor(SigningSettings settings, string format)
    {
        var servers = settings.TimestampServers ?? (settings.Platform == Platform.MacOS ? [AppleTimestamps] : null);
        if (servers is null)
        {
            findings.Report(SigningDiagnostics.NoTimestamp, format, FormOf(ServiceProperties.SigningTimestampUrl, settings));
        }

        return servers is { Count: > 0 } ? new TimestampClient(servers) : null;
    }

    private WindowsPrograms WindowsPrograms(SignedSubject subject)
    {
        var settings = SettingsOf(Platform.Windows);
        var isInPlace = settings.Key.SignsInPlace;
        var options = new AuthenticodeOptions
        {
            Name = subject.Name,
            Url = subject.Homepage,
            Timestamps = isInPlace ? null : TimestampsFor(settings, SignedFormat.Msi),
        };
        return new(DirectoryFor(SignedFormat.Msi), _authenticode, isInPlace ? new InPlaceCommand(settings.Key) : null, options);
    }

    private MacPrograms MacPrograms(ServiceDefinition definition, SignedSubject subject)
    {
        var settings = SettingsOf(Platform.MacOS);
        var key = settings is { Mode: not SigningMode.None, CodeKey: { IsSet: true } code } ? code : null;
        Require(
            isWanted: true, settings, settings.CodeKey!, "programs of " + SignedFormat.Pkg, ServiceProperties.CodeSigningKeyFile,
            ServiceProperties.CodeSigningCommand);
        var directory = DirectoryFor(SignedFormat.Pkg);
        if (key is null or { SignsInPlace: true })
        {
            return new(directory, new(definition.Identifier)) { Command = key is null ? null : new InPlaceCommand(key) };
        }

        _application ??= Keep(Keys.Apple(key, AppleCertificatePurpose.Application));
        return new(directory, new(definition.Identifier)
        {
            Key = _application,
            Entitlements = EntitlementsFor(settings, definition),
            SigningTime = CertificateTime.Of(_application, subject.Time),
            Timestamps = TimestampsFor(settings, SignedFormat.Pkg),
        });
    }

    // A program that loads libraries of .NET, which Microsoft signed, must not be limited to libraries of its own team.
    private static Entitlements EntitlementsFor(SigningSettings settings, ServiceDefinition definition) => settings.Entitlements is { } file
        ? Entitlements.Parse(SecretReader.ReadFile(file), file.ToString())
        : Entitlements.Default(allowUnvalidatedLibraries: !definition.Project.NativeAot);

    private string DirectoryFor(string format) => Path.Combine(workDirectory, "signed", format);
}
