using System.Diagnostics;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Build;

/// <summary>The date of packages whose project is in a git repository.</summary>
public sealed class CommitTimeTests : IDisposable
{
    private const long Committed = 1_767_225_601;

    private readonly TemporaryTree _directory = new();
    private readonly DiagnosticBag _findings = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ADirectoryWithoutARepositoryHasNoCommit()
    {
        Assert.Null(CommitTime.Read(_directory.Root, _findings));
        Assert.Empty(_findings.Items);
    }

    [Fact]
    public void ARepositoryWithoutACommitHasNone()
    {
        Git("init", "--quiet");

        Assert.Null(CommitTime.Read(_directory.Root, _findings));
        Assert.Empty(_findings.Items);
    }

    [Fact]
    public void TheTimeIsThatOfTheCommitter()
    {
        Commit();
        var below = Directory.CreateDirectory(_directory.PathOf("/src/Acme")).FullName;

        Assert.Equal(Committed, CommitTime.Read(below, _findings)!.Value.ToUnixTimeSeconds());
        Assert.Empty(_findings.Items);
    }

    [Fact]
    public void ALinkedWorktreeHasItsOwnCommit()
    {
        Commit();
        Git("worktree", "add", "--quiet", _directory.PathOf("/linked"));

        Assert.Equal(Committed, CommitTime.Read(_directory.PathOf("/linked"), _findings)!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public void ARepositoryThatGitCannotReadIsReported()
    {
        File.WriteAllText(_directory.PathOf("/.git"), "gitdir: /nowhere\n");

        Assert.Null(CommitTime.Read(_directory.Root, _findings));
        var finding = Assert.Single(_findings.Items);
        Assert.Equal(DiagnosticCatalog.UnknownCommitTime.Code, finding.Descriptor.Code);
        Assert.Contains("/nowhere", finding.Message, StringComparison.Ordinal);
    }

    private void Commit()
    {
        Git("init", "--quiet");
        Git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "--allow-empty", "-m", "first");
    }

    private void Git(params string[] arguments)
    {
        Availability.RequireProgram("git");
        var start = new ProcessStartInfo("git", ["-C", _directory.Root, .. arguments]);
        start.Environment["GIT_COMMITTER_DATE"] = $"{Committed} +0200";
        start.Environment["GIT_AUTHOR_DATE"] = "1000000000 +0000";
        using var git = Process.Start(start)!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
