namespace ServicePackaging.Formats.Archives;

/// <summary>Calls back for each entry of an archive with the entry's content, until the callback returns false.</summary>
internal delegate void ReadEntries<TEntry>(Func<TEntry, Stream, bool> visit);

/// <summary>Copies one file out of an archive that is read from start to end.</summary>
internal static class FileExtraction
{
    /// <summary>Copies the content of the first entry that matches.</summary>
    /// <param name="path">What the failure calls the file.</param>
    /// <param name="isMatch">Whether an entry is the file.</param>
    /// <param name="read">Reads the archive.</param>
    /// <param name="destination">Takes the bytes.</param>
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
