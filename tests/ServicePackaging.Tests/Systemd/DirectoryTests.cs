using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Systemd;

/// <summary>Every directory that a service declares exists when it starts, and it may write there.</summary>
public sealed class DirectoryTests
{
    private static readonly string[] DirectoryDirectives = ["RuntimeDirectory", "StateDirectory", "CacheDirectory", "LogsDirectory", "ConfigurationDirectory", "ReadWritePaths"];

    [Theory]
    [InlineData("Cache", "thumbs", "CacheDirectory=acme StateDirectory=acme", "/var/cache/acme/thumbs")]
    [InlineData("State", "queue", "StateDirectory=acme", "/var/lib/acme/queue")]
    [InlineData("Runtime", "jobs", "RuntimeDirectory=acme acme/jobs StateDirectory=acme", null)]
    [InlineData("Configuration", "rules", "ConfigurationDirectory=acme ReadWritePaths=/etc/acme/rules StateDirectory=acme", "/etc/acme/rules")]
    public void A_directory_below_a_kinds_place(string kind, string name, string directives, string? tmpfiles)
    {
        var planned = new Service().Item("ServiceDirectory", name, ("Kind", kind)).Plan();

        Assert.Equal(directives.Split(' '), Directives(planned.Text("/usr/lib/systemd/system/acme.service")).SelectMany(line => line.Split(' ')));
        Assert.Equal(tmpfiles is not null, planned.Text("/usr/lib/tmpfiles.d/acme.conf").Contains($"d {tmpfiles} 0750 acme acme\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_instance_has_a_directory_with_its_content()
    {
        var planned = new Service().Item("ServiceInstance", "a").Item("ServiceDirectory", "queue").Plan();

        Assert.Equal(["StateDirectory=acme/%i"], Directives(planned.Text("/usr/lib/systemd/system/acme@.service")));
        Assert.Equal(
            ["d /var/lib/acme 0750 acme acme", "d /var/lib/acme/a 0750 acme acme", "d /var/lib/acme/a/queue 0750 acme acme"],
            planned.Text("/usr/lib/tmpfiles.d/acme.conf").TrimEnd('\n').Split('\n'));
    }

    private static IEnumerable<string> Directives(string unit) =>
        unit.Split('\n').Where(line => Array.Exists(DirectoryDirectives, name => line.StartsWith(name + "=", StringComparison.Ordinal))).Order(StringComparer.Ordinal);
}
