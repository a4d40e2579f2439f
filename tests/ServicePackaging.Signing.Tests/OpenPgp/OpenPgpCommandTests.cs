using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>A command that makes the signatures.</summary>
public sealed class OpenPgpCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--detach-sign")]
    [InlineData("--armor --detach-sign")]
    public async Task Gpg_signs_for_rpm(string option)
    {
        await using var gpg = new GnuPg();
        var fingerprint = await gpg.CreateAsync("rsa3072");
        var armored = await gpg.ExportPublicAsync(fingerprint);
        using var command = new OpenPgpCommand(
            $"{gpg.Command("20250101T000000")} --local-user {fingerprint} {option}", OpenPgpArmor.Decode(System.Text.Encoding.UTF8.GetBytes(armored), "key"));
        using var rpm = new RpmDatabase();
        Assert.True(await rpm.ImportAsync(armored));
        using var signed = new MemoryStream();

        var signature = RpmSigner.Sign(new MemoryStream(Rpms.Write(Rpms.Sample())), signed, command, Rpms.Time, Token);

        Assert.Equal(fingerprint, signature.Fingerprint);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), signature.Time);
        Assert.True(signature.IsRsa);
        Assert.Equal(0, (await rpm.CheckAsync(signed.ToArray())).ExitCode);
    }

    [Theory]
    [InlineData("echo broken pin >&2; exit 3", nameof(SigningProblem.CommandFailed), "exit code 3 and printed: broken pin")]
    [InlineData("no-such-program-at-all", nameof(SigningProblem.CommandFailed), "exit code 127")]
    [InlineData("cat >/dev/null", nameof(SigningProblem.CommandGaveNoSignature), "it printed nothing")]
    [InlineData("cat", nameof(SigningProblem.CommandGaveNoSignature), "not a detached OpenPGP signature")]
    [InlineData("yes", nameof(SigningProblem.CommandFailed), "more than 1 MiB")]
    [InlineData("printf '\\033[31mred' >&2; exit 1", nameof(SigningProblem.CommandFailed), "printed:  [31mred")]
    public void A_command_that_fails_is_explained(string command, string problem, string explanation)
    {
        using var signer = new OpenPgpCommand(command, publicKey: null);

        var fault = Assert.Throws<SigningException>(() => signer.Sign(new MemoryStream(new byte[100_000]), Rpms.Time, Token));

        Assert.Equal(problem, fault.Problem.ToString());
        Assert.Equal(command, fault.Arguments[0]);
        Assert.Contains(explanation, fault.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_of_another_key_or_of_other_bytes_is_refused()
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));
        using var other = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));
        using var directory = new TemporaryDirectory();
        string Cat(byte[] signature) => $"cat >/dev/null; cat {directory.Write("signature", signature)}";

        Assert.Contains("its signature is by the key", Fault(Cat(other.Sign(new MemoryStream([1]), Rpms.Time, Token).Packet)), StringComparison.Ordinal);
        Assert.Contains("not valid for the bytes", Fault(Cat(key.Sign(new MemoryStream([2]), Rpms.Time, Token).Packet)), StringComparison.Ordinal);

        string Fault(string command)
        {
            using var signer = new OpenPgpCommand(command, key.PublicKey);
            return Assert.Throws<SigningException>(() => signer.Sign(new MemoryStream([1]), Rpms.Time, Token)).Arguments[1];
        }
    }

    [Fact]
    public async Task A_signature_with_sha1_is_refused()
    {
        await using var gpg = new GnuPg();
        var fingerprint = await gpg.CreateAsync("rsa2048");
        using var signer = new OpenPgpCommand($"{gpg.Command(GnuPg.Created)} --digest-algo SHA1 --local-user {fingerprint} --detach-sign", publicKey: null);

        SigningException Refused() => Assert.Throws<SigningException>(() => signer.Sign(new MemoryStream([1]), Rpms.Time, Token));

        // gpg itself failed once on a busy machine: its agent was asked for the first time.
        var fault = Refused() is { Problem: not SigningProblem.CommandFailed } first ? first : Refused();

        Assert.Contains("SHA-1", fault.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_command_ends()
    {
        using var cancellation = new CancellationTokenSource();
        using var directory = new TemporaryDirectory();
        var started = directory.File("started");
        using var signer = new OpenPgpCommand($"touch {started}; sleep 1000", publicKey: null);

        var work = Task.Run(() => signer.Sign(new MemoryStream([1]), Rpms.Time, cancellation.Token), Token);
        while (!File.Exists(started))
        {
            await Task.Delay(20, Token);
        }

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }
}
