using ServicePackaging.Model;

namespace ServicePackaging.Templates;

/// <summary>The names that the scripts of all packages have in common: the hooks by their stages.</summary>
internal abstract record ScriptModel
{
    /// <summary>Takes the hooks of a service.</summary>
    protected ScriptModel(ServiceDefinition definition)
    {
        BeforeInstall = HookModel.At(definition, ScriptStage.BeforeInstall);
        AfterInstall = HookModel.At(definition, ScriptStage.AfterInstall);
        AfterUpgrade = HookModel.At(definition, ScriptStage.AfterUpgrade);
        BeforeRemove = HookModel.At(definition, ScriptStage.BeforeRemove);
        AfterRemove = HookModel.At(definition, ScriptStage.AfterRemove);
    }

    /// <summary>The hooks that run before the files of a first installation are unpacked.</summary>
    public IReadOnlyList<HookModel> BeforeInstall { get; }

    /// <summary>The hooks that run after a first installation, before the service starts.</summary>
    public IReadOnlyList<HookModel> AfterInstall { get; }

    /// <summary>The hooks that run after an upgrade, before the service starts again.</summary>
    public IReadOnlyList<HookModel> AfterUpgrade { get; }

    /// <summary>The hooks that run before a removal, while the service still runs.</summary>
    public IReadOnlyList<HookModel> BeforeRemove { get; }

    /// <summary>The hooks that run after a removal.</summary>
    public IReadOnlyList<HookModel> AfterRemove { get; }
}
