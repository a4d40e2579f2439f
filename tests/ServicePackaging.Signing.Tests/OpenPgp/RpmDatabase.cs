using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>An empty database of rpm, with keys of its own.</summary>
internal sealed class RpmDatabase : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public RpmDatabase() => Availability.RequireProgram("rpm");

    /// <summary>Imports an armored public key. Returns whether rpm accepts it.</summary>
    public async Task<bool> ImportAsync(string armored)
    {
        var file = _directory.File("key.asc");
        await File.WriteAllTextAsync(file, armored, TestContext.Current.CancellationToken);
        return (await ProcessRunner.RunAsync("rpmkeys", [.. Options, "--import", file])).ExitCode == 0;
    }

    /// <summary>Checks the signature of a package.</summary>
    public Task<ProcessResult> CheckAsync(byte[] package) => RunAsync("rpmkeys", package, "--checksig", "--verbose");

    /// <summary>Installs a package without its files, where only signed packages are accepted.</summary>
    public Task<ProcessResult> InstallAsync(byte[] package) =>
        RunAsync("rpm", package, "--define", "_pkgverify_level signature", "--install", "--justdb", "--nodeps", "--test", "--ignorearch");

    public void Dispose() => _directory.Dispose();

    private string[] Options => ["--dbpath", _directory.File("db"), "--define", $"_keyringpath {_directory.File("keys")}"];

    private async Task<ProcessResult> RunAsync(string program, byte[] package, params string[] arguments)
    {
        var file = _directory.File("package.rpm");
        await File.WriteAllBytesAsync(file, package, TestContext.Current.CancellationToken);
        return await ProcessRunner.RunAsync(program, [.. Options, .. arguments, file]);
    }
}
