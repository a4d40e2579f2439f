using System.Buffers.Binary;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Signing.MachO;

/// <summary>Signs programs and libraries of macOS, as codesign does. Files are not held in memory.</summary>
internal static class MachOSigner
{
    /// <summary>Writes a signed copy of a file. All architectures are signed; existing signatures are replaced. With a key, the code gets
    /// the hardened runtime, which notarization requires. Without timestamps, the same file, key and time give the same bytes.</summary>
    /// <param name="file">A seekable stream, which stays open.</param>
    /// <param name="signed">The stream to write to, which stays open. It need not be seekable.</param>
    /// <param name="options">How the file is signed.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">The file cannot be signed, or the key or the server failed.</exception>
    /// <exception cref="IOException">A stream cannot be read or written.</exception>
    public static void Sign(Stream file, Stream signed, MachOSigningOptions options, CancellationToken cancellationToken)
    {
        var name = SignableName.Of(file, "The Mach-O file");
        try
        {
            var image = ReadArchitectures(file);
            MachOSliceSigner[] slices = [.. image.Slices.Select(slice => new MachOSliceSigner(file, slice, options, name))];
            if (image.IsUniversal)
            {
                UniversalFile.Read(file, slices.Length).Write(file, signed, slices, cancellationToken);
            }
            else
            {
                slices[0].Write(file, signed, cancellationToken);
            }
        }
        catch (InvalidDataException e)
        {
            throw new SigningException(SigningProblem.UnsignableFile, name, e.Message);
        }
    }

    /// <summary>Whether all code of a file carries a signature with a certificate. That signature is kept: it is the publisher's.</summary>
    /// <param name="file">A seekable stream, which stays open.</param>
    /// <exception cref="SigningException">The file is not a Mach-O file, or is damaged.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static bool HasCms(Stream file)
    {
        try
        {
            return ReadArchitectures(file).Slices.All(slice => HasCms(file, slice));
        }
        catch (InvalidDataException e)
        {
            throw new SigningException(SigningProblem.UnsignableFile, SignableName.Of(file, "The Mach-O file"), e.Message);
        }
    }

    private static MachOFile ReadArchitectures(Stream file)
    {
        var head = new byte[MachOReader.HeadLength];
        file.Position = 0;
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return MachOReader.ReadArchitectures(head.AsSpan(0, length), file.Length)
            ?? throw new InvalidDataException("It is not a Mach-O file, or its architectures do not fit into the file.");
    }

    private static bool HasCms(Stream file, MachOSlice slice)
    {
        var image = MachOImage.Read(file, slice);
        if (image.CodeLimit + (long)CodeSignature.SuperBlobHeaderLength > slice.Length)
        {
            return false;
        }

        var header = new byte[CodeSignature.SuperBlobHeaderLength];
        file.Position = slice.Offset + image.CodeLimit;
        file.ReadExactly(header);
        var isSignature = BinaryPrimitives.ReadUInt32BigEndian(header) == CodeSignature.EmbeddedSignatureMagic;
        var count = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
        var index = new byte[CodeSignature.IndexLength];
        for (var i = 0; isSignature && i < count && file.ReadAtLeast(index, index.Length, throwOnEndOfStream: false) == index.Length; i++)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(index) == CodeSignature.CmsSlot)
            {
                file.Position = slice.Offset + image.CodeLimit + BinaryPrimitives.ReadUInt32BigEndian(index.AsSpan(4)) + sizeof(uint);
                var length = new byte[sizeof(uint)];
                return file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == length.Length
                    && BinaryPrimitives.ReadUInt32BigEndian(length) > CodeSignature.BlobHeaderLength;
            }
        }

        return false;
    }
}
