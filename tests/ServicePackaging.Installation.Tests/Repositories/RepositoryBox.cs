using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Tests;
using ServicePackaging.Repositories.Writing;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Repositories;

/// <summary>A box that serves a repository on its loopback interface, and its clients.</summary>
internal static class RepositoryBox
{
    private const string Served = "site";

    /// <summary>The directory on this machine that the box serves.</summary>
    public static LocalStore Site(this Box box) => new(Path.Combine(box.ShareDirectory, Served));

    /// <summary>Starts the web server.</summary>
    public static async Task ServeAsync(this Box box, Publisher publisher)
    {
        Directory.CreateDirectory(box.Site().Name);
        await File.WriteAllTextAsync(
            Path.Combine(box.ShareDirectory, "acme.asc"),
            OpenPgpArmor.EncodePublicKey(publisher.Key.PublicKey),
            TestContext.Current.CancellationToken);
        box.Share(Path.Combine(AppContext.BaseDirectory, "Repositories", "client.sh"));
        await box.ReadAsync(
            $"setsid python3 -m http.server 8000 --bind 127.0.0.1 --directory /share/{Served} </dev/null >/dev/null 2>&1 & "
            + "until curl -s http://127.0.0.1:8000/ >/dev/null; do sleep 0.05; done");
    }

    /// <summary>Publishes into the directory that the box serves, and moves the publisher's time on by an hour.</summary>
    /// <param name="box">The box.</param>
    /// <param name="publisher">The vendor.</param>
    /// <param name="request">What to publish.</param>
    /// <param name="after">Is called after each single write.</param>
    public static async Task PublishAsync(this Box box, Publisher publisher, PublishRequest request, Func<RepositoryWrite, Task>? after = null)
    {
        var target = new LocalTarget(box.Site());
        foreach (var write in new RepositoryPlanner(box.Site(), request).Plan(TestContext.Current.CancellationToken).Writes)
        {
            target.Apply(write, TestContext.Current.CancellationToken);
            await (after?.Invoke(write) ?? Task.CompletedTask);
        }

        publisher.Time += TimeSpan.FromHours(1);
    }

    /// <summary>The package hello in a format that a client reads.</summary>
    public static string HelloFor(this Publisher publisher, string client, string version, string text = "hello\n") =>
        client == "apt" ? publisher.Deb("hello", version, text: text) : publisher.Rpm("hello", version, text: text);

    /// <summary>Installs the package hello from the repository, and removes it again.</summary>
    /// <param name="box">The box.</param>
    /// <param name="client">apt, dnf or zypper.</param>
    /// <param name="state">The name of the client's state: one that was used before knows an older state of the repository.</param>
    /// <param name="later">How far the client's clock is ahead, such as +400d.</param>
    /// <returns>The version that was installed, and with a clock that is ahead, the year.</returns>
    public static async Task<string> InstallFromRepositoryAsync(this Box box, string client, string state, string later = "") =>
        (await box.ClientAsync(client, state, "try", later)).Succeeded().Text;

    /// <summary>Runs a client: <c>try</c>, <c>install</c> or <c>upgrade</c> of the package hello.</summary>
    public static async Task<ProcessResult> ClientAsync(this Box box, string client, string state, string verb, string later = "")
    {
        var result = await box.ExecAsync($"LATER={later}", "sh", "/share/client.sh", client, $"/root/clients/{state}", verb, "hello");
        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        return result;
    }
}
