using ServicePackaging.Formats.Rpm;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.RpmMd;

/// <summary>The metadata of a package are those of createrepo_c, byte for byte.</summary>
public sealed class CreaterepoTests : IDisposable
{
    private readonly Publisher _publisher = new();

    public CreaterepoTests() => Availability.RequireProgram("createrepo_c");

    [Fact]
    public Task The_metadata_of_our_packages_are_those_of_createrepo() =>
        CompareAsync(CreaterepoComparison.Packages(_publisher, Comparable));

    [Fact]
    public async Task The_metadata_of_packages_of_rpmbuild_are_those_of_createrepo()
    {
        Availability.RequireProgram("rpmbuild");
        var spec = Path.Combine(_publisher.PackageDirectory, "built.spec");
        await File.WriteAllTextAsync(spec, Spec, TestContext.Current.CancellationToken);
        (await ProcessRunner.RunAsync(
            "rpmbuild", "-bb", "--define", $"_topdir {_publisher.PackageDirectory}/top", "--define", "_build_id_links none", spec)).Succeeded();
        await CompareAsync(Directory.GetFiles(_publisher.PackageDirectory, "built-*.rpm", SearchOption.AllDirectories));
    }

    public void Dispose() => _publisher.Dispose();

    // createrepo_c before 1.0 does not mark what %pretrans and %posttrans require with pre="1".
    private static RpmPackage Comparable(RpmPackage package) => RpmImpliedRelations.Complete(package with
    {
        Scriptlets = package.Scriptlets
            .Where(scriptlet => scriptlet.Key is not (RpmScriptletKind.PreTransaction or RpmScriptletKind.PostTransaction)).ToDictionary(),
        Relations =
        [
            .. package.Relations
                .Where(relation => (relation.Sense & (RpmSense.PreTransaction | RpmSense.PostTransaction)) == 0),
        ],
    });

    private async Task CompareAsync(IReadOnlyList<string> files)
    {
        var directory = Path.Combine(_publisher.PackageDirectory, "indexed");
        var comparison = new CreaterepoComparison(directory, files);
        (await ProcessRunner.RunAsync("createrepo_c", [.. CreaterepoComparison.Arguments, directory])).Succeeded();
        comparison.RequireEqual();
    }

    private const string Spec = """
        Name: built
        Version: 1.0
        Release: 2%{?dist}
        Epoch: 3
        Summary: Built by rpmbuild
        License: MIT
        BuildArch: noarch
        Requires(pre): shadow-utils
        Requires: bash >= 4
        Recommends: something
        Suggests: other
        Conflicts: bad < 2
        Obsoletes: older <= 1
        Provides: virtual = 1:2-3

        %description
        A package.

        %install
        mkdir -p %{buildroot}/etc/built %{buildroot}/usr/bin %{buildroot}/usr/share/built
        echo x > %{buildroot}/etc/built/conf
        echo y > %{buildroot}/usr/bin/built
        echo z > %{buildroot}/usr/share/built/data

        %files
        %dir /etc/built
        %config(noreplace) /etc/built/conf
        /usr/bin/built
        /usr/share/built
        %ghost /var/log/built.log

        %post
        true

        %changelog
        * Tue Nov 10 2026 A Person <a@example.org> - 1.0-2
        - Second & last

        * Mon Nov 09 2026 A Person <a@example.org> - 1.0-1
        - First
        """;
}
