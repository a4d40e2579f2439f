namespace ServicePackaging.Model;

/// <summary>A developer's hook.</summary>
/// <param name="Stage">When it runs.</param>
/// <param name="Name">The name of its file, for people who read the script.</param>
/// <param name="Text">Its POSIX sh text.</param>
public sealed record ScriptHook(ScriptStage Stage, string Name, string Text);

/// <summary>When a developer's hook runs.</summary>
public enum ScriptStage
{
    /// <summary>Before the files of a first installation are unpacked.</summary>
    BeforeInstall,

    /// <summary>After a first installation, before the service starts.</summary>
    AfterInstall,

    /// <summary>After an upgrade, before the service starts again.</summary>
    AfterUpgrade,

    /// <summary>Before a removal, while the service still runs.</summary>
    BeforeRemove,

    /// <summary>After a removal.</summary>
    AfterRemove,

    /// <summary>When data is removed as well.</summary>
    Purge,
}
