using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Reading;

namespace ServicePackaging.Build;

/// <summary>The developer's files on the build machine's disk.</summary>
public sealed class SourceFiles : ISourceFiles
{
    /// <inheritdoc/>
    public SourceFile? Find(string path) =>
        File.Exists(path) ? DiskFile.Read(path, file => new SourceFile(FileContent.FromFile(file), ExecutableFile.Detect(file))) : null;

    /// <inheritdoc/>
    public string ReadText(string path) => DiskFile.Read(path, File.ReadAllText);
}
