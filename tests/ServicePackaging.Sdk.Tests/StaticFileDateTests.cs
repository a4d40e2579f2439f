using System.Globalization;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Browsers and caches ask whether a file has changed since the version that they know. After an upgrade it has, although its size is the same.</summary>
public sealed class StaticFileDateTests(SdkFeed feed)
{
    // Serves its files, asks itself for one of them with the header of the command line, and prints the answer.
    private const string Site =
        """
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseStaticFiles();
        await app.StartAsync();
        using var client = new HttpClient();
        if (args.Length == 2)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(args[0], args[1]);
        }

        var answer = await client.GetAsync(app.Urls.First() + "/app.js");
        Console.WriteLine($"{(int)answer.StatusCode}|{answer.Headers.ETag}|{answer.Content.Headers.LastModified:r}|{await answer.Content.ReadAsStringAsync()}");
        """;

    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_an_upgrade_a_file_of_the_same_size_is_sent_again(bool isInRepository)
    {
        var project = _workspace.AddService(sdk: "Microsoft.NET.Sdk.Web", properties: "<ImplicitUsings>enable</ImplicitUsings>");
        _workspace.Write("app/Program.cs", Site);

        await InstallAsync(project, "1.0.0", isInRepository ? 1_750_000_000 : null);
        var before = await AskAsync();
        Assert.Equal(("200", "1.0.0"), (before[0], before[3]));
        Assert.Equal("304", (await AskAsync("If-None-Match", before[1]))[0]);

        await InstallAsync(project, "1.0.1", isInRepository ? 1_750_000_060 : null);
        foreach (var known in new[] { await AskAsync("If-None-Match", before[1]), await AskAsync("If-Modified-Since", before[2]) })
        {
            Assert.Equal(("200", "1.0.1"), (known[0], known[3]));
        }
    }

    private async Task InstallAsync(string project, string version, long? committed)
    {
        _workspace.Write("app/wwwroot/app.js", version);
        if (committed is { } seconds)
        {
            await CommitAsync(seconds);
        }

        var package = await _workspace.PublishDebAsync(project, $"-p:Version={version}");
        (await ProcessRunner.RunAsync("dpkg-deb", "-x", package, _workspace.File("system"))).Succeeded();
    }

    private async Task CommitAsync(long seconds)
    {
        Availability.RequireProgram("git");
        var date = string.Create(CultureInfo.InvariantCulture, $"{seconds} +0000");
        var options = new ProcessOptions
        {
            WorkingDirectory = _workspace.Root,
            Environment = new Dictionary<string, string?> { ["GIT_COMMITTER_DATE"] = date, ["GIT_AUTHOR_DATE"] = date },
        };
        (await ProcessRunner.RunAsync(options, "git", "init", "--quiet")).Succeeded();
        (await ProcessRunner.RunAsync(
            options, "git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--allow-empty", "-m", "change")).Succeeded();
    }

    private async Task<string[]> AskAsync(params string[] header)
    {
        var directory = _workspace.File("system", "usr", "libexec", "app");
        var result = await ProcessRunner.RunAsync("dotnet", [Path.Combine(directory, "app.dll"), .. header]);
        return result.Succeeded().Text.Split('|');
    }
}
