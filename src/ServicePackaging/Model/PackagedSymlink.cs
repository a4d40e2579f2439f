namespace ServicePackaging.Model;

/// <summary>A symbolic link the developer adds to the package.</summary>
/// <param name="Path">Absolute path of the link.</param>
/// <param name="Target">What it points to.</param>
public sealed record PackagedSymlink(string Path, string Target);
