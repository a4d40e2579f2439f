namespace ServicePackaging.Signing;

/// <summary>A key, certificate, command or server with which nothing can be signed, or a result that must not be used.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="arguments">The values that the problem's message names, in the order that <see cref="SigningProblem"/> lists for it. None
/// of them is a secret.</param>
internal sealed class SigningException(SigningProblem problem, params string[] arguments)
    : Exception($"{problem}: {string.Join(", ", arguments)}")
{
    /// <summary>What is wrong.</summary>
    public SigningProblem Problem { get; } = problem;

    /// <summary>The values that the message names.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;
}
