using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>A key of GnuPG that is deleted with its test.</summary>
internal sealed class GpgHome : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.Path;

    public static GpgHome Create()
    {
        Availability.RequireProgram("gpg");
        Availability.RequireProgram("gpgconf");
        return new();
    }

    /// <summary>Runs gpg.</summary>
    public async Task<ProcessResult> RunAsync(params IEnumerable<string> arguments) => (await ProcessRunner.RunAsync(
        "gpg",
        ["--homedir", _directory.Path, "--batch", "--yes", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", .. arguments]))
        .Succeeded();

    /// <summary>Creates a key.</summary>
    public Task CreateKeyAsync(string algorithm, params IEnumerable<string> options) =>
        RunAsync([.. options, "--quick-gen-key", "Acme <acme@example.org>", algorithm, "sign", "never"]);

    /// <summary>Returns the public key in its binary form.</summary>
    public async Task<byte[]> ExportAsync()
    {
        var file = _directory.File("public.gpg");
        await RunAsync("--output", file, "--export");
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }

    /// <summary>Signs Release, InRelease and repomd.xml of a repository.</summary>
    public async Task SignAsync(string directory, params IReadOnlyList<string> options)
    {
        foreach (var release in Directory.GetFiles(directory, "Release", SearchOption.AllDirectories))
        {
            await RunAsync([.. options, "--output", release[..^"Release".Length] + "InRelease", "--clearsign", release]);
            await RunAsync([.. options, "--output", release + ".gpg", "--armor", "--detach-sign", release]);
        }

        foreach (var repoMd in Directory.GetFiles(directory, "repomd.xml", SearchOption.AllDirectories))
        {
            await RunAsync([.. options, "--output", repoMd + ".asc", "--armor", "--detach-sign", repoMd]);
            await RunAsync("--output", repoMd + ".key", "--armor", "--export");
        }
    }

    public void Dispose()
    {
        try
        {
            ProcessRunner.RunAsync("gpgconf", "--homedir", _directory.Path, "--kill", "all").GetAwaiter().GetResult();
        }
        finally
        {
            _directory.Dispose();
        }
    }
}
