using System.Text;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Tests.Publishing;

/// <summary>Somebody who can write to the repository, but has not the key.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly Publisher _publisher = new();

    [Fact]
    public void A_state_by_another_key_is_refused()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        using var other = Publisher.Open("throwaway-ed25519.asc");
        var exception = Assert.Throws<RepositoryException>(
            () => _publisher.Publish(_publisher.Request with { Keys = [other], Packages = [_publisher.Deb("hello", "1.1")] }));
        Assert.Equal((RepositoryProblem.Untrusted, RepositoryPaths.State), (exception.Problem, exception.Arguments[0]));
    }

    [Theory]
    [InlineData("repository.json.asc", RepositoryProblem.Untrusted)]
    [InlineData("deb/dists/stable/InRelease", RepositoryProblem.RolledBack)]
    [InlineData("rpm/stable/repodata/repomd.xml", RepositoryProblem.RolledBack)]
    public void A_changed_file_is_refused(string path, object problem)
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        Change(path);
        RequireProblem((RepositoryProblem)problem);
    }

    [Theory]
    [InlineData("deb/dists/stable/by-hash", RepositoryProblem.Untrusted)]
    [InlineData("deb/dists/stable/main/binary-amd64/by-hash", null)]
    [InlineData("rpm/stable-g", RepositoryProblem.Untrusted)]
    public void A_changed_index_is_refused_or_replaced_by_its_copy(string prefix, object? problem)
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        foreach (var file in Directory.GetFiles(_publisher.Directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_publisher.Directory, file)).Where(file => file.StartsWith(prefix, StringComparison.Ordinal)))
        {
            Change(file);
        }

        if (problem is RepositoryProblem expected)
        {
            RequireProblem(expected);
        }
        else
        {
            _publisher.Publish(_publisher.Deb("hello", "1.1"));
            Assert.Equal(["hello 1.0", "hello 1.1"], _publisher.Stanzas("amd64"));
        }
    }

    [Fact]
    public void A_swapped_list_of_packages_is_refused()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        foreach (var file in Directory.GetFiles(_publisher.Directory + "/deb/dists/stable/main", "*", SearchOption.AllDirectories))
        {
            File.WriteAllText(file, "Package: evil\n");
        }

        RequireProblem(RepositoryProblem.Damaged);
    }

    [Fact]
    public void An_older_state_is_refused()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        var state = File.ReadAllBytes(Path.Combine(_publisher.Directory, RepositoryPaths.State));
        _publisher.Publish(_publisher.Deb("hello", "1.1"));
        File.WriteAllBytes(Path.Combine(_publisher.Directory, RepositoryPaths.State), state);
        RequireProblem(RepositoryProblem.RolledBack);
    }

    [Theory]
    [InlineData("deb/dists/stable/InRelease")]
    [InlineData("rpm/stable/repodata/repomd.xml", "rpm/stable/repodata/repomd.xml.asc")]
    public void An_older_index_is_refused(params string[] names)
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        var old = names.Select(name => Path.Combine(_publisher.Directory, name)).ToDictionary(path => path, File.ReadAllBytes);
        _publisher.Publish(_publisher.Deb("hello", "1.1"), _publisher.Rpm("hello", "1.1"));
        _publisher.Publish(_publisher.Deb("hello", "1.2"), _publisher.Rpm("hello", "1.2"));
        foreach (var (path, content) in old)
        {
            File.WriteAllBytes(path, content);
        }

        RequireProblem(RepositoryProblem.RolledBack);
    }

    [Fact]
    public void Keys_rotate_with_two_signatures()
    {
        using var next = Publisher.Open("throwaway-ed25519.asc");
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        _publisher.Publish(_publisher.Request with { Keys = [next, _publisher.Key], Packages = [_publisher.Deb("hello", "1.1")] });
        _publisher.Publish(_publisher.Request with { Keys = [next], Packages = [_publisher.Deb("hello", "1.2")] });
        Assert.Equal(["hello 1.0", "hello 1.1", "hello 1.2"], _publisher.Stanzas("amd64"));
    }

    [Fact]
    public void A_refresh_signs_again_without_a_package()
    {
        using var next = Publisher.Open("throwaway-ed25519.asc");
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        var result = _publisher.Publish(_publisher.Request with { Keys = [next, _publisher.Key], Refresh = true });
        Assert.Contains(result.Writes, write => write.Path == "deb/dists/stable/InRelease");
    }

    public void Dispose() => _publisher.Dispose();

    private void Change(string path)
    {
        var file = Path.Combine(_publisher.Directory, path);
        var bytes = File.ReadAllBytes(file);
        if (bytes.AsSpan().StartsWith("-----BEGIN"u8))
        {
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("cme", "cmf", StringComparison.Ordinal));
        }
        else
        {
            bytes[bytes.Length / 2] ^= 1;
        }

        File.WriteAllBytes(file, bytes);
    }

    private void RequireProblem(RepositoryProblem problem)
    {
        var before = PublishingTests.Digests(_publisher.Directory);
        var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(_publisher.Deb("hello", "1.9"), _publisher.Rpm("hello", "1.9")));
        Assert.Equal(problem, exception.Problem);
        Assert.Equal(before, PublishingTests.Digests(_publisher.Directory));
    }
}
