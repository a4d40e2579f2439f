using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Tests;
using ServicePackaging.Repositories.Writing;
using ServicePackaging.Signing.OpenPgp;

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

    /// <summary>Makes changes in the directory that the box serves, one by one.</summary>
    /// <param name="box">The box.</param>
    /// <param name="writes">The changes.</param>
    /// <param name="after">Is called after each.</param>
    public static async Task ApplyAsync(this Box box, IReadOnlyList<RepositoryWrite> writes, Func<RepositoryWrite, Task> after)
    {
        var target = new LocalTarget(box.Site());
        foreach (var write in writes)
        {
            target.Apply(write, TestContext.Current.CancellationToken);
            await after(write);
        }
    }

    /// <summary>Installs a package from the repository, and removes it again.</summary>
    /// <param name="box">The box.</param>
    /// <param name="client">apt, dnf or zypper.</param>
    /// <param name="state">The name of the client's state: one that was used before knows an older state of the repository.</param>
    /// <param name="package">The package.</param>
    /// <returns>The version that was installed.</returns>
    public static Task<string> InstallFromRepositoryAsync(this Box box, string client, string state, string package = "hello") =>
        box.ReadAsync($"sh /share/client.sh {client} /root/clients/{state} {package}");
}
