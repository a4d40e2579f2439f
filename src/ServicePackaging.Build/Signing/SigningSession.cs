using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Signing;
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
    public Payload SignPayload(PackageFormat format, ServiceDefinition definition, Payload payload, DateTimeOffset time) =>
        format.Name switch
    {
        SignedFormat.Msi when Open(format) is not null && SettingsOf(format.Platform).Payload == PayloadSigning.Unsigned =>
            SigningProblems.Run(() => SignWindowsPrograms(definition, payload, time)),
        SignedFormat.Pkg => SigningProblems.Run(() => SignMacPrograms(definition, payload, time)),
        _ => payload,
    };

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

        return format.Name switch
        {
            SignedFormat.Deb or SignedFormat.Rpm => new OpenPgpPackageSigner(format.Name, _openPgp ??= Keep(Keys.OpenPgp(settings.Key))),
            SignedFormat.Msi when settings.Key.SignsInPlace =>
                InPlace(settings.Key, ".msi", (package, _) => AuthenticodeVerification.OfInstallerPackage(package)),
            SignedFormat.Msi => new MsiPackageSigner(
                _authenticode ??= Keep(Keys.Authenticode(settings.Key)), TimestampsFor(settings, SignedFormat.Msi)),
            SignedFormat.Pkg when settings.Key.SignsInPlace => InPlace(settings.Key, ".pkg", MacPackageSigningKey.Find),
            SignedFormat.Pkg => new MacPackageSigningKey(
                Keep(Keys.Apple(settings.Key, AppleCertificatePurpose.Installer)), TimestampsFor(settings, SignedFormat.Pkg)),
            _ => null,
        };
    }

    private void Require(
        bool isWanted, SigningSettings settings, KeySettings key, string format, ServiceProperty file, ServiceProperty command)
    {
        if (isWanted && settings.Mode == SigningMode.Required && !key.IsSet && format is not SignedFormat.Deb)
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

    private static InPlaceSigner InPlace(
        KeySettings key, string extension, Func<Stream, CancellationToken, SignatureVerification> verify) => new(key, extension, verify);

    private TimestampClient? TimestampsFor(SigningSettings settings, string format)
    {
        var servers = settings.TimestampServers ?? (settings.Platform == Platform.MacOS ? [AppleTimestamps] : null);
        if (servers is null)
        {
            findings.Report(SigningDiagnostics.NoTimestamp, format, FormOf(ServiceProperties.SigningTimestampUrl, settings));
        }

        return servers is { Count: > 0 } ? new TimestampClient(servers) : null;
    }

    private Payload SignWindowsPrograms(ServiceDefinition definition, Payload payload, DateTimeOffset time)
    {
        var settings = SettingsOf(Platform.Windows);
        var subject = new SignedSubject(definition.Package.Name, definition.DisplayName, definition.Package.Homepage, time);
        var signer = new PayloadSigner(
            Path.Combine(workDirectory, "signed", SignedFormat.Msi), ExecutableKind.ManagedPortableExecutable,
            ExecutableKind.NativePortableExecutable);
        return signer.Sign(
            payload,
            (_, content) => PeSigner.IsSignable(content) && !PeSigner.IsSigned(content),
            (file, content, signed) =>
            {
                SignWindowsProgram(settings, file, content, signed, subject);
                signed.Position = 0;
                Check(AuthenticodeVerification.OfPortableExecutable(signed), file);
            },
            Cancellation);
    }

    private void SignWindowsProgram(SigningSettings settings, PayloadFile file, Stream content, Stream signed, SignedSubject subject)
    {
        if (settings.Key.SignsInPlace)
        {
            InPlace(settings.Key, Path.GetExtension(file.Path), (program, _) => AuthenticodeVerification.OfPortableExecutable(program))
                .Sign(content, signed, subject, workDirectory, Cancellation);
            return;
        }

        var options = new AuthenticodeOptions
        {
            Name = subject.Name, Url = subject.Homepage, Timestamps = TimestampsFor(settings, SignedFormat.Msi),
        };
        PeSigner.Sign(content, signed, _authenticode!, options, Cancellation);
    }

    private Payload SignMacPrograms(ServiceDefinition definition, Payload payload, DateTimeOffset time)
    {
        var settings = SettingsOf(Platform.MacOS);
        var key = settings is { Mode: not SigningMode.None, CodeKey: { IsSet: true } code } ? code : null;
        Require(
            isWanted: true, settings, settings.CodeKey!, "programs of " + SignedFormat.Pkg, ServiceProperties.CodeSigningKeyFile,
            ServiceProperties.CodeSigningCommand);
        var options = OptionsOf(settings, key, definition, time);
        var signer = new PayloadSigner(
            Path.Combine(workDirectory, "signed", SignedFormat.Pkg), ExecutableKind.MachOProgram, ExecutableKind.MachOLibrary);
        return signer.Sign(
            payload,
            (file, content) => key is null ? IsWithoutOwnSignature(file) : !MachOSigner.HasCms(content),
            (file, content, signed) => SignMacProgram(key, options, definition, file, content, signed),
            Cancellation);
    }

    // Without a key, code gets an identifier of its own and what an Apple processor requires to run it. A library of others that has a
    // signature keeps it.
    private static bool IsWithoutOwnSignature(PayloadFile file) =>
        file.Kind == ExecutableKind.MachOProgram || file.MachO?.Slices.Any(slice => !slice.HasCodeSignature) == true;

    private MachOSigningOptions OptionsOf(SigningSettings settings, KeySettings? key, ServiceDefinition definition, DateTimeOffset time)
    {
        // A program that loads libraries of .NET, which Microsoft signed, must not be limited to libraries of its own team.
        var entitlements = settings.Entitlements is { } file
            ? Entitlements.Parse(SecretReader.ReadFile(file), file.ToString())
            : Entitlements.Default(allowUnvalidatedLibraries: !definition.Project.NativeAot);
        if (key is null or { SignsInPlace: true })
        {
            return new(definition.Identifier) { Entitlements = key is null ? null : entitlements };
        }

        _application ??= Keep(Keys.Apple(key, AppleCertificatePurpose.Application));
        return new(definition.Identifier)
        {
            Key = _application,
            Entitlements = entitlements,
            SigningTime = CertificateTime.Of(_application, time),
            Timestamps = TimestampsFor(settings, SignedFormat.Pkg),
        };
    }

    private void SignMacProgram(
        KeySettings? key, MachOSigningOptions options, ServiceDefinition definition, PayloadFile file, Stream content, Stream signed)
    {
        if (key is { SignsInPlace: true })
        {
            var subject = new SignedSubject(definition.Package.Name, definition.DisplayName, null, options.SigningTime);
            InPlace(key, Path.GetExtension(file.Path), (_, _) => throw new NotSupportedException())
                .Sign(content, signed, subject, workDirectory, Cancellation);
        }
        else
        {
            var isProgram = file.Kind == ExecutableKind.MachOProgram;
            var own = options with
            {
                Identifier = isProgram ? options.Identifier : $"{options.Identifier}.{Path.GetFileNameWithoutExtension(file.Path)}",
                Entitlements = isProgram ? options.Entitlements : null,
            };
            MachOSigner.Sign(content, signed, own, Cancellation);
        }

        signed.Position = 0;
        var found = MachOSignatureVerification.Verify(signed, Cancellation);
        Check(new SignatureVerification(null, null, found.Faults), file);
    }

    private static void Check(SignatureVerification found, PayloadFile file)
    {
        if (found.Faults is [var fault, ..])
        {
            throw new SigningException(SigningProblem.UnsignableFile, file.Path, fault.Message);
        }
    }
}
