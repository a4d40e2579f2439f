namespace ServicePackaging.Formats.Rpm;

/// <summary>When a scriptlet runs (rpm-scriptlets(7)).</summary>
public enum RpmScriptletKind
{
    /// <summary>%pretrans: before the whole transaction.</summary>
    PreTransaction,

    /// <summary>%pre: before the package's files are unpacked.</summary>
    PreInstall,

    /// <summary>%post: after they are.</summary>
    PostInstall,

    /// <summary>%preun: before they are erased.</summary>
    PreUninstall,

    /// <summary>%postun: after they are.</summary>
    PostUninstall,

    /// <summary>%posttrans: after the whole transaction, of the package that was installed.</summary>
    PostTransaction,

    /// <summary>%preuntrans: before the whole transaction, of the package that will be erased; rpm 4.19.</summary>
    PreUntransaction,

    /// <summary>%postuntrans: after the whole transaction, of the package that was erased; rpm 4.19.</summary>
    PostUntransaction,

    /// <summary>%verifyscript: when the package is verified.</summary>
    Verify,
}

/// <summary>How a scriptlet is treated (rpm, lib/rpmscript.h).</summary>
[Flags]
public enum RpmScriptletOptions
{
    /// <summary>As it is.</summary>
    None = 0,

    /// <summary>Its macros are expanded on the target machine.</summary>
    Expand = 1,

    /// <summary>It is a query format, filled in on the target machine.</summary>
    QueryFormat = 2,

    /// <summary>Its failure fails the transaction's element, whatever its kind.</summary>
    Critical = 4,
}

/// <summary>A script that runs at a point of the package's life.</summary>
/// <param name="Text">Without a <c>#!</c> line; empty where the interpreter alone is to run.</param>
public sealed record RpmScriptlet(string Text)
{
    /// <summary>The program and its arguments; <c>&lt;lua&gt;</c> is rpm's own.</summary>
    public IReadOnlyList<string> Interpreter { get; init; } = ["/bin/sh"];

    /// <summary>How it is treated.</summary>
    public RpmScriptletOptions Flags { get; init; }
}
