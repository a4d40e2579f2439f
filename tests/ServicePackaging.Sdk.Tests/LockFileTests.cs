namespace ServicePackaging.Sdk.Tests;

/// <summary>The lock file belongs to the project: packaging neither changes it nor goes around it.</summary>
public sealed class LockFileTests(SdkFeed feed)
{
    private const string Locks = "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>";
    private const string Locked = "-p:RestoreLockedMode=true";

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_lock_file_of_a_plain_restore_stays_as_it_is_and_locked_mode_passes()
    {
        _workspace.Write("lib/lib.csproj", $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework>{Locks}</PropertyGroup></Project>""");
        var project = AddService("[13.0.3]", """<ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>""");
        (await _workspace.DotnetAsync("restore", project)).Succeeded();
        var locks = ReadLocks();

        Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb, Workspace.FrameworkDependent));
        Assert.Equal(locks, ReadLocks());

        Directory.Delete(_workspace.File("app", "obj"), recursive: true);
        var packages = await _workspace.PublishAsync(
            project, "-p:ServicePackage=deb+msi", Workspace.FrameworkDependent, Locked, "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64+win-x64");
        Assert.Equal(3, packages.Count);
        Assert.Equal(locks, ReadLocks());
    }

    [Fact]
    public async Task A_publish_does_not_create_the_lock_file()
    {
        await _workspace.PublishDebAsync(AddService("[13.0.3]"));
        Assert.False(File.Exists(_workspace.File("app", "packages.lock.json")));
    }

    [Fact]
    public async Task A_runtime_identifier_in_the_lock_file_is_locked_as_usual()
    {
        var project = AddService("[13.0.3]", "<PropertyGroup><RuntimeIdentifiers>linux-x64</RuntimeIdentifiers></PropertyGroup>");
        (await _workspace.DotnetAsync("restore", project)).Succeeded();
        var locks = ReadLocks();
        Assert.Contains("net10.0/linux-x64", locks, StringComparison.Ordinal);

        await _workspace.PublishDebAsync(project, Locked);

        Assert.Equal(locks, ReadLocks());
    }

    [Fact]
    public async Task Another_version_than_the_locked_one_is_an_error()
    {
        var project = AddService("[13.0.1]");
        (await _workspace.DotnetAsync("restore", project)).Succeeded();
        File.WriteAllText(project, File.ReadAllText(project).Replace("[13.0.1]", "13.0.*", StringComparison.Ordinal));

        var output = await _workspace.FailAsync("SVCPKG1017", project, Workspace.Deb, Workspace.FrameworkDependent, Locked);

        Assert.Matches("Newtonsoft.Json 13\\.0\\.[2-9]\\d*, which 'packages.lock.json' does not lock", output);
        Assert.Contains("<RuntimeIdentifiers>linux-x64</RuntimeIdentifiers>", output, StringComparison.Ordinal);
    }

    private string AddService(string version, string body = "") => _workspace.AddService(
        $"""<ItemGroup><PackageReference Include="Newtonsoft.Json" Version="{version}" /></ItemGroup>{body}""", properties: Locks);

    private string ReadLocks() => string.Concat(
        Directory.GetFiles(_workspace.Root, "packages.lock.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText));
}
