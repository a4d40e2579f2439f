using System.Buffers;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>Words of commands that people copy.</summary>
internal static class ShellWord
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+,-./:=@_");

    /// <summary>Returns a word that every shell reads as the text.</summary>
    public static string Quote(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain)
        ? text
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
