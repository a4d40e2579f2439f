namespace ServicePackaging.Model;

/// <summary>The program that a developer specified for the service.</summary>
/// <param name="Path">In the payload a relative, <c>/</c>-separated path; otherwise an absolute one of the target system.</param>
/// <param name="IsInPayload">Whether the package contains it.</param>
/// <param name="Property">The property that specifies it, for messages.</param>
public sealed record ServiceProgram(string Path, bool IsInPayload, string Property);
