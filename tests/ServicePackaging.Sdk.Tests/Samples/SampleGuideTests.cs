using System.Security.Cryptography;
using ServicePackaging.Sdk.Tests;

[assembly: AssemblyFixture(typeof(SamplePublisher))]

namespace ServicePackaging.Sdk.Tests;

/// <summary>The samples, each published once in a run, when the first test asks for it.</summary>
public sealed class SamplePublisher : IDisposable
{
    private readonly SemaphoreSlim _publishing = new(1);
    private readonly Dictionary<string, PublishedSample> _published = [];

    public void Dispose() => _publishing.Dispose();

    internal async Task<PublishedSample> PublishAsync(SdkFeed feed, string name)
    {
        await _publishing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_published.TryGetValue(name, out var sample))
            {
                sample = await PublishedSample.PublishAsync(feed, name);
                _published.Add(name, sample);
            }

            return sample;
        }
        finally
        {
            _publishing.Release();
        }
    }
}

/// <summary>What samples/README.md says of each sample is so: its tables are the list of what the guides ask for.</summary>
public sealed class SampleGuideTests(SdkFeed feed, SamplePublisher samples)
{
    private static readonly string[] Formats = ["deb", "rpm", "pkg", "msi"];

    private static readonly IReadOnlyList<GuideSection> Sections = SampleGuide.Read();

    public static TheoryData<string> Samples => [.. PublishedSample.Names];

    public static TheoryData<string, string> Packages =>
        new(PublishedSample.Names.SelectMany(name => Formats.Select(format => (name, format))));

    [Fact]
    public void Every_sample_has_its_section_and_every_section_its_sample() =>
        Assert.Equal(PublishedSample.Names, Sections.Select(section => section.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_the_page_says_of_a_project_stands_in_it(string sample)
    {
        var section = Section(sample);
        Assert.True(section.Rows.Count > 0, $"samples/README.md has no table for {sample}.");
        Expect(sample, "its project", SampleGuideCheck.Project(section, PublishedSample.ProjectText(sample)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task What_the_page_says_of_a_package_stands_in_it(string sample, string format)
    {
        var section = Section(sample);
        Assert.True(section.Rows.Any(row => row.Spans(SampleGuide.ColumnOf(format)).Any()), $"samples/README.md says nothing of {sample} that a {format} could be asked for.");
        var published = await samples.PublishAsync(feed, sample);
        var texts = Formats.ToDictionary(name => name, name => EmittedTexts.Read(published.Package(name).Identity + ".source"));
        var package = published.Package(format);
        Expect(sample, package.FileName, SampleGuideCheck.Package(section, format, texts, published.WarningsOf(package)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task One_command_makes_every_package_and_says_so_and_again_it_rewrites_none(string sample)
    {
        var published = await samples.PublishAsync(feed, sample);
        Assert.Equal(["deb linux-", "rpm linux-", "pkg osx-", "msi win-"], published.Packages.Select(package => $"{package.Format} {package.RuntimeIdentifier.Split('-')[0]}-"));
        Assert.All(published.Packages, package =>
        {
            Assert.Single(published.Log.Split('\n'), line => published.IsLineOf(package, line));
            var bytes = File.ReadAllBytes(package.Identity);
            Assert.Equal(($"{bytes.Length}", Convert.ToHexStringLower(SHA256.HashData(bytes))), (package.Size, package.Sha256));
            Assert.True(Path.IsPathFullyQualified(package.Identity), package.Identity);
            Assert.NotEmpty(package.Version);
            Assert.Equal(published.Times[package.Identity], File.GetLastWriteTimeUtc(package.Identity));
        });
        var written = published.Packages.SelectMany(package => new[] { package.Identity, package.Identity + ".cdx.json", package.Identity + ".spdx.json" });
        Assert.Equal(published.Times.Keys.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    private static GuideSection Section(string sample) => Assert.Single(Sections, section => section.Name == sample);

    private static void Expect(string sample, string place, IReadOnlyList<string> missing) =>
        Assert.True(missing.Count == 0, $"samples/README.md says of {sample} what {place} does not have:\n{string.Join('\n', missing)}");
}
