namespace ServicePackaging.Formats.Rpm;

/// <summary>When a scriptlet runs (rpm-scriptlets(7)).</summary>
public enum RpmScriptletKind
{
    /// <summary>%pretrans: before the whole transaction.</summary>
    PreTransaction,

    /// <summary>%pre: before the package's files are unpacked.</summary>
    PreInstall,

    /// <summary>%post: after the package's files are unpacked.</summary>
    PostInstall,

    /// <summary>%preun: before the package's files are erased.</summary>
    PreUninstall,

    /// <summary>%postun: after the package's files are erased.</summary>
    PostUninstall,

    /// <summary>%posttrans: after the whole transaction, for the package that was installed.</summary>
    PostTransaction,

    /// <summary>%preuntrans: before the whole transaction, for the package that will be erased; since rpm 4.19.</summary>
    PreUntransaction,

    /// <summary>%postuntrans: after the whole transaction, for the package that was erased; since rpm 4.19.</summary>
    PostUntransaction,

    /// <summary>%verifyscript: when the package is verified.</summary>
    Verify,
}

/// <summary>How rpm treats a scriptlet (rpm, lib/rpmscript.h).</summary>
[Flags]
public enum RpmScriptletOptions
{
    /// <summary>Runs unchanged.</summary>
    None = 0,

    /// <summary>Macros are expanded on the target machine.</summary>
    Expand = 1,

    /// <summary>The text is a query format that is expanded on the target machine.</summary>
    QueryFormat = 2,

    /// <summary>A failure stops the operation on the package, whatever the scriptlet's kind.</summary>
    Critical = 4,
}

/// <summary>A script that runs at a point of the package's life.</summary>
/// <param name="Text">The script without a <c>#!</c> line; empty to run only the interpreter.</param>
public sealed record RpmScriptlet(string Text)
{
    /// <summary>The program and its arguments; <c>&lt;lua&gt;</c> is rpm's built-in interpreter.</summary>
    public IReadOnlyList<string> Interpreter { get; init; } = ["/bin/sh"];

    /// <summary>How rpm treats the scriptlet.</summary>
    public RpmScriptletOptions Flags { get; init; }
}

/// <summary>A shell script that runs once after each transaction that installs files below one of some directories
/// (%transfiletriggerin; rpm, docs/manual/file_triggers.md).</summary>
/// <param name="Text">The script without a <c>#!</c> line.</param>
/// <param name="Prefixes">The absolute paths of the directories, at least one.</param>
public sealed record RpmFileTrigger(string Text, IReadOnlyList<string> Prefixes)
{
    /// <summary>The program that runs the script.</summary>
    internal const string Interpreter = "/bin/sh";

    /// <summary>The priority that rpmbuild writes if none is specified.</summary>
    internal const uint Priority = 1_000_000;
}
