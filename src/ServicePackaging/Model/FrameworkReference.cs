namespace ServicePackaging.Model;

/// <summary>A shared framework and the lowest version that satisfies the program.</summary>
/// <param name="Name">Such as <c>Microsoft.AspNetCore.App</c>.</param>
/// <param name="Version">Such as <c>10.0.0</c>.</param>
public sealed record FrameworkReference(string Name, string Version);
