using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>The programs of apt that verify a detached signature.</summary>
internal sealed class DetachedVerifier(byte[] publicKey) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Verifies a signature.</summary>
    /// <param name="program"><c>gpgv</c> or <c>sqv</c>.</param>
    /// <param name="content">The signed bytes.</param>
    /// <param name="signature">The signature packet.</param>
    public async Task<ProcessResult> RunAsync(string program, byte[] content, byte[] signature)
    {
        Availability.RequireProgram(program);
        var key = _directory.Write("key.gpg", publicKey);
        return await ProcessRunner.RunAsync(
            program, "--keyring", key, _directory.Write("signature", signature), _directory.Write("content", content));
    }

    public void Dispose() => _directory.Dispose();
}
