using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;
using YamlDotNet.RepresentationModel;

namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>The pipelines of the documentation, read as the services read them.</summary>
internal static partial class PipelineFile
{
    public const string GitHub = "docs/ci/github.yml";
    public const string GitLab = "docs/ci/gitlab-ci.yml";
    public const string Azure = "docs/ci/azure-pipelines.yml";

    // https://docs.github.com/actions/reference/workflow-syntax: jobs.<job_id>.steps[*].shell
    private static readonly string[] GitHubBash = ["--noprofile", "--norc", "-eo", "pipefail"];

    /// <summary>Returns the root of a file.</summary>
    public static YamlMappingNode Read(string path)
    {
        using var reader = new StreamReader(Path.Combine(Repository.Root, path));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>Returns all scripts of a file with their names.</summary>
    public static IReadOnlyList<(string Name, string Script)> Scripts(string path) => path switch
    {
        GitHub => [.. GitHubSteps().Where(step => Has(step, "run")).Select(step => (Text(step, "name"), Text(step, "run")))],
        GitLab => [.. GitLabCommands().Index().Select(command => ($"command {command.Index + 1}", command.Item))],
        _ => [.. AzureSteps().Where(step => Has(step, "bash")).Select(step => (Text(step, "displayName"), Text(step, "bash")))],
    };

    /// <summary>Returns the steps of the workflow.</summary>
    public static IReadOnlyList<PipelineStep> ReadGitHub(PipelineContext context)
    {
        var job = GitHubJob();
        Assert.Equal("bash", Text(Map(Map(job, "defaults"), "run"), "shell"));
        var shared = context.Set(Variables(Map(Read(GitHub), "env"), Evaluate));
        foreach (var (name, value) in Variables(Map(job, "env"), Evaluate))
        {
            shared[name] = value;
        }

        return
        [
            .. from step in GitHubSteps()
               where !Has(step, "if") || context[Text(step, "if")] == "true"
               select new PipelineStep(
                   Has(step, "name") ? Text(step, "name") : Text(step, "uses"),
                   GitHubBash,
                   Has(step, "run") ? Text(step, "run") : null,
                   Has(step, "uses") ? Text(step, "uses").Split('@')[0] : null,
                   Has(step, "with") ? Variables(Map(step, "with"), Evaluate) : new Dictionary<string, string>(),
                   Merge(shared, Has(step, "env") ? Variables(Map(step, "env"), Evaluate) : [])),
        ];

        string Evaluate(string text) => Expression().Replace(text, match => context[match.Groups["name"].Value]);
    }

    /// <summary>Returns the job as one step, because its commands share a shell.</summary>
    public static IReadOnlyList<PipelineStep> ReadGitLab(PipelineContext context)
    {
        var rule = Assert.Single(((YamlSequenceNode)GitLabJob()["rules"]).Cast<YamlMappingNode>());
        Assert.Equal("$CI_COMMIT_TAG =~ /^v[0-9]/", Text(rule, "if"));
        var variables = Variables(Map(GitLabJob(), "variables"), text => DollarName().Replace(text, match => context[match.Groups["name"].Value]));
        return
        [
            new PipelineStep(
                "release", ["--noprofile", "--norc", "-eo", "pipefail"], string.Join('\n', GitLabCommands()), null, new Dictionary<string, string>(),
                Merge(context.Set(variables), context.Values)),
        ];
    }

    /// <summary>Returns the steps of the deployment.</summary>
    public static IReadOnlyList<PipelineStep> ReadAzure(PipelineContext context)
    {
        var variables = ((YamlSequenceNode)Read(Azure)["variables"]).Cast<YamlMappingNode>()
            .Where(variable => Has(variable, "name")).ToDictionary(variable => Text(variable, "name"), variable => Evaluate(Text(variable, "value")));
        var shared = context.Set(variables);
        return
        [
            .. from step in AzureSteps()
               let kind = new[] { "bash", "task", "checkout", "publish" }.Single(name => Has(step, name))
               select new PipelineStep(
                   Has(step, "displayName") ? Text(step, "displayName") : Text(step, kind),
                   ["--noprofile", "--norc"],
                   kind == "bash" ? Text(step, kind) : null,
                   kind == "bash" ? null : $"{kind} {Text(step, kind)}",
                   new Dictionary<string, string>(),
                   Merge(shared, Has(step, "env") ? Variables(Map(step, "env"), Evaluate) : [])),
        ];

        string Evaluate(string text) => Macro().Replace(text, match => context[match.Groups["name"].Value]);
    }

    /// <summary>Returns the text of a value.</summary>
    public static string Text(YamlMappingNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    /// <summary>Returns a mapping in a mapping.</summary>
    public static YamlMappingNode Map(YamlMappingNode node, string name) => (YamlMappingNode)node[name];

    /// <summary>Returns the job of the workflow.</summary>
    public static YamlMappingNode GitHubJob() => (YamlMappingNode)Assert.Single(Map(Read(GitHub), "jobs").Children).Value;

    /// <summary>Returns the steps of the workflow as they are.</summary>
    public static IEnumerable<YamlMappingNode> GitHubSteps() => ((YamlSequenceNode)GitHubJob()["steps"]).Cast<YamlMappingNode>();

    /// <summary>Whether a mapping has a value.</summary>
    public static bool Has(YamlMappingNode node, string name) => node.Children.ContainsKey(new YamlScalarNode(name));

    private static YamlMappingNode GitLabJob() => (YamlMappingNode)Assert.Single(Read(GitLab).Children).Value;

    private static IEnumerable<string> GitLabCommands() => new[] { "before_script", "script" }
        .SelectMany(part => ((YamlSequenceNode)GitLabJob()[part]).Cast<YamlScalarNode>()).Select(command => command.Value!);

    private static IEnumerable<YamlMappingNode> AzureSteps()
    {
        var stage = (YamlMappingNode)Assert.Single((YamlSequenceNode)Read(Azure)["stages"]);
        var job = (YamlMappingNode)Assert.Single((YamlSequenceNode)stage["jobs"]);
        return ((YamlSequenceNode)Map(Map(Map(job, "strategy"), "runOnce"), "deploy")["steps"]).Cast<YamlMappingNode>();
    }

    private static Dictionary<string, string> Variables(YamlMappingNode node, Func<string, string> evaluate) =>
        node.Children.ToDictionary(child => ((YamlScalarNode)child.Key).Value!, child => evaluate(((YamlScalarNode)child.Value).Value!));

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second)
    {
        var merged = new Dictionary<string, string>(first);
        foreach (var (name, value) in second)
        {
            merged[name] = value;
        }

        return merged;
    }

    [GeneratedRegex(@"\$\{\{ (?<name>.*?) \}\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\$(?<name>\w+)")]
    private static partial Regex DollarName();

    [GeneratedRegex(@"\$\((?<name>[\w.]+)\)")]
    private static partial Regex Macro();
}
