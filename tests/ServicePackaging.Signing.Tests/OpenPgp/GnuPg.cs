using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>A home directory of GnuPG, whose keys have the date that a test wants.</summary>
internal sealed class GnuPg : IAsyncDisposable
{
    /// <summary>The date of keys for which a test names no other.</summary>
    public const string Created = "20240101T000000";

    private readonly TemporaryDirectory _home = new();

    public GnuPg() => Availability.RequireProgram("gpg");

    /// <summary>Runs gpg without a terminal.</summary>
    public async Task<string> RunAsync(string date, params string[] arguments) =>
        (await ProcessRunner.RunAsync("gpg", [.. Common(date), .. arguments])).Succeeded().Text;

    /// <summary>The start of a command of gpg, for a shell.</summary>
    public string Command(string date) => string.Join(' ', ["gpg", .. Common(date), "--passphrase", "''"]);

    /// <summary>Runs gpg with text on its standard input.</summary>
    public async Task<string> FeedAsync(string date, string input, params string[] arguments) =>
        (await ProcessRunner.RunAsync(new ProcessOptions { StandardInput = input }, "gpg", [.. Common(date), .. arguments])).Succeeded().Text;

    /// <summary>Makes a primary key that signs, and returns its fingerprint.</summary>
    /// <param name="algorithm">In the words of gpg, such as <c>rsa3072</c>.</param>
    /// <param name="usage"><c>sign</c> or <c>cert</c>.</param>
    /// <param name="expires">In the words of gpg, such as <c>2y</c>.</param>
    public async Task<string> CreateAsync(
        string algorithm, string date = Created, string usage = "sign", string expires = "never", string passphrase = "")
    {
        var user = $"Test {Guid.NewGuid():N} <test@example.org>";
        await RunAsync(date, "--passphrase", passphrase, "--quick-generate-key", user, algorithm, usage, expires);
        return Fingerprint(await RunAsync(date, "--with-colons", "--list-keys", user), first: true);
    }

    /// <summary>Adds a subkey, and returns its fingerprint.</summary>
    public async Task<string> AddSubkeyAsync(
        string primary, string algorithm, string usage = "sign", string expires = "never", string date = Created)
    {
        await RunAsync(date, "--passphrase", "", "--quick-add-key", primary, algorithm, usage, expires);
        return Fingerprint(await RunAsync(date, "--with-colons", "--list-keys", primary), first: false);
    }

    /// <summary>Revokes a primary key with the certificate that gpg made with it, whose first line has a colon against accidents.</summary>
    public async Task RevokeAsync(string fingerprint)
    {
        var file = Path.Combine(_home.Path, "openpgp-revocs.d", $"{fingerprint}.rev");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await FeedAsync(Created, text.Replace(":-----BEGIN", "-----BEGIN", StringComparison.Ordinal), "--import");
    }

    /// <summary>Exports secret keys, armored.</summary>
    public Task<string> ExportAsync(string key, string passphrase = "", string command = "--export-secret-keys") =>
        RunAsync(Created, "--passphrase", passphrase, "--armor", command, key);

    /// <summary>Exports public keys, armored.</summary>
    public Task<string> ExportPublicAsync(string key) => RunAsync(Created, "--armor", "--export", key);

    /// <summary>Signs a package with rpmsign.</summary>
    public async Task SignRpmAsync(string file, string key) => (await ProcessRunner.RunAsync(
        "rpmsign", "--define", "__gpg /usr/bin/gpg", "--define", $"_gpg_path {_home.Path}", "--define", $"_gpg_name {key}",
        "--addsign", file)).Succeeded();

    public async ValueTask DisposeAsync()
    {
        await ProcessRunner.RunAsync("gpgconf", "--homedir", _home.Path, "--kill", "all");
        _home.Dispose();
    }

    private string[] Common(string date) =>
        ["--homedir", _home.Path, "--batch", "--no-tty", "--yes", "--quiet", "--pinentry-mode", "loopback", "--faked-system-time", date];

    private static string Fingerprint(string listing, bool first)
    {
        var prints = listing.Split('\n').Where(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Select(line => line.Split(':')[9]);
        return first ? prints.First() : prints.Last();
    }
}
