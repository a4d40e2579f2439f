using NuGet.Versioning;
using ServicePackaging.Model;
using ServicePackaging.Planning;

namespace ServicePackaging.Tests.Planning;

/// <summary>The dates of packages whose project is in no repository.</summary>
public sealed class VersionDateTests
{
    private static readonly string[] InOrder =
    [
        "0.1.0", "0.9.12", "0.10.0",
        "1.0.0-alpha.1", "1.0.0-alpha.2", "1.0.0-alphabet", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-preview.3", "1.0.0-rc.1", "1.0.0-rc.2",
        "1.0.0", "1.0.0.1", "1.0.1", "1.0.9", "1.0.10", "1.0.250", "1.0.251", "1.1.0-rc.1", "1.1.0", "1.9.3", "1.10.0", "1.10.1",
        "2.0.0", "2.15.37", "2.15.38", "9.12.0", "10.0.0", "10.0.1", "12.34.56", "12.34.57", "24.4.0", "24.10.0", "99.1.2", "120.0.1", "255.0.0",
        "2024.1.15", "2024.1.16", "2026.11.30", "2026.11.31", "2026.12.1",
    ];

    [Fact]
    public void ALaterVersionHasALaterDate()
    {
        var dates = InOrder.Select(version => Date(version)).ToList();

        Assert.Equal(dates.Order().Distinct(), dates);
    }

    [Fact]
    public void ALaterRevisionHasALaterDate()
    {
        DateTimeOffset[] dates =
            [Date("1.4.0", "1"), Date("1.4.0", "2"), Date("1.4.0", "2.fc43"), Date("1.4.0", "3"), Date("1.4.0", "10"), Date("1.4.1", "1"), Date("0.1.0", epoch: 1)];

        Assert.Equal(dates.Order().Distinct(), dates);
    }

    [Fact]
    public void NoVersionHasAnEarlierDateThanAnEarlierVersion()
    {
        var random = new Random(15);
        string[] labels = ["", "", "-rc.1", "-alpha.0.230", "-beta2", "-preview.7", "-x.y", "-1", "-zeta"];
        var versions = Enumerable.Range(0, 20_000)
            .Select(_ => NuGetVersion.Parse(
                $"{random.Next(1 << random.Next(1, 14))}.{random.Next(1 << random.Next(1, 12))}.{random.Next(1 << random.Next(1, 17))}{labels[random.Next(labels.Length)]}"))
            .Order(VersionComparer.VersionRelease).ToList();

        Assert.All(
            versions.Zip(versions.Skip(1)),
            pair => Assert.True(Date(pair.First.ToString()) <= Date(pair.Second.ToString()), $"{pair.First} is dated after {pair.Second}."));
    }

    [Theory]
    [InlineData("0.0.0-0")]
    [InlineData("2147483647.2147483647.2147483647.2147483647")]
    [InlineData("1.0.0+build.5")]
    public void EveryDateIsWithinTheRangeAndEven(string version)
    {
        var date = Date(version);

        Assert.InRange(date, new DateTimeOffset(2020, 1, 1, 0, 0, 1, TimeSpan.Zero), new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        // The cabinet of an .msi counts in steps of two seconds.
        Assert.Equal(0, date.ToUnixTimeSeconds() % 2);
    }

    private static DateTimeOffset Date(string version, string release = "1", int? epoch = null) => PackageRequest.TimestampOf(new PackageIdentity
    {
        Name = "acme",
        StableName = "acme",
        Version = NuGetVersion.Parse(version),
        Release = release,
        Epoch = epoch,
        Maintainer = "",
        Vendor = "",
        Summary = "",
        Description = "",
        License = "",
        Copyright = "",
    });
}
