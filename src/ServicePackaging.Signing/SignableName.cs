namespace ServicePackaging.Signing;

/// <summary>The names of files in messages.</summary>
internal static class SignableName
{
    /// <summary>The path of a file's stream, or a word for what another stream contains.</summary>
    public static string Of(Stream stream, string otherwise) => stream is FileStream { Name.Length: > 0 } file ? file.Name : otherwise;
}
