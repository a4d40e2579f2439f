using ServicePackaging.Build;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Tasks;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Build;

/// <summary>MSBuild on Linux and macOS takes texts for paths and replaces their backslashes.</summary>
public sealed class TypedTextTests : IDisposable
{
    private readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(@"<WindowsServiceUser>.\svc</WindowsServiceUser>", "WindowsServiceUser", "./svc", @".\svc")]
    [InlineData(@"<WindowsServiceUser> DOM\svc </WindowsServiceUser>", "WindowsServiceUser", "DOM/svc", @"DOM\svc")]
    [InlineData(@"<ServiceArguments>data\x --share \\server\y</ServiceArguments>", "ServiceArguments", "data/x --share //server/y", @"data\x --share \\server\y")]
    [InlineData(@"<ServiceArguments>--data /srv/x</ServiceArguments>", "ServiceArguments", "--data /srv/x", "--data /srv/x")]
    [InlineData(@"<ServicePayloadDirectory>out\payload</ServicePayloadDirectory>", "ServicePayloadDirectory", "out/payload", "out/payload")]
    public void APropertyHasTheBackslashesThatWereTyped(string xml, string name, string value, string expected)
    {
        var file = _tree.Write("/acme.csproj", $"<Project><PropertyGroup>{xml}</PropertyGroup></Project>");

        Assert.Equal(expected, Restore(file, new() { [name] = value }).Properties[name]);
    }

    [Theory]
    [InlineData(@"<ServiceEnvironment Include=""X"" Value=""data\x"" />")]
    [InlineData(@"<ServiceEnvironment Include=""X""><Value>data\x</Value></ServiceEnvironment>")]
    public void MetadataHasTheBackslashesThatWereTyped(string xml)
    {
        var file = _tree.Write("/acme.csproj", $"<Project><ItemGroup>{xml}</ItemGroup></Project>");
        var item = new InputItem("X", "/X", new Dictionary<string, string> { ["Value"] = "data/x" });

        Assert.Equal(@"data\x", Assert.Single(Restore(file, [], item).Items["ServiceEnvironment"]).Metadata["Value"]);
    }

    [Fact]
    public void TheCommandLineHasPrecedence()
    {
        var file = _tree.Write("/acme.csproj", @"<Project><PropertyGroup><ServiceArguments>data\x</ServiceArguments></PropertyGroup></Project>");

        Assert.Equal("data/x", Restore(file, new() { ["ServiceArguments"] = "data/x" }, globals: "data/x").Properties["ServiceArguments"]);
        Assert.Equal(@".\y", Restore(file, new() { ["ServiceArguments"] = "./y" }, globals: @".\y").Properties["ServiceArguments"]);
    }

    private static ServiceInput Restore(string file, Dictionary<string, string> properties, InputItem? item = null, string? globals = null)
    {
        var input = new ServiceInput
        {
            Properties = properties,
            Items = new[] { item }.OfType<InputItem>().ToLookup(_ => "ServiceEnvironment"),
            Project = new ProjectFacts { RuntimeIdentifier = RuntimeIdentifier.Parse("win-x64"), AssemblyName = "Acme", TargetFrameworkMajor = 10 },
            Sources = new SourceFiles(),
        };
        var onCommandLine = globals is null ? new Dictionary<string, string>() : new() { ["ServiceArguments"] = globals };
        return new TypedText(new ProjectXml(), [file], onCommandLine).Restore(input);
    }
}
