namespace ServicePackaging.Benchmarks;

/// <summary>A project as <c>dotnet new</c> would make it.</summary>
/// <param name="ProjectFile">The text of the project file.</param>
/// <param name="Source">The text of its one source file.</param>
/// <param name="Arguments">What <c>dotnet publish</c> is told.</param>
internal sealed record DotnetProject(string ProjectFile, string Source, params IReadOnlyList<string> Arguments)
{
    public const string ProjectName = "Payload.csproj";

    // A server that stays behind would be warm for one side of a comparison and cold for the other.
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
    };

    public static DotnetProject SelfContainedWeb { get; } = new(
        Project("Microsoft.NET.Sdk.Web", ""),
        "var app = WebApplication.CreateBuilder(args).Build();\napp.MapGet(\"/\", () => \"Hello World!\");\napp.Run();\n",
        "-r", "linux-x64", "--self-contained");

    public static DotnetProject Worker { get; } = new(
        Project("Microsoft.NET.Sdk.Web", ""),
        "var builder = Host.CreateApplicationBuilder(args);\nbuilder.Build().Run();\n",
        "-r", "linux-x64", "--no-self-contained");

    /// <summary>The web project with our SDK.</summary>
    public static DotnetProject Packaged(string version) => SelfContainedWeb with
    {
        ProjectFile = Project("Microsoft.NET.Sdk.Web", $"  <Sdk Name=\"ServicePackaging.Sdk\" Version=\"{version}\" />\n"),
    };

    /// <summary>Writes the project's files.</summary>
    public void WriteTo(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, ProjectName), ProjectFile);
        File.WriteAllText(Path.Combine(directory, "Program.cs"), Source);
    }

    /// <summary>The command that publishes it.</summary>
    public Command PublishCommand(string directory, params IEnumerable<string> more) =>
        new("dotnet", ["publish", Path.Combine(directory, ProjectName), .. Arguments, .. more])
        {
            WorkingDirectory = directory,
            Environment = Environment,
        };

    /// <summary>Publishes it into a folder.</summary>
    /// <exception cref="InvalidOperationException">The publish failed.</exception>
    public void Publish(string folder)
    {
        var directory = Directory.CreateTempSubdirectory("servicepackaging-bench-project-").FullName;
        WriteTo(directory);
        ProcessMeter.Run(PublishCommand(directory, "-o", folder), Path.Combine(directory, "log"));
        Directory.Delete(directory, recursive: true);
    }

    private static string Project(string sdk, string more) => $"""
        <Project Sdk="{sdk}">
        {more}  <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
        </Project>

        """;
}
