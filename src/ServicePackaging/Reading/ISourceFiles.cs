using ServicePackaging.Model;

namespace ServicePackaging.Reading;

/// <summary>The developer's files, as far as the model has to look into them.</summary>
public interface ISourceFiles
{
    /// <summary>A file, or null when there is none.</summary>
    /// <param name="path">An absolute path.</param>
    SourceFile? Find(string path);

    /// <summary>The text of a file.</summary>
    /// <param name="path">An absolute path of a file that exists.</param>
    string ReadText(string path);
}
