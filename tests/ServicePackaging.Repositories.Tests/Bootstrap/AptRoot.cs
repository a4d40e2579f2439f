using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>The apt of this machine with a configuration and lists of its own, and a repository on this machine.</summary>
internal sealed class AptRoot : IDisposable
{
    private static readonly string[] Directories =
    [
        "etc/apt.conf.d", "etc/preferences.d", "etc/sources.list.d", "etc/trusted.gpg.d", "state/lists/partial", "cache/archives/partial",
    ];

    private static readonly Dictionary<string, string?> WithoutProxy =
        new() { ["http_proxy"] = null, ["all_proxy"] = null, ["LC_ALL"] = "C.UTF-8" };

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpListener _server = new();
    private readonly Dictionary<string, byte[]> _files = [];

    public AptRoot()
    {
        Availability.RequireProgram("apt-get");
        foreach (var name in Directories)
        {
            Directory.CreateDirectory(_directory.File(name));
        }

        File.WriteAllBytes(_directory.File("state/status"), []);
        Url = new($"http://127.0.0.1:{FreePort()}/it's&$(id);x/");
        _server.Prefixes.Add(new Uri(Url, "/").AbsoluteUri);
        _server.Start();
        _ = AnswerAsync();
    }

    /// <summary>The address of the repository.</summary>
    public Uri Url { get; }

    /// <summary>Writes a file below /etc/apt, and returns its path.</summary>
    public string Write(string name, string content) => _directory.Write($"etc/{name}", Encoding.UTF8.GetBytes(content));

    /// <summary>Runs a script of a shell.</summary>
    public static Task<ProcessResult> RunScriptAsync(string script, string directory) => ProcessRunner.RunAsync(
        new ProcessOptions { StandardInput = script, WorkingDirectory = directory, Environment = WithoutProxy }, "sh", "-s");

    /// <summary>Publishes a file at the root of the repository.</summary>
    public void Publish(string name, byte[] content) => _files[name] = content;

    /// <summary>Publishes a suite with the package acme-worker.</summary>
    public void Publish(string suite, IOpenPgpSigner signer)
    {
        var packages = Encoding.ASCII.GetBytes($"""
            Package: acme-worker
            Version: 1
            Architecture: amd64
            Filename: pool/acme-worker.deb
            Size: 1
            SHA256: {Convert.ToHexStringLower(SHA256.HashData([0]))}

            """);
        var release = $"""
            Origin: Acme
            Suite: {suite}
            Date: {Inputs.Time:R}
            Architectures: amd64
            Components: main
            SHA256:
             {Convert.ToHexStringLower(SHA256.HashData(packages))} {packages.Length} main/binary-amd64/Packages

            """.Replace("GMT", "UTC", StringComparison.Ordinal);
        _files[$"deb/dists/{suite}/InRelease"] = ClearText.Sign(release, [signer], Inputs.Time, TestContext.Current.CancellationToken);
        _files[$"deb/dists/{suite}/main/binary-amd64/Packages"] = packages;
    }

    /// <summary>Runs apt-get.</summary>
    public Task<ProcessResult> RunAsync(params string[] arguments) => ProcessRunner.RunAsync(
        new ProcessOptions { Environment = WithoutProxy },
        "apt-get",
        [
            "-o", $"Dir::Etc={_directory.File("etc")}", "-o", $"Dir::State={_directory.File("state")}",
            "-o", $"Dir::Cache={_directory.File("cache")}", "-o", $"Dir::State::status={_directory.File("state/status")}",
            "-o", "APT::Architecture=amd64", "-o", "APT::Architectures=amd64", "-o", "APT::Sandbox::User=",
            "-o", "Acquire::http::Proxy=DIRECT", "-o", "Acquire::Languages=none", .. arguments,
        ]);

    public void Dispose()
    {
        _server.Close();
        _directory.Dispose();
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var context = await _server.GetContextAsync();
                var path = Uri.UnescapeDataString(context.Request.Url!.AbsoluteUri);
                var name = path.StartsWith(Url.AbsoluteUri, StringComparison.Ordinal) ? path[Url.AbsoluteUri.Length..] : "";
                var file = _files.GetValueOrDefault(name);
                context.Response.StatusCode = file is null ? 404 : 200;
                context.Response.Close(file ?? [], willBlock: false);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
