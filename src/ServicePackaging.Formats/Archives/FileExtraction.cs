namespace ServicePackaging.Formats.Archives;

/// <summary>Calls a function for each entry of an archive with the entry's content, until the function returns false.</summary>
internal delegate void ReadEntries<TEntry>(Func<TEntry, Stream, bool> visit);

/// <summary>Copies one file out of an archive that is read from start to end.</summary>
internal static class FileExtraction
{
    /// <summary>Copies the content of the first entry that matches.</summary>
    /// <param name="path">The name of the file in the error message.</param>
    /// <param name="isMatch">Whether an entry is the requested file.</param>
    /// <param name="read">Reads the archive.</param>
    /// <param name="destination">The stream to copy to.</param>
    /// <exception cref="FileNotFoundException">No entry matches.</exception>
    public static void CopyFile<TEntry>(string path, Func<TEntry, bool> isMatch, ReadEntries<TEntry> read, Stream destination)
    {
        var isFound = false;
        read((entry, content) =>
        {
            if (!isFound && isMatch(entry))
            {
                content.CopyTo(destination);
                isFound = true;
            }

            return !isFound;
        });
        if (!isFound)
        {
            throw new FileNotFoundException($"The package has no file {path}.", path);
        }
    }
}
