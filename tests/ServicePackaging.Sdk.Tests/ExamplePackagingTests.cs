using System.Text.RegularExpressions;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Every example of the pages is packaged. The target Docs of build.cake runs it, and the ordinary run leaves the class out.</summary>
public sealed partial class ExamplePackagingTests(SdkFeed feed)
{
    [Fact(Explicit = true)]
    public async Task Every_example_of_the_pages_is_packaged()
    {
        var workspace = new Workspace(feed);
        foreach (var (example, number) in ReadmeTests.Examples(feed.Version).Select((example, number) => (example, number)))
        {
            var project = workspace.Write($"e{number}/e{number}.csproj", example);
            workspace.Write($"e{number}/Program.cs", "System.Console.WriteLine(\"up\");\n");
            workspace.Write($"e{number}/payload/run.sh", "#!/bin/sh\nexec sleep 1000\n");
            workspace.Write($"e{number}/payload/app.py", "print('up')\n");
            foreach (Match file in FileItem().Matches(example))
            {
                var name = file.Groups["name"].Value;
                workspace.Write($"e{number}/{name}", name.EndsWith(".sh", StringComparison.Ordinal) ? "#!/bin/sh\n{{ include 'generated' }}\n" : "NAME=value\n");
            }

            Assert.NotEmpty(await workspace.PublishAsync(project, Workspace.Deb, Workspace.FrameworkDependent, "-p:PublishAot=false", "-p:MSBuildWarningsAsErrors="));
        }
    }

    [GeneratedRegex("<(Content|Service(ConfigFile|EnvironmentFile|PackageFile|PackageScript|PackageTemplate)) Include=\"(?<name>[^\"]+)\"")]
    private static partial Regex FileItem();
}
