using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Sbom;

namespace ServicePackaging.Build.Materials;

/// <summary>Computes the digests of native programs and libraries, each file once for all formats.</summary>
/// <param name="digestOf">Returns the SHA-256 digest of the file at a path, in lower case hexadecimal.</param>
internal sealed class NativeFiles(Func<string, string> digestOf)
{
    private static readonly ExecutableKind[] Kinds =
    [
        ExecutableKind.ElfProgram, ExecutableKind.ElfSharedObject, ExecutableKind.MachOProgram, ExecutableKind.MachOLibrary,
        ExecutableKind.NativePortableExecutable,
    ];

    private readonly Dictionary<FileContent, string> _digests = [];

    /// <summary>Returns the native files of a payload.</summary>
    public IReadOnlyList<NativeFile> Find(Payload payload) =>
    [
        .. from file in payload.Items.OfType<PayloadFile>()
           where Kinds.Contains(file.Kind) && file.Content.SourcePath is not null
           select new NativeFile(file.Path, DigestOf(file.Content)),
    ];

    private string DigestOf(FileContent content)
    {
        if (!_digests.TryGetValue(content, out var digest))
        {
            digest = digestOf(content.SourcePath!);
            _digests.Add(content, digest);
        }

        return digest;
    }
}
