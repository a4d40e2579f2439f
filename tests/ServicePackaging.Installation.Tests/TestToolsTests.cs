using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>That the packages of tests/Shared/tools.txt bring a bare machine everything that tests ask for: <c>./build.sh --target=TestTools</c>.</summary>
public sealed class TestToolsTests
{
    // The search path of a root login on Debian, and no alias or builtin of the shell: each is a file.
    private const string Search = """
        for tool in "$@"; do
            case $tool in
            /*) [ -e "$tool" ] || echo "$tool" ;;
            *) for directory in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do [ -x "$directory/$tool" ] && continue 2; done; echo "$tool" ;;
            esac
        done
        """;

    [Fact(Explicit = true)]
    public async Task The_listed_packages_bring_every_listed_program_to_a_bare_Debian()
    {
        await BoxHost.RequireAsync();
        var packages = ToolList.Packages.Values.SelectMany(value => value.Split(' ')).Distinct().Order(StringComparer.Ordinal);
        var root = await new BoxImage("tools", string.Join(' ', packages)).PathAsync();
        try
        {
            var result = await ProcessRunner.RunAsync("chroot", [root, "/bin/sh", "-c", Search, "sh", .. ToolList.Packages.Keys]);
            Assert.Equal("", result.Succeeded().Text);
        }
        finally
        {
            // Two gigabytes that nothing else needs.
            Directory.Delete(root, recursive: true);
        }
    }
}
