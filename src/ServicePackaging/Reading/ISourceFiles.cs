using ServicePackaging.Model;

namespace ServicePackaging.Reading;

/// <summary>The developer's files that the model has to read.</summary>
public interface ISourceFiles
{
    /// <summary>Returns a file, or null if it does not exist.</summary>
    /// <param name="path">An absolute path.</param>
    SourceFile? Find(string path);

    /// <summary>The text of a file.</summary>
    /// <param name="path">An absolute path of a file that exists.</param>
    string ReadText(string path);
}
