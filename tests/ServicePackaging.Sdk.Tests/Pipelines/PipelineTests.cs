using System.Text.RegularExpressions;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Verification;
using ServicePackaging.TestSupport;
using YamlDotNet.RepresentationModel;

namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>The pipelines of docs/ci release a sample: their own scripts run here, on checkouts of tags.</summary>
public sealed class PipelineTests(SdkFeed feed)
{
    private const string Passphrase = "a pass-phrase for tests";
    private const string AccessKey = "AKIAEXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG";
    private const string Token = "ghs_token-of-the-job";
    private const string Listing = "out/repository-writes.json";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["PROJECT"] = "Memexd/Memexd.csproj",
        ["FORMATS"] = "deb+rpm+msi",
        ["RUNTIMES"] = "linux-x64+win-x64",
        ["MANIFESTS"] = "winget+choco",
    };

    // What the repository does not get takes time only once.
    private static readonly Dictionary<string, string> LinuxSettings =
        new(Settings) { ["FORMATS"] = "deb+rpm", ["RUNTIMES"] = "linux-x64", ["MANIFESTS"] = "" };

    private static readonly Dictionary<string, string> DebSettings = new(LinuxSettings) { ["FORMATS"] = "deb" };

    private string _key = "";

    public static TheoryData<string> Files => [PipelineFile.GitHub, PipelineFile.GitLab, PipelineFile.Azure];

    [Fact]
    public async Task The_workflow_releases_a_sample_and_can_run_again_after_any_failure()
    {
        var machine = await CreateMachineAsync(Token);
        await machine.TagAsync("v1.0.0");
        Assert.Null(await RunGitHubAsync(machine, "v1.0.0", Settings));
        VerifyBucket(machine, "1.0.0");
        VerifyDraft(machine, "v1.0.0", "memexd-1.0.0-1.x64.msi", "memexd-1.0.0-1.x86_64.rpm", "memexd_1.0.0-1_amd64.deb");
        Assert.True(File.Exists(Path.Combine(machine.StandIn, "releases/v1.0.0/files/manifests.tar.gz")));

        // The second release, whose machine is taken away while clients are about to see it.
        var before = Snapshot(machine.Bucket, "before");
        await machine.TagAsync("v1.1.0");
        machine.Tell("puts", "");
        machine.Tell("kill", "deb/dists/stable/InRelease");
        var failed = await RunGitHubAsync(machine, "v1.1.0", LinuxSettings);
        Assert.Equal(137, Assert.IsType<ProcessResult>(failed).ExitCode);
        Assert.Empty(ClientFaults(machine.Bucket));

        // Again, from nothing: no packages, and no commits, are left of the machine.
        Assert.Null(await RunGitHubAsync(machine, "v1.1.0", LinuxSettings));
        VerifyBucket(machine, "1.0.0", "1.1.0");
        VerifyDraft(machine, "v1.1.0", "memexd-1.1.0-1.x86_64.rpm", "memexd_1.1.0-1_amd64.deb");
        VerifyEveryMoment(machine, before);

        // Somebody publishes the draft, and somebody else runs the job once more.
        machine.Tell("releases/v1.1.0/draft", "false");
        machine.Tell("releases/v1.1.0/files/SHA256SUMS", "as it was published");
        machine.Tell("puts", "");
        Assert.Null(await RunGitHubAsync(machine, "v1.1.0", LinuxSettings));
        Assert.Empty(machine.Lines("puts"));
        Assert.Equal(["as it was published"], machine.Lines("releases/v1.1.0/files/SHA256SUMS"));
        VerifySecrets(machine);
    }

    [Fact]
    public async Task The_GitLab_job_releases_a_sample()
    {
        Availability.RequireProgram("curl");
        await using var server = new GitLabServer();
        var machine = await CreateMachineAsync(GitLabServer.Token);
        await machine.TagAsync("v1.0.0-rc.1");
        for (var run = 0; run < 2; run++)
        {
            var steps = PipelineFile.ReadGitLab(new PipelineContext(
                new Dictionary<string, string>
                {
                    ["CI_COMMIT_TAG"] = "v1.0.0-rc.1",
                    ["CI_PROJECT_URL"] = "https://gitlab.com/acme/agent",
                    ["CI_PROJECT_ID"] = "42",
                    ["CI_API_V4_URL"] = server.Api,
                    ["CI_JOB_TOKEN"] = GitLabServer.Token,
                    ["LINUX_SIGNING_KEY"] = _key,
                    ["LINUX_SIGNING_PASSPHRASE"] = Passphrase,
                    ["AWS_ACCESS_KEY_ID"] = AccessKey,
                    ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
                },
                DebSettings));
            Assert.Null(await machine.RunAsync("v1.0.0-rc.1", steps, NoAction));
        }

        Assert.Equal(["v1.0.0-rc.1"], server.Releases.Keys);
        Assert.Contains("memexd_1.0.0.rc.1-1_amd64.deb", server.Releases["v1.0.0-rc.1"]);
        Assert.Contains("SHA256SUMS.asc", server.Releases["v1.0.0-rc.1"]);
        Assert.DoesNotContain("repository-writes.json", server.Files.Keys);

        // Nobody who has "stable" gets a pre-release.
        Assert.Equal(["beta"], Directory.GetDirectories(Path.Combine(machine.Bucket, "deb/dists")).Select(Path.GetFileName));
        VerifyBucket(machine, "1.0.0~rc.1");
        VerifySecrets(machine);
    }

    [Fact]
    public async Task The_Azure_pipeline_releases_a_sample()
    {
        var machine = await CreateMachineAsync(Token);
        await machine.TagAsync("v1.0.0");
        var steps = PipelineFile.ReadAzure(new PipelineContext(
            new Dictionary<string, string>
            {
                ["Build.SourceBranchName"] = "v1.0.0",
                ["LinuxSigningKey"] = _key,
                ["LinuxSigningPassphrase"] = Passphrase,
                ["AwsAccessKeyId"] = AccessKey,
                ["AwsSecretAccessKey"] = SecretKey,
            },
            DebSettings));
        var actions = new List<string>();

        Assert.Null(await machine.RunAsync("v1.0.0", steps, step =>
        {
            actions.Add(step.Action!);
            return Task.CompletedTask;
        }));

        Assert.Equal(["checkout self", "task UseDotNet@2", "publish out"], actions);
        Assert.True(File.Exists(Path.Combine(machine.Checkout, "out", "SHA256SUMS.asc")));
        VerifyBucket(machine, "1.0.0");
        VerifySecrets(machine);
    }

    // Whoever may push a tag could otherwise run any command, with the secrets: an expression is replaced before the shell reads the script.
    [Theory]
    [MemberData(nameof(Files))]
    public void Scripts_contain_no_expressions(string file) =>
        Assert.All(PipelineFile.Scripts(file), script =>
        {
            Assert.DoesNotContain("${{", script.Script, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\$\([\w.]+\)", script.Script);
        });

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Shellcheck_finds_nothing(string file)
    {
        Availability.RequireProgram("shellcheck");
        // GitLab runs its commands in one shell.
        var scripts = PipelineFile.Scripts(file).Select(script => script.Script);
        string[] texts = file == PipelineFile.GitLab ? [string.Join('\n', scripts)] : [.. scripts];
        foreach (var text in texts)
        {
            (await ProcessRunner.RunAsync(new ProcessOptions { StandardInput = text }, "shellcheck", "--shell=bash", "-")).Succeeded();
        }
    }

    [Fact]
    public void All_pipelines_create_and_verify_in_the_same_way()
    {
        string[] shared = ["dotnet publish", "sha256sum"];
        Assert.All(shared, command =>
        {
            var scripts = Files.SelectMany(file => PipelineFile.Scripts(file.Data)).Select(script => script.Script)
                .Where(script => script.Contains(command, StringComparison.Ordinal)).ToList();
            Assert.Equal(Files.Count, scripts.Count);
            Assert.Single(scripts.Select(script => script.Replace("\ncd ..\n", "\n", StringComparison.Ordinal)).Distinct());
        });
    }

    [Fact]
    public void Only_the_steps_that_need_secrets_get_them()
    {
        var steps = PipelineFile.GitHubSteps().Where(step => PipelineFile.Has(step, "env")).Select(
            step => PipelineFile.Map(step, "env").Children.Values.Select(value => ((YamlScalarNode)value).Value!));
        Assert.Equal(
            ["storage", "keys", "GitHub", "storage"],
            steps.Select(values => values.All(value => Regex.IsMatch(value, @"^\$\{\{ (secrets|vars)\.AWS_")) ? "storage"
                : values.All(value => Regex.IsMatch(value, @"^\$\{\{ secrets\.(LINUX|WINDOWS|MACOS)_")) ? "keys"
                : values.All(value => value.StartsWith("${{ github.", StringComparison.Ordinal)) ? "GitHub" : "other"));
        Assert.Empty(PipelineFile.Map(PipelineFile.Read(PipelineFile.GitHub), "permissions").Children);
    }

    // A user who follows the guide sets these, and nothing is missing.
    [Theory]
    [MemberData(nameof(Files))]
    public void The_guide_lists_every_secret(string file)
    {
        var guide = Documentation.Read("docs/guides/ci.md");
        const string Uses = @"(?:secrets|vars)\.(\w+)|: \$\(((?:Linux|Aws)\w+)\)|KeyVariable=(\w+)|PasswordVariable=(\w+)";
        var names = Regex.Matches(Documentation.Read(file), Uses)
            .Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value).Distinct();
        Assert.All(names, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    private static Task NoAction(PipelineStep step) => throw new InvalidOperationException(step.Name);

    private async Task<ReleaseMachine> CreateMachineAsync(string token)
    {
        foreach (var program in new[] { "bash", "git", "gpg", "gpgv", "jq", "sha256sum" })
        {
            Availability.RequireProgram(program);
        }

        _key = await CreateKeyAsync();
        var machine = new ReleaseMachine(feed, "Memexd", Passphrase, SecretKey, token, _key[..40]);
        machine.Tell("credentials", $"{AccessKey}:{SecretKey}");
        machine.Tell("name", "acme-packages");
        machine.Tell("token", token);
        return machine;
    }

    // As docs/guides/signing.md says.
    private static async Task<string> CreateKeyAsync()
    {
        var home = Directory.CreateTempSubdirectory("gpg").FullName;
        string[] options = ["--homedir", home, "--batch", "--pinentry-mode", "loopback", "--passphrase", Passphrase];
        string[] generate = ["--quick-generate-key", "Acme packages <packages@acme.example>", "rsa3072", "sign", "5y"];
        (await ProcessRunner.RunAsync("gpg", [.. options, .. generate])).Succeeded();
        string[] export = ["--armor", "--export-secret-keys", "packages@acme.example"];
        var exported = (await ProcessRunner.RunAsync("gpg", [.. options, .. export])).Succeeded();
        await ProcessRunner.RunAsync("gpgconf", "--homedir", home, "--kill", "all");
        Directory.Delete(home, recursive: true);
        return Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(exported.StandardOutput));
    }

    private Task<ProcessResult?> RunGitHubAsync(ReleaseMachine machine, string tag, IReadOnlyDictionary<string, string> settings)
    {
        var values = new Dictionary<string, string>
        {
            ["github.ref_name"] = tag,
            ["github.server_url"] = "https://github.com",
            ["github.repository"] = "acme/agent",
            ["github.token"] = Token,
            ["github.event.repository.visibility == 'public'"] = "true",
            ["secrets.LINUX_SIGNING_KEY"] = _key,
            ["secrets.LINUX_SIGNING_PASSPHRASE"] = Passphrase,
            ["secrets.AWS_ACCESS_KEY_ID"] = AccessKey,
            ["secrets.AWS_SECRET_ACCESS_KEY"] = SecretKey,
        };
        // What does not exist is empty.
        foreach (var name in new[] { "WINDOWS_SIGNING", "MACOS_INSTALLER", "MACOS_APPLICATION" })
        {
            values[$"secrets.{name}_KEY"] = "";
            values[$"secrets.{name}_PASSWORD"] = "";
        }

        values["vars.AWS_DEFAULT_REGION"] = "";
        values["vars.AWS_ENDPOINT_URL"] = "";
        return machine.RunAsync(tag, PipelineFile.ReadGitHub(new PipelineContext(values, settings)), step => ActAsync(machine, step));
    }

    private static async Task ActAsync(ReleaseMachine machine, PipelineStep step)
    {
        switch (step.Action)
        {
            case "actions/checkout":
                Assert.Equal("0", step.Inputs["fetch-depth"]);
                break;
            case "actions/setup-dotnet":
                break;
            case "actions/attest":
                // A statement for each file of the list: they have to be there, with these digests.
                var list = Path.Combine(machine.Checkout, step.Inputs["subject-checksums"]);
                var options = new ProcessOptions { WorkingDirectory = Path.GetDirectoryName(list)! };
                (await ProcessRunner.RunAsync(options, "sha256sum", "--check", "--strict", Path.GetFileName(list))).Succeeded();
                Assert.Contains("_amd64.deb\n", await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken), StringComparison.Ordinal);
                break;
            default:
                throw new InvalidOperationException($"An unknown action: {step.Action}");
        }
    }

    // The repository as its state describes it, with every package.
    private static void VerifyBucket(ReleaseMachine machine, params string[] versions)
    {
        var store = new LocalStore(machine.Bucket);
        var options = RepositoryLayout.Find(store, Keys(machine.Bucket), Now, TestContext.Current.CancellationToken);
        Assert.NotNull(options);
        Assert.Empty(new RepositoryVerifier(store, options with { ReadPackages = true }).Verify(TestContext.Current.CancellationToken));
        var suite = Assert.Single(Directory.GetDirectories(Path.Combine(machine.Bucket, "deb/dists")));
        var packages = File.ReadAllText(Path.Combine(suite, "main/binary-amd64/Packages"));
        Assert.Equal(
            versions.Select(version => $"{version}-1"),
            Regex.Matches(packages, "^Package: memexd\n(?:.+\n)*?Version: (?<version>.+)$", RegexOptions.Multiline)
                .Select(match => match.Groups["version"].Value).Order(StringComparer.Ordinal));
    }

    // What breaks clients, whatever the state says. apt reads InRelease and then indexes under their digests; dnf and zypper read the generation
    // that the mirror list names. They do not see that other files are replaced one after the other.
    private static IReadOnlyList<RepositoryFault> ClientFaults(string directory)
    {
        var generation = new Uri(File.ReadAllText(Path.Combine(directory, "rpm/stable/mirrorlist")).Trim()).AbsolutePath.Trim('/');
        var options = new VerificationOptions
        {
            Keys = Keys(directory),
            Suites = [RepositoryLayout.SuiteOf("stable")],
            Metadata = [new(generation)],
            Now = Now,
        };
        return
        [
            .. from fault in new RepositoryVerifier(new LocalStore(directory), options).Verify(TestContext.Current.CancellationToken)
               where fault.Severity == FaultSeverity.Error || fault.Rule == AptRules.ByHashMissing
               where fault.Rule != AptRules.ReleaseDiffers && fault.Rule != AptRules.IndexDiffers
               where fault.Path != "deb/dists/stable/Release.gpg"
               select fault,
        ];
    }

    // Each upload since a snapshot of the bucket, one after the other.
    private static void VerifyEveryMoment(ReleaseMachine machine, string before)
    {
        var puts = machine.Lines("puts").Select(line => line.Split('\t')).ToList();
        Assert.Contains(puts, put => put[0] == "deb/dists/stable/InRelease");
        foreach (var put in puts.DistinctBy(put => put[0]).Where(put => !put[1].Contains("immutable", StringComparison.Ordinal)))
        {
            Assert.Equal("no-cache", put[1]);
        }

        // The wrong order would be found.
        var wrong = Snapshot(before, "wrong");
        Copy("deb/dists/stable/InRelease", wrong);
        Assert.NotEmpty(ClientFaults(wrong));

        foreach (var put in puts)
        {
            Copy(put[0], before);
            Assert.Empty(ClientFaults(before));
        }

        void Copy(string path, string target)
        {
            var file = Path.Combine(target, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(Path.Combine(machine.Bucket, path), file, overwrite: true);
        }
    }

    private static string Snapshot(string directory, string name)
    {
        var copy = Path.Combine(Path.GetDirectoryName(directory)!, name);
        Repository.CopyProject(directory, copy);
        return copy;
    }

    private static void VerifyDraft(ReleaseMachine machine, string tag, params string[] packages)
    {
        var release = Path.Combine(machine.StandIn, "releases", tag);
        Assert.Equal("true", File.ReadAllText(Path.Combine(release, "draft")));
        Assert.Equal(
            Workspace.WithSbom(packages).Concat(["SHA256SUMS", "SHA256SUMS.asc", "memexd-signing-key.asc"]).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(release, "files")).Select(Path.GetFileName)
                .Where(name => name != "manifests.tar.gz").Order(StringComparer.Ordinal));
    }

    // Neither in command lines of stand-ins, nor in any file that users get.
    private void VerifySecrets(ReleaseMachine machine)
    {
        foreach (var file in Directory.EnumerateFiles(machine.StandIn, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(machine.Checkout, "out"), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) is not ("credentials" or "token")))
        {
            var text = File.ReadAllText(file, System.Text.Encoding.Latin1);
            Assert.All(
                new[] { Passphrase, SecretKey, Token, GitLabServer.Token, _key[..40] },
                secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), file));
        }

        Assert.True(File.Exists(Path.Combine(machine.Checkout, Listing)));
    }

    // The key that a user has after the first installation.
    private static byte[] Keys(string directory)
    {
        var armored = Directory.GetFiles(directory, "*.asc").Single(file => Path.GetFileName(file) != RepositoryPaths.State);
        var lines = File.ReadLines(armored).Select(line => line.Trim())
            .SkipWhile(line => line.Length > 0).Skip(1).TakeWhile(line => line.Length > 0 && line[0] is not ('=' or '-'));
        return Convert.FromBase64String(string.Concat(lines));
    }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow.AddSeconds(5);
}
