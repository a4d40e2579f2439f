namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>A step of a pipeline: a script, or something else that the service does.</summary>
/// <param name="Name">What the service shows.</param>
/// <param name="Shell">The command that runs a script file.</param>
/// <param name="Script">The script; null if it is something else.</param>
/// <param name="Action">What the service does, such as <c>actions/checkout</c>; null if it is a script.</param>
/// <param name="Inputs">What the action gets.</param>
/// <param name="Environment">The variables of the script, as the service would have set them.</param>
internal sealed record PipelineStep(
    string Name,
    IReadOnlyList<string> Shell,
    string? Script,
    string? Action,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> Environment);

/// <summary>What a service knows when it starts a pipeline.</summary>
/// <param name="Values">The values of expressions by their names, such as <c>secrets.LINUX_SIGNING_KEY</c> or <c>CI_COMMIT_TAG</c>.</param>
/// <param name="Settings">The values that a user would change in the file, by their names.</param>
internal sealed record PipelineContext(IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Returns the value of an expression.</summary>
    /// <exception cref="InvalidOperationException">The service, as far as the test knows it, has no such value.</exception>
    public string this[string name] => Values.TryGetValue(name, out var value) ? value
        : throw new InvalidOperationException($"The pipeline uses '{name}', which is not known.");

    /// <summary>Returns variables with the user's settings in place of those of the file.</summary>
    /// <exception cref="InvalidOperationException">The file has no such setting.</exception>
    public Dictionary<string, string> Set(IReadOnlyDictionary<string, string> variables)
    {
        if (Settings.Keys.Except(variables.Keys).FirstOrDefault() is { } unknown)
        {
            throw new InvalidOperationException($"The pipeline has no variable '{unknown}'.");
        }

        return variables.ToDictionary(variable => variable.Key, variable => Settings.GetValueOrDefault(variable.Key, variable.Value));
    }
}
