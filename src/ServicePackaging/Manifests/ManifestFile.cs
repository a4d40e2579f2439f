namespace ServicePackaging.Manifests;

/// <summary>A file of a manifest.</summary>
/// <param name="Path">Its path below the directory of manifests, with slashes.</param>
/// <param name="Text">Its content, with LF line ends.</param>
internal sealed record ManifestFile(string Path, string Text);
