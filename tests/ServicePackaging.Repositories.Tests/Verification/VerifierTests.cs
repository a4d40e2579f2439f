using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Verification;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>The verification of a repository of this library by its signed state, and the rules as a whole.</summary>
public sealed class VerifierTests : IDisposable
{
    private readonly BrokenRepository _repository = new(hasAddress: true);

    private VerificationOptions Found => RepositoryLayout.Find(
        new LocalStore(_repository.Publisher.Directory), _repository.Publisher.Key.PublicKey!, _repository.Publisher.Time,
        TestContext.Current.CancellationToken)! with
    { ReadPackages = true };

    [Fact]
    public void A_good_repository_has_no_fault() => Assert.Empty(_repository.Verify());

    [Fact]
    public void The_form_is_verified_without_keys()
    {
        _repository.Options = _repository.Options with { Keys = null };
        Assert.Empty(_repository.Verify());
    }

    [Fact]
    public void All_channels_of_the_state_have_no_fault_after_several_publications()
    {
        var publisher = _repository.Publisher;
        publisher.Publish(publisher.Request with { Packages = [publisher.Deb("hello", "2.0~beta1")], Channel = new("beta") });
        publisher.Publish(publisher.Rpm("hello", "2.0"));
        publisher.Publish(publisher.Deb("hello", "2.0"));
        _repository.Options = Found;
        Assert.Equal(["beta", "stable"], _repository.Options.Suites.Select(suite => suite.Suite));
        Assert.Equal("rpm/stable/mirrorlist", Assert.Single(_repository.Options.Metadata).MirrorList);
        Assert.Empty(_repository.Verify());
    }

    [Fact]
    public void A_former_publication_in_place_of_the_last_one_is_found()
    {
        var files = new[] { "InRelease", "Release", "Release.gpg" }.Select(name => $"{BrokenRepository.Suite}/{name}").ToList();
        var before = files.Select(_repository.Read).ToList();
        _repository.Publisher.Publish(_repository.Publisher.Deb("hello", "2.0"));
        foreach (var (file, content) in files.Zip(before))
        {
            _repository.Write(file, content);
        }

        _repository.Options = Found;
        Assert.Contains(_repository.Verify(), fault => fault.Rule == StateRules.BehindState);
    }

    [Fact]
    public void Metadata_that_is_not_of_the_state_is_found()
    {
        _repository.EditRepoMd(text => text + "<!-- -->");
        _repository.Options = Found with { Suites = [] };
        Assert.Equal([StateRules.BehindState, RpmMdRules.MirrorListDiffers], _repository.Verify().Select(fault => fault.Rule));
    }

    [Fact]
    public void A_changed_label_is_found()
    {
        _repository.EditRelease(text => text.Replace("Label: Acme", "Label: Other", StringComparison.Ordinal));
        _repository.Options = Found with { Metadata = [] };
        Assert.Equal([StateRules.BehindState, StateRules.IdentityDiffers], _repository.Verify().Select(fault => fault.Rule));
    }

    [Fact]
    public void A_deleted_file_of_a_former_generation_is_found()
    {
        var index = _repository.Read($"{BrokenRepository.Suite}/main/binary-amd64/Packages.gz");
        _repository.Publisher.Publish(_repository.Publisher.Deb("hello", "2.0"));
        _repository.Delete($"{BrokenRepository.Suite}/main/binary-amd64/by-hash/SHA256/{BrokenRepository.Sha256(index)}");
        _repository.Options = Found;
        Assert.Equal(StateRules.ReplacedIndexMissing, Assert.Single(_repository.Verify()).Rule);
    }

    [Fact]
    public void Control_characters_are_escaped()
    {
        _repository.EditRelease(text => text.Replace("Label: Acme", "Signed-By: \u001b[2J\u202e\nLabel: Acme", StringComparison.Ordinal)
            .Replace(": stable\n", ": \u001b[31mred\n", StringComparison.Ordinal));
        var faults = _repository.Verify();
        Assert.Contains(faults, fault => fault.Message.Contains("\\u{1B}[31mred", StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(fault.ToString(), char.IsControl));
    }

    [Fact]
    public void Many_faults_of_a_kind_are_counted()
    {
        var stanza = _repository.Text($"{BrokenRepository.Suite}/main/binary-amd64/Packages").Split("\n\n")
            .First(text => text.Contains("Package: hello\n", StringComparison.Ordinal));
        _repository.Options = _repository.Options with { ReadPackages = false };
        _repository.EditPackages("amd64", text => text + string.Concat(Enumerable.Range(0, 50).Select(index =>
            $"\n{stanza.Replace("Package: hello", $"Package: p{index}", StringComparison.Ordinal)
                .Replace("Filename: pool", $"Filename: {index}", StringComparison.Ordinal)}\n")));
        var faults = _repository.Verify();
        Assert.Equal(21, faults.Count);
        Assert.Equal("There are 30 more faults of this kind, which are not listed.", faults[^1].Message);
    }

    [Fact]
    public void A_decompression_bomb_is_not_unpacked()
    {
        var bomb = BrokenRepository.Gzip(new byte[600 * 1024 * 1024]);
        _repository.WriteIndex("main/binary-amd64/Packages.gz", bomb);
        Assert.Equal(AptRules.IndexUnreadable, Assert.Single(_repository.Verify()).Rule);
    }

    [Fact]
    public void Every_rule_has_a_test()
    {
        var tested = AptFaultTests.Rules.Concat(RpmMdFaultTests.Rules).Concat(ServerFaultTests.Rules).Concat(KeyFaultTests.Rules)
            .Concat(StateRules.All).ToHashSet();
        Assert.Empty(RepositoryRules.All.Where(rule => !tested.Contains(rule)).Select(rule => rule.Name));
    }

    [Fact]
    public void Names_of_rules_are_unique_and_their_meanings_are_sentences()
    {
        Assert.Equal(RepositoryRules.All.Count, RepositoryRules.All.Select(rule => rule.Name).Distinct().Count());
        Assert.All(RepositoryRules.All, rule => Assert.Matches("^[A-Z].*[^.]\\.$", rule.Meaning));
    }

    public void Dispose() => _repository.Dispose();
}
