using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>The package registry and the releases of a project of GitLab, with the names that GitLab accepts
/// (lib/gitlab/regex/packages.rb and app/models/releases/link.rb).</summary>
internal sealed partial class GitLabServer : IAsyncDisposable
{
    public const string Token = "glcbt-64_job-token";
    private const string Project = "/api/v4/projects/42";

    private readonly LoopbackServer _server;

    public GitLabServer() => _server = new(Answer);

    public string Api => _server.Address + "/api/v4";

    /// <summary>The files of the registry by their names.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The releases by their tags, and the files that they link to.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Releases { get; } = new(StringComparer.Ordinal);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ServerAnswer Answer(HttpListenerRequest request, byte[] body)
    {
        var path = Uri.UnescapeDataString(request.RawUrl!);
        return request.Headers["JOB-TOKEN"] != Token ? ServerAnswer.Of(401)
            : request.HttpMethod == "PUT" && PackageFile().Match(path) is { Success: true } file ? Store(file.Groups["name"].Value, body)
            : request.HttpMethod == "POST" && path == $"{Project}/releases" ? Create(body)
            : request.HttpMethod == "GET" && path.StartsWith($"{Project}/releases/", StringComparison.Ordinal)
                ? ServerAnswer.Of(Releases.ContainsKey(path[$"{Project}/releases/".Length..]) ? 200 : 404)
            : ServerAnswer.Of(400, "unknown");
    }

    private ServerAnswer Store(string name, byte[] body)
    {
        Files[name] = body;
        return ServerAnswer.Of(201);
    }

    private ServerAnswer Create(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var tag = json.RootElement.GetProperty("tag_name").GetString()!;
        var links = json.RootElement.GetProperty("assets").GetProperty("links").EnumerateArray().ToList();
        if (links.Exists(link => !LinkPath().IsMatch(link.GetProperty("direct_asset_path").GetString()!)))
        {
            return ServerAnswer.Of(400, "filepath");
        }

        var names = links.Select(link => link.GetProperty("url").GetString()!.Split('/')[^1]).ToList();
        return names.TrueForAll(Files.ContainsKey) && Releases.TryAdd(tag, names) ? ServerAnswer.Of(201) : ServerAnswer.Of(409);
    }

    [GeneratedRegex(@"^/api/v4/projects/42/packages/generic/release/[\w+.-]+/(?<name>[A-Za-z0-9._+-]+)\z")]
    private static partial Regex PackageFile();

    [GeneratedRegex(@"^/[^/](?!.*//.*)[-.\w/]+[\da-zA-Z]+\z")]
    private static partial Regex LinkPath();
}
