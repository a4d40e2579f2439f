using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Signing;
using ServicePackaging.Signing.Notary;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build.Signing;

/// <summary>Notarizes finished packages for macOS, and staples the tickets to them.</summary>
/// <param name="properties">The properties that have a value.</param>
/// <param name="projectDirectory">The directory that relative paths are in.</param>
/// <param name="recordDirectory">The absolute path of the directory that records submissions, so that another run waits for them.</param>
/// <param name="findings">Receives faults of the settings.</param>
internal sealed class PackageNotary(
    IReadOnlyDictionary<string, string> properties, string projectDirectory, string recordDirectory, DiagnosticBag findings)
{
    private const int MostStaplings = 6;

    // Large packages take long over slow lines.
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromHours(1);

    /// <summary>Returns the value of an environment variable, or null.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The address of a server that stands for Apple's in tests; null for Apple's.</summary>
    public Uri? Service { get; init; }

    /// <summary>Receives what happens, a line at a time.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>Notarizes a package, and staples the ticket to it.</summary>
    /// <param name="package">The absolute path of the package.</param>
    /// <param name="cancellationToken">Stops waiting. The next run waits for the same submission.</param>
    /// <exception cref="DiagnosticException">The settings are incomplete, or Apple did not accept the package.</exception>
    public void Notarize(string package, CancellationToken cancellationToken) => SigningProblems.Run(package, () =>
    {
        NotarizeAsync(package, cancellationToken).GetAwaiter().GetResult();
        return true;
    });

    private async Task NotarizeAsync(string package, CancellationToken cancellationToken)
    {
        var options = ReadOptions();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = UploadTimeout };
        var client = new NotaryClient(options, http, TimeProvider.System);
        var record = Path.Combine(recordDirectory, $"notary-{Sha256WithoutTicket(package, cancellationToken)}");
        var id = await SubmitAsync(client, package, record, cancellationToken).ConfigureAwait(false);
        Report($"Waiting for the notarization of {Path.GetFileName(package)} ({id})");
        await WaitAsync(client, id, package, record, cancellationToken).ConfigureAwait(false);
        await StapleAsync(new Stapler(options, http), options, package, cancellationToken).ConfigureAwait(false);
        Report($"{Path.GetFileName(package)} is notarized and has its ticket");
    }

    private static async Task<string> SubmitAsync(
        NotaryClient client, string package, string record, CancellationToken cancellationToken)
    {
        if (File.Exists(record))
        {
            return await File.ReadAllTextAsync(record, cancellationToken).ConfigureAwait(false);
        }

        var file = File.OpenRead(package);
        await using var _ = file.ConfigureAwait(false);
        var id = await client.SubmitAsync(file, Path.GetFileName(package), cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(Path.GetDirectoryName(record)!);
        await File.WriteAllTextAsync(record, id, cancellationToken).ConfigureAwait(false);
        return id;
    }

    // A package that was refused is submitted anew by the next run, because Apple may have changed its mind or its rules.
    private static async Task WaitAsync(
        NotaryClient client, string id, string package, string record, CancellationToken cancellationToken)
    {
        try
        {
            await client.WaitAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (SigningException exception)
        {
            if (exception.Problem == SigningProblem.NotarizationFailed)
            {
                File.Delete(record);
            }

            throw new SigningException(
                exception.Problem, [$"{Path.GetFileName(package)} ({id})", .. exception.Arguments.Skip(1)]);
        }
    }

    private static string Sha256WithoutTicket(string package, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(package);
        return SignedFormat.Sha256After(Stapler.Remove, file, Path.GetDirectoryName(package)!, cancellationToken);
    }

    // A ticket may take some seconds to be available after the package was accepted.
    private static async Task StapleAsync(Stapler stapler, NotaryOptions options, string package, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StapleAsync(stapler, package, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SigningException exception) when (exception.Problem == SigningProblem.NotarizationFailed)
            {
                if (attempt == MostStaplings)
                {
                    throw new SigningException(exception.Problem, [Path.GetFileName(package), .. exception.Arguments.Skip(1)]);
                }

                await Task.Delay(options.PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The time of the file stays, by which the next publish knows that the package is up to date.
    private static async Task StapleAsync(Stapler stapler, string package, CancellationToken cancellationToken)
    {
        var time = File.GetLastWriteTimeUtc(package);
        var partial = $"{package}.{Path.GetRandomFileName()}.partial";
        try
        {
            var source = File.OpenRead(package);
            await using (source.ConfigureAwait(false))
            {
                var stapled = File.Create(partial);
                await using var _ = stapled.ConfigureAwait(false);
                await stapler.StapleAsync(source, stapled, cancellationToken).ConfigureAwait(false);
            }

            File.SetLastWriteTimeUtc(partial, time);
            File.Move(partial, package, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private NotaryOptions ReadOptions()
    {
        var file = Find(ServiceProperties.NotaryKeyFile);
        var variable = Find(ServiceProperties.NotaryKeyVariable);
        if (file is null && variable is null)
        {
            throw new DiagnosticException(SigningDiagnostics.NoNotaryKey, ServiceProperties.NotaryKeyVariable);
        }

        var settings = KeySettings.Of(
            file is null ? null : file with { Value = Path.GetFullPath(file.Value, projectDirectory) }, variable);
        var (content, _) = new SecretReader(Variables, findings).ReadKey(settings);
        var timeout = Find(ServiceProperties.NotaryTimeout) is not { } found ? ServiceProperties.NotaryTimeout.Default
            : ServiceProperties.NotaryTimeout.Kind.TryParse(found.Value, out var value) ? value
            : throw new DiagnosticException(
                DiagnosticCatalog.InvalidValue, found.Property, found.Value, ServiceProperties.NotaryTimeout.Kind.Expected);
        var options = new NotaryOptions(
            Required(ServiceProperties.NotaryKeyId), Required(ServiceProperties.NotaryIssuer), Encoding.UTF8.GetString(content))
        {
            Timeout = timeout,
        };
        return Service is null ? options : options with
        {
            Service = new Uri(Service, "notary/v2/"),
            Storage = new Uri(Service, "storage/"),
            Tickets = new Uri(Service, "tickets"),
            PollInterval = TimeSpan.FromMilliseconds(10),
        };
    }

    private string Required(ServiceProperty property) =>
        Find(property)?.Value ?? throw new DiagnosticException(SigningDiagnostics.NoNotaryKey, property);

    private NamedValue? Find(ServiceProperty property) =>
        InputReader.FindProperty(properties, Platform.MacOS, property) is { } found ? new(found.Name, found.Value) : null;
}
