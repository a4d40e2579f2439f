namespace ServicePackaging.Model;

/// <summary>A native name and value beyond the model.</summary>
/// <param name="Section">The section it belongs to; empty if there are no sections.</param>
/// <param name="Name">Its native name.</param>
/// <param name="Value">Its native value.</param>
public sealed record NativeField(string Section, string Name, string Value);
