using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ServicePackaging.Build;
using ServicePackaging.Tasks;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Build;

/// <summary>Patterns of published files, which MSBuild looks for in the project's directory.</summary>
public sealed class WrittenPatternTests : IDisposable
{
    private readonly TemporaryTree _directory = new();

    [Theory]
    [InlineData("""<ServicePackageOptionalFile Include="plugins/*.so" />""", "", "plugins/*.so")]
    [InlineData("""<ServicePackageOptionalFile Include="a/**; b/x.so;c/*.so" />""", "b/x.so", "b/x.so|a/**|c/*.so")]
    [InlineData("""<ServicePackageOptionalFile Include="plugins/**" />""", "plugins/readme.md|plugins/p.so|other.so", "other.so|plugins/**")]
    [InlineData("""<ServicePackageOptionalFile Include="plugins/**" Formats="deb" />""", "", "plugins/** deb")]
    [InlineData("""<ServicePackageOptionalFile Include="plugins/**"><Formats>deb</Formats></ServicePackageOptionalFile>""", "", "plugins/** deb")]
    [InlineData("""<ServicePackageOptionalFile Include="plugins/**" Condition="false" />""", "", "")]
    [InlineData("""<ServicePackageOptionalFile Include="$(Plugins)/**" />""", "p/x.so", "p/x.so")]
    [InlineData("""<ServicePackageFile Include="plugins/**" />""", "", "")]
    public void They_are_restored_from_the_project_as_they_are_written(string item, string evaluated, string expected)
    {
        var project = _directory.Write("/a.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
        ITaskItem[] items =
        [
            .. evaluated.Split('|', StringSplitOptions.RemoveEmptyEntries)
                .Select(path => new TaskItem(path, new Dictionary<string, string> { ["ServicePackageItemType"] = "ServicePackageOptionalFile" })),
        ];

        Assert.Equal(
            expected,
            string.Join('|', WrittenPatterns.Restore(items, [project, "/absent.props"], new ProjectXml()).Select(result => $"{result.ItemSpec} {result.GetMetadata("Formats")}".TrimEnd())));
    }

    public void Dispose() => _directory.Dispose();
}
