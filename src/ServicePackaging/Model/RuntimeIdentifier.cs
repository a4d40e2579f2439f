namespace ServicePackaging.Model;

/// <summary>A .NET runtime identifier, such as <c>linux-x64</c> or <c>linux-musl-arm64</c>.</summary>
/// <param name="System">The operating system: <c>linux</c>, <c>osx</c>, <c>win</c>, or another.</param>
/// <param name="CLibrary">The C library, <c>musl</c> or <c>bionic</c>; empty for the system's usual one.</param>
/// <param name="Architecture">The processor, such as <c>x64</c>.</param>
public sealed record RuntimeIdentifier(string System, string CLibrary, string Architecture)
{
    private static readonly (Platform Platform, string System)[] Systems =
        [(Model.Platform.Linux, "linux"), (Model.Platform.MacOS, "osx"), (Model.Platform.Windows, "win")];

    /// <summary>The platform of the system; null for another, or without an architecture.</summary>
    public Platform? Platform =>
        Architecture.Length > 0 && Array.FindIndex(Systems, row => row.System == System) is >= 0 and var index
            ? Systems[index].Platform
            : null;

    /// <summary>The name of a platform's system at the start of runtime identifiers.</summary>
    public static string SystemOf(Platform platform) => Array.Find(Systems, row => row.Platform == platform).System;

    /// <summary>Splits a runtime identifier into its parts.</summary>
    public static RuntimeIdentifier Parse(string text)
    {
        var (first, last) = (text.IndexOf('-', StringComparison.Ordinal), text.LastIndexOf('-'));
        return first < 0 ? new(text, "", "") : new(text[..first], first == last ? "" : text[(first + 1)..last], text[(last + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('-', new[] { System, CLibrary, Architecture }.Where(part => part.Length > 0));
}
