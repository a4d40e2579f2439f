namespace ServicePackaging.Model;

/// <summary>The license as the developer wrote it.</summary>
/// <param name="Source">The file.</param>
/// <param name="Name">Its name, without a directory.</param>
/// <param name="Text">Its text.</param>
internal sealed record LicenseFile(SourceFile Source, string Name, string Text);
