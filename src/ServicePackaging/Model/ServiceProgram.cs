namespace ServicePackaging.Model;

/// <summary>The program that a developer named for the service.</summary>
/// <param name="Path">In the payload a relative, <c>/</c>-separated path; otherwise an absolute one of the target system.</param>
/// <param name="IsInPayload">Whether the package brings it.</param>
/// <param name="Property">The property that says so, for messages.</param>
public sealed record ServiceProgram(string Path, bool IsInPayload, string Property);
