using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ServicePackaging.Formats.Executables;

/// <summary>Checks which members of other assemblies a .NET assembly uses. It reads the metadata (ECMA-335 II.22.25, MemberRef) and loads
/// no code.</summary>
public static class ManagedAssembly
{
    /// <summary>Returns whether an assembly on disk uses a member of a type of another assembly; false if the file is not a .NET
    /// assembly.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">The type's full name.</param>
    /// <param name="members">The names of the members, of which at least one must be used.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool Uses(string path, string type, params IReadOnlyCollection<string> members)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Uses(stream, type, members);
    }

    /// <summary>Returns whether the assembly in a seekable stream uses a member of a type of another assembly.</summary>
    /// <param name="stream">The assembly, which stays open.</param>
    /// <param name="type">The type's full name.</param>
    /// <param name="members">The names of the members, of which at least one must be used.</param>
    public static bool Uses(Stream stream, string type, params IReadOnlyCollection<string> members)
    {
        if (ExecutableFile.Detect(stream) != ExecutableKind.ManagedPortableExecutable)
        {
            return false;
        }

        try
        {
            stream.Position = 0;
            using var image = new PEReader(stream, PEStreamOptions.LeaveOpen);
            var metadata = image.HasMetadata ? image.GetMetadataReader() : null;
            return metadata is not null && metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Any(member => members.Contains(metadata.GetString(member.Name)) && TypeOf(metadata, member) == type);
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static string? TypeOf(MetadataReader metadata, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
