using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Tests.Publishing;

/// <summary>Changes of a repository.</summary>
public sealed class PublishingTests : IDisposable
{
    private readonly Publisher _publisher = new();

    [Fact]
    public void The_same_release_again_changes_nothing()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        Assert.Empty(_publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0")).Writes);
    }

    [Fact]
    public void A_release_is_added_to_what_is_there()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        _publisher.Publish(_publisher.Deb("hello", "1.1"), _publisher.Deb("other", "2", "arm64"), _publisher.Rpm("hello", "1.1"));
        Assert.Equal(["hello 1.0", "hello 1.1"], Stanzas("amd64"));
        Assert.Equal(["other 2"], Stanzas("arm64"));
        Assert.Empty(Stanzas("all"));
        Assert.Equal(["1.0-1", "1.1-1"], RpmVersions());
    }

    [Fact]
    public void Packages_for_all_architectures_are_in_every_index()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0", "all"));
        _publisher.Publish(_publisher.Deb("world", "1.0", "arm64"));
        Assert.Equal(["hello 1.0"], Stanzas("all"));
        Assert.Equal(["hello 1.0", "world 1.0"], Stanzas("arm64"));
        Assert.Contains("Architectures: all amd64 arm64\n", _publisher.Read("deb/dists/stable/Release"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_inputs_give_the_same_bytes()
    {
        using var other = new Publisher();
        foreach (var publisher in new[] { _publisher, other })
        {
            publisher.Publish(publisher.Deb("hello", "1.0"), publisher.Rpm("hello", "1.0"));
            publisher.Publish(publisher.Deb("hello", "1.1"), publisher.Rpm("hello", "1.1"));
        }

        Assert.Equal(Digests(_publisher.Directory), Digests(other.Directory));
    }

    [Fact]
    public void Other_bytes_under_a_published_name_are_refused()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        var before = Digests(_publisher.Directory);
        foreach (var file in new[] { _publisher.Deb("hello", "1.0", text: "other\n"), _publisher.Rpm("hello", "1.0", text: "other\n") })
        {
            var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(file));
            Assert.Equal(RepositoryProblem.OtherBytes, exception.Problem);
            Assert.Equal(Path.GetFileName(file), exception.Arguments[0]);
        }

        Assert.Equal(before, Digests(_publisher.Directory));
    }

    [Fact]
    public void Other_bytes_are_refused_even_after_the_package_was_removed()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Deb("hello", "1.1"));
        _publisher.Publish(_publisher.Request with { Removals = [new("hello", "1.0")] });
        Assert.Equal(["hello 1.1"], Stanzas("amd64"));
        var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(_publisher.Deb("hello", "1.0", text: "other\n")));
        Assert.Equal(RepositoryProblem.OtherBytes, exception.Problem);
    }

    [Fact]
    public void The_same_file_name_with_another_epoch_is_refused()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(_publisher.Deb("hello", "1:1.0")));
        Assert.Equal(RepositoryProblem.OtherBytes, exception.Problem);
    }

    [Fact]
    public void An_older_version_is_published_with_a_note()
    {
        _publisher.Publish(_publisher.Deb("hello", "2.0"));
        var result = _publisher.Publish(_publisher.Deb("hello", "1.9"));
        Assert.Equal([new PublishNote(PublishNoteKind.OlderThanNewest, "hello", "1.9", "2.0")], result.Notes);
        Assert.Equal(["hello 1.9", "hello 2.0"], Stanzas("amd64"));
    }

    [Fact]
    public void An_unsigned_rpm_is_refused()
    {
        var unsigned = _publisher.Rpm("hello", "1.0");
        using (var other = new Publisher())
        using (var signed = File.OpenRead(unsigned))
        using (var output = File.Create(other.PackageDirectory + "/unsigned.rpm"))
        {
            Signing.Rpm.RpmSigner.Remove(signed, output, TestContext.Current.CancellationToken);
            output.Close();
            var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(output.Name));
            Assert.Equal(RepositoryProblem.UnusablePackage, exception.Problem);
        }
    }

    [Fact]
    public void Another_channel_shares_the_pool_and_is_not_automatic()
    {
        var deb = _publisher.Deb("hello", "1.0");
        _publisher.Publish(deb);
        var result = _publisher.Publish(_publisher.Request with { Channel = new("beta"), Packages = [deb, _publisher.Deb("hello", "1.1")] });
        Assert.Single(result.Writes.OfType<PackageWrite>());
        var release = _publisher.Read("deb/dists/beta/Release");
        Assert.Contains("NotAutomatic: yes\nButAutomaticUpgrades: yes\n", release, StringComparison.Ordinal);
        Assert.DoesNotContain("NotAutomatic", _publisher.Read("deb/dists/stable/Release"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_phased_update_grows()
    {
        var deb = _publisher.Deb("hello", "1.0");
        var phased = _publisher.Request with { Packages = [deb], Policy = new() { PhasedPercentage = 10 } };
        _publisher.Publish(phased);
        Assert.Contains("\nPhased-Update-Percentage: 10\n", _publisher.Read("deb/dists/stable/main/binary-amd64/Packages"), StringComparison.Ordinal);
        _publisher.Publish(_publisher.Request with { Packages = [deb], Policy = new() { PhasedPercentage = 50 } });
        Assert.Contains("\nPhased-Update-Percentage: 50\n", _publisher.Read("deb/dists/stable/main/binary-amd64/Packages"), StringComparison.Ordinal);
        _publisher.Publish(deb);
        Assert.DoesNotContain("Phased", _publisher.Read("deb/dists/stable/main/binary-amd64/Packages"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_versions_are_kept()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.9"), _publisher.Deb("hello", "1.10"), _publisher.Rpm("hello", "1.9"), _publisher.Rpm("hello", "1.10"));
        var result = _publisher.Publish(_publisher.Request with
        {
            Packages = [_publisher.Deb("hello", "1.11"), _publisher.Rpm("hello", "1.11")],
            Policy = new() { KeepVersions = 2 },
        });
        Assert.Equal(["hello 1.10", "hello 1.11"], Stanzas("amd64"));
        Assert.Equal(["1.10-1", "1.11-1"], RpmVersions());
        Assert.Equal(2, result.Notes.Count(note => note is { Kind: PublishNoteKind.Retired, Version: "1.9" or "1.9-1" }));
        Assert.True(File.Exists(Path.Combine(_publisher.Directory, "deb/pool/main/h/hello/hello_1.9_amd64.deb")));
    }

    [Fact]
    public void Versions_are_kept_for_a_time()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        _publisher.Time += TimeSpan.FromDays(100);
        var policy = new RepositoryPolicy { KeepFor = TimeSpan.FromDays(90) };
        _publisher.Publish(_publisher.Request with { Packages = [_publisher.Deb("hello", "1.1")], Policy = policy });
        Assert.Equal(["hello 1.1"], Stanzas("amd64"));
        _publisher.Time += TimeSpan.FromDays(100);
        _publisher.Publish(_publisher.Request with { Policy = policy });
        Assert.Equal(["hello 1.1"], Stanzas("amd64"));
    }

    [Fact]
    public void Removed_packages_are_deleted_by_a_later_run_after_two_weeks()
    {
        var path = Path.Combine(_publisher.Directory, "deb/pool/main/h/hello/hello_1.0_amd64.deb");
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Deb("hello", "1.1"));
        _publisher.Publish(_publisher.Request with { Removals = [new("hello", "1.0")] });
        _publisher.Time += TimeSpan.FromDays(13);
        _publisher.Publish(_publisher.Deb("hello", "1.2"));
        Assert.True(File.Exists(path));
        _publisher.Time += TimeSpan.FromDays(1);
        _publisher.Publish(_publisher.Request);
        Assert.False(File.Exists(path));
        Assert.DoesNotContain("hello_1.0_", _publisher.Read(RepositoryPaths.State), StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_package_that_another_channel_has_stays()
    {
        var deb = _publisher.Deb("hello", "1.0");
        _publisher.Publish(deb);
        _publisher.Publish(_publisher.Request with { Channel = new("beta"), Packages = [deb] });
        _publisher.Publish(_publisher.Request with { Removals = [new("hello", null)] });
        _publisher.Time += TimeSpan.FromDays(30);
        _publisher.Publish(_publisher.Deb("other", "1"));
        Assert.True(File.Exists(Path.Combine(_publisher.Directory, "deb/pool/main/h/hello/hello_1.0_amd64.deb")));
    }

    [Fact]
    public void Three_generations_of_indexes_stay_and_all_of_two_days()
    {
        for (var version = 1; version <= 6; version++)
        {
            _publisher.Publish(_publisher.Deb("hello", $"{version}"), _publisher.Rpm("hello", $"{version}"));
        }

        Assert.Equal(6, Generations().Count);
        _publisher.Time += TimeSpan.FromDays(3);
        _publisher.Publish(_publisher.Deb("hello", "7"), _publisher.Rpm("hello", "7"));
        Assert.Equal(["stable-g5", "stable-g6", "stable-g7"], Generations());
        Assert.Equal(6, Directory.GetFiles(Path.Combine(_publisher.Directory, "deb/dists/stable/main/binary-amd64/by-hash/SHA256")).Length);
    }

    [Fact]
    public void The_date_never_goes_backwards()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        _publisher.Publish(_publisher.Request with { Packages = [_publisher.Deb("hello", "1.1")], Time = Publisher.Start - TimeSpan.FromDays(1) });
        Assert.Contains("Date: Sun, 01 Nov 2026 12:00:01 +0000\n", _publisher.Read("deb/dists/stable/InRelease"), StringComparison.Ordinal);
    }

    // The second release within a second has a date that is ahead of the clock, and of the time at which the key was opened.
    [Fact]
    public void Two_releases_within_a_second_are_signed_at_the_time_of_the_clock()
    {
        using var key = Publisher.Open("throwaway-rsa.asc", Publisher.Start);
        foreach (var version in new[] { "1.0", "1.1", "1.2" })
        {
            _publisher.Publish(_publisher.Request with
            {
                Packages = [_publisher.Deb("hello", version), _publisher.Rpm("hello", version)],
                Keys = [key],
                Time = Publisher.Start,
                Now = Publisher.Start,
            });
        }

        Assert.Contains("Date: Sun, 01 Nov 2026 12:00:02 +0000\n", _publisher.Read("deb/dists/stable/InRelease"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_from_the_future_is_refused()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(_publisher.Request with
        {
            Packages = [_publisher.Deb("hello", "1.1")],
            Time = Publisher.Start - TimeSpan.FromDays(1),
            Now = Publisher.Start - TimeSpan.FromDays(1),
        }));
        Assert.Equal(RepositoryProblem.FromTheFuture, exception.Problem);
    }

    [Fact]
    public void Another_origin_is_refused_unless_it_is_allowed()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        var request = _publisher.Request with { Identity = Publisher.Acme with { Origin = "Bcme" }, Packages = [_publisher.Deb("hello", "1.1")] };
        var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(request));
        Assert.Equal((RepositoryProblem.ChangedIdentity, "Origin"), (exception.Problem, exception.Arguments[0]));
        _publisher.Publish(request with { Policy = new() { AllowChangedIdentity = true } });
        Assert.Contains("Origin: Bcme\n", _publisher.Read("deb/dists/stable/Release"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acme\nOrigin: Evil")]
    [InlineData("")]
    public void An_origin_that_is_not_one_line_is_refused(string origin)
    {
        var exception = Assert.Throws<RepositoryException>(
            () => _publisher.Publish(_publisher.Request with { Identity = Publisher.Acme with { Origin = origin } }));
        Assert.Equal(RepositoryProblem.InvalidSetting, exception.Problem);
    }

    [Fact]
    public void The_address_is_kept_if_a_release_does_not_state_it()
    {
        _publisher.Publish(_publisher.Rpm("hello", "1.0"));
        _publisher.Publish(_publisher.Request with { Identity = Publisher.Acme with { Url = null }, Packages = [_publisher.Rpm("hello", "1.1")] });
        Assert.StartsWith("http://127.0.0.1:8000/rpm/stable-g2-", _publisher.Read("rpm/stable/mirrorlist"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_publisher_needs_no_package_of_the_pool()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        Directory.Delete(Path.Combine(_publisher.Directory, "deb/pool"), recursive: true);
        Directory.Delete(Path.Combine(_publisher.Directory, "rpm/pool"), recursive: true);
        var result = _publisher.Publish(_publisher.Deb("hello", "1.1"), _publisher.Rpm("hello", "1.1"));
        Assert.Equal(2, result.Writes.OfType<PackageWrite>().Count());
        Assert.Equal(["hello 1.0", "hello 1.1"], Stanzas("amd64"));
        _publisher.Publish(_publisher.Request with { Removals = [new("hello", "1.0"), new("hello", "1.0-1")] });
        _publisher.Time += TimeSpan.FromDays(15);
        Assert.Equal(2, _publisher.Publish(_publisher.Request).Writes.OfType<FileDeletion>().Count(write => write.Path.Contains("/pool/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_package_to_remove_has_to_be_there()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        var exception = Assert.Throws<RepositoryException>(() => _publisher.Publish(_publisher.Request with { Removals = [new("hello", "2")] }));
        Assert.Equal(RepositoryProblem.NotPublished, exception.Problem);
    }

    public void Dispose() => _publisher.Dispose();

    internal static List<string> Digests(string directory) =>
    [
        .. Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(directory, file)} {PackageSource.OfFile(file).Sha256}"),
    ];

    private List<string> Generations() =>
    [
        .. Directory.GetDirectories(Path.Combine(_publisher.Directory, "rpm"), "stable-g*")
            .Select(path => Path.GetFileName(path)[..Path.GetFileName(path).LastIndexOf('-')]).Order(StringComparer.Ordinal),
    ];

    private List<string> Stanzas(string architecture) => _publisher.Stanzas(architecture);

    private List<string> RpmVersions() => _publisher.RpmVersions();
}
