using ServicePackaging.Model;

namespace ServicePackaging.Templates;

/// <summary>A script of the developer that runs at a stage (<c>ServicePackageScript</c>).</summary>
internal sealed record HookModel
{
    /// <summary>The name of its file.</summary>
    public required string Name { get; init; }

    /// <summary>Its lines, without the first one if that is <c>#!/bin/sh</c>. Each line has an end.</summary>
    public required string Text { get; init; }

    /// <summary>Returns the hooks of a stage, in the order in which they run.</summary>
    public static IReadOnlyList<HookModel> At(ServiceDefinition definition, ScriptStage stage) =>
        [.. definition.HooksAt(stage).Select(hook => new HookModel { Name = hook.Name, Text = hook.Text })];
}
