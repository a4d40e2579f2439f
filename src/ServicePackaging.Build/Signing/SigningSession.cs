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

    // What a command that signs programs for macOS gets.
    private const string IdentifierVariable = "SERVICE_PACKAGE_IDENTIFIER";
    private const string EntitlementsVariable = "SERVICE_PACKAGE_ENTITLEMENTS";

    private readonly Dictionary<Platform, SigningSettings> _settings = [];
    private readonly Dictionary<string, IPackageSigner?> _signers = new(StringComparer.Ordinal);
    private readonly Dictionary<Platform, TimestampClient?> _timestamps = [];
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

    private KeySettings NextKey => KeySettings.ReadNext(properties, projectDirectory);

    private KeySettings FormerKey => KeySettings.ReadFormer(properties, projectDirectory);

    private KeyOpener Keys => field ??= new KeyOpener(new SecretReader(Variables, findings), Clock, findings);

    /// <summary>The files that the signatures of a format depend on.</summary>
    public IEnumerable<string> FilesOf(PackageFormat format) => SettingsOf(format.Platform).Files;

    /// <summary>Opens the key of a format, and returns what signs its packages; null if they are not signed.</summary>
    /// <exception cref="DiagnosticException">The key cannot be used.</exception>
    public IPackageSigner? Open(PackageFormat format)
    {
        if (!_signers.TryGetValue(format.Name, out var signer))
        {
            signer = SigningProblems.Run(Subject(format.Name), () => Create(format, SettingsOf(format.Platform)));
            _signers.Add(format.Name, signer);
        }

        return signer;
    }

    /// <summary>The key of detached signatures: that of Linux packages. Null if nothing is signed with it.</summary>
    public KeySettings? DetachedKey =>
        SettingsOf(Platform.Linux) is { Mode: not SigningMode.None, Key: { IsSet: true, SignsInPlace: false } key } ? key : null;

    /// <summary>Reports what the settings of a repository's keys lack, without opening them.</summary>
    /// <param name="repository">The directory, for messages.</param>
    public void CheckRepository(string repository)
    {
        NextKey.Check(Platform.Linux, findings);
        FormerKey.Check(Platform.Linux, findings);
        if (DetachedKey is null)
        {
            ReportRepositoryWithoutKey(repository);
        }
    }

    /// <summary>Opens the keys of a repository: that of Linux packages, and while keys rotate the next one or the former one.</summary>
    /// <param name="repository">The directory, for messages.</param>
    /// <returns>The keys, the newest first; empty if a key is missing, which is reported.</returns>
    /// <exception cref="DiagnosticException">A key cannot be used.</exception>
    public IReadOnlyList<IOpenPgpSigner> OpenRepository(string repository)
    {
        var key = DetachedKey is { } current ? SigningProblems.Run(repository, () => OpenPgp(current)) : null;
        if (key?.PublicKey is null)
        {
            ReportRepositoryWithoutKey(repository);
            return [];
        }

        // A project may still set the next key after it became the signing key.
        return [.. Open(NextKey).Append(key).Concat(Open(FormerKey)).DistinctBy(signer => Convert.ToHexString(signer.PublicKey!))];

        IEnumerable<IOpenPgpSigner> Open(KeySettings other) =>
            other.IsSet ? [SigningProblems.Run(repository, () => Keep(Keys.OpenPgp(other)))] : [];
    }

    /// <summary>Opens the key for the detached signature of a file; null if it is not signed.</summary>
    /// <param name="file">The name of the file, for messages.</param>
    /// <exception cref="DiagnosticException">The key cannot be used.</exception>
    public IOpenPgpSigner? OpenDetached(string file)
    {
        var settings = SettingsOf(Platform.Linux);
        if (DetachedKey is { } key)
        {
            return SigningProblems.Run(file, () => OpenPgp(key));
        }

        if (settings.Mode != SigningMode.None && settings.Key.SignsInPlace)
        {
            findings.Report(ReleaseDiagnostics.NoDetachedSignature, file, settings.Key.Command!.Property);
        }
        else if (settings.Mode == SigningMode.Required)
        {
            findings.Report(SigningDiagnostics.SigningRequired, [file, .. settings.Key.Ways(settings.Platform)]);
        }

        return null;
    }

    /// <summary>Returns the payload with its programs and libraries signed, as far as the format and the settings want it.</summary>
    /// <exception cref="DiagnosticException">A file or key cannot be used.</exception>
    public Payload SignPayload(PackageFormat format, ServiceDefinition definition, Payload payload, DateTimeOffset time)
    {
        var subject = new SignedSubject(definition.Package.Name, definition.DisplayName, definition.Package.Homepage, time);
        return format.Name switch
        {
            SignedFormat.Msi when Open(format) is not null && SettingsOf(format.Platform).Payload == PayloadSigning.Unsigned =>
                SigningProblems.Run(ProgramsOf(format.Name), () => WindowsPrograms(subject).Sign(payload, Cancellation)),
            SignedFormat.Pkg =>
                SigningProblems.Run(ProgramsOf(format.Name), () => MacPrograms(definition, subject).Sign(payload, Cancellation)),
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
        if (settings.Mode == SigningMode.None || (format.Name == SignedFormat.Deb && settings.Deb == DebSignature.None))
        {
            return null;
        }

        if (!settings.Key.IsSet)
        {
            ReportMissing(format.Name, settings);
            return null;
        }

        return settings.Key.SignsInPlace ? CreateInPlace(format.Name, settings.Key) : format.Name switch
        {
            SignedFormat.Deb or SignedFormat.Rpm => new OpenPgpPackageSigner(format.Name, OpenPgp(settings.Key)),
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
        var publicKey = format is SignedFormat.Deb or SignedFormat.Rpm ? Keys.ReadPublicKey(key) : null;
        return format switch
        {
            SignedFormat.Deb => new(command, ".deb", InPlaceCommand.Whole(UnsignedContent.OfDeb),
                (package, token) => DebSignatureVerification.Verify(package, publicKey, token))
            { OpenPgpKey = publicKey },
            SignedFormat.Rpm => new(command, ".rpm", InPlaceCommand.Whole(UnsignedContent.OfRpm),
                (package, token) => RpmSignatureVerification.Verify(package, publicKey, token))
            { OpenPgpKey = publicKey },
            SignedFormat.Msi => new(command, ".msi", InPlaceCommand.Installer,
                (package, _) => AuthenticodeVerification.OfInstallerPackage(package)),
            SignedFormat.Pkg => new(command, ".pkg", InPlaceCommand.Whole(UnsignedContent.OfMacPackage), MacPackageSigningKey.Find),
            _ => null,
        };
    }

    private void ReportRepositoryWithoutKey(string repository) => findings.Report(
        ReleaseDiagnostics.RepositoryWithoutKey, [repository, .. SettingsOf(Platform.Linux).Key.Ways(Platform.Linux)]);

    private void ReportMissing(string format, SigningSettings settings)
    {
        if (settings.Mode == SigningMode.Required)
        {
            findings.Report(SigningDiagnostics.SigningRequired, [Subject(format), .. settings.Key.Ways(settings.Platform)]);
        }
        else if (format == SignedFormat.Deb)
        {
            findings.Report(
                SigningDiagnostics.SettingWithoutKey, [ServiceProperties.DebSignature.Name, .. settings.Key.Ways(settings.Platform)]);
        }
    }

    private IOpenPgpSigner OpenPgp(KeySettings key) => _openPgp ??= Keep(Keys.OpenPgp(key));

    private static string Subject(string format) => $".{format} packages";

    private static string ProgramsOf(string format) => $"the programs of .{format} packages";

    private T Keep<T>(T key)
        where T : IDisposable
    {
        _opened.Add(key);
        return key;
    }

    // One client, which remembers the server that answers.
    private TimestampClient? TimestampsFor(SigningSettings settings, string format)
    {
        if (_timestamps.TryGetValue(settings.Platform, out var client))
        {
            return client;
        }

        var servers = settings.TimestampServers ?? (settings.Platform == Platform.MacOS ? [AppleTimestamps] : null);
        if (servers is null)
        {
            findings.Report(SigningDiagnostics.NoTimestamp, format, ServiceProperties.SigningTimestampUrl.NameFor(settings.Platform));
        }

        client = servers is { Count: > 0 } ? new TimestampClient(servers) : null;
        _timestamps.Add(settings.Platform, client);
        return client;
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
        var main = definition.Project.IsDotNet ? definition.Project.AssemblyName : "";
        var directory = DirectoryFor(SignedFormat.Pkg);
        if (settings.Mode == SigningMode.None || !settings.CodeKey!.IsSet)
        {
            ReportUnsignedPrograms(settings);
            return new(directory, main, new(definition.Identifier));
        }

        var entitlements = EntitlementsFor(settings, definition);
        if (settings.CodeKey.SignsInPlace)
        {
            return new(directory, main, new(definition.Identifier)) { Command = CodeCommand(settings.CodeKey, definition, entitlements) };
        }

        _application ??= Keep(Keys.Apple(settings.CodeKey, AppleCertificatePurpose.Application));
        return new(directory, main, new(definition.Identifier)
        {
            Key = _application,
            Entitlements = entitlements,
            SigningTime = CertificateTime.Of(_application, subject.Time),
            Timestamps = TimestampsFor(settings, SignedFormat.Pkg),
        });
    }

    private InPlaceCommand CodeCommand(KeySettings key, ServiceDefinition definition, Entitlements entitlements)
    {
        var file = DirectoryFor("entitlements.plist");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, entitlements.PropertyList);
        return new(key)
        {
            Variables = new Dictionary<string, string> { [IdentifierVariable] = definition.Identifier, [EntitlementsVariable] = file },
        };
    }

    private void ReportUnsignedPrograms(SigningSettings settings)
    {
        var ways = settings.CodeKey!.Ways(settings.Platform);
        if (settings.Mode == SigningMode.Required)
        {
            findings.Report(SigningDiagnostics.SigningRequired, [ProgramsOf(SignedFormat.Pkg), .. ways]);
        }
        else if (settings.Mode != SigningMode.None && settings.Key.IsSet)
        {
            findings.Report(SigningDiagnostics.UnsignedPrograms, ways);
        }
    }

    // A program that loads libraries of .NET, which Microsoft signed, must not be limited to libraries of its own team.
    private static Entitlements EntitlementsFor(SigningSettings settings, ServiceDefinition definition) => settings.Entitlements is { } file
        ? Entitlements.Parse(SecretReader.ReadFile(file), file.ToString())
        : Entitlements.Default(allowUnvalidatedLibraries: !definition.Project.NativeAot);

    private string DirectoryFor(string format) => Path.Combine(workDirectory, "signed", format);
}
