using System.Text.Json;

namespace ServicePackaging.Formats.Executables;

/// <summary>A package.json, which describes a program for Node.js.</summary>
public static class NodePackage
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "package.json";

    // Real files are far below this limit, which restricts how much a malicious file makes the reader read.
    private const int Longest = 4 * 1024 * 1024;

    /// <summary>Reads which versions of Node.js the program supports ("engines"). Returns null if it does not say so, or the file is not
    /// what npm writes.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? ReadEngine(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return ReadEngine(stream);
    }

    /// <summary>Reads the same from a seekable stream.</summary>
    public static string? ReadEngine(Stream stream)
    {
        if (stream.Length > Longest)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(stream);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("engines", out var engines) && engines.ValueKind == JsonValueKind.Object
                && engines.TryGetProperty("node", out var node) && node.ValueKind == JsonValueKind.String
                    ? node.GetString()
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
