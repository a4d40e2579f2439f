using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Checks the payload itself: the cabinets are unpacked, and the files are compared with their rows.</summary>
internal static class PayloadRules
{
    private const int BufferLength = 128 * 1024;
    private const int LongestLanguages = 20;
    private const int ServiceComponentColumn = 12;
    private const int PeHeaderOffset = 0x3C;

    // 32-bit programs run on every Windows.
    private static readonly Dictionary<int, string> Machines = new() { [0x8664] = "x64", [0xAA64] = "Arm64" };

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("Cabinet", Cabinet),
        new("FileContent", FileContent),
    ];

    private static IEnumerable<string> Cabinet(AuditedPackage package)
    {
        foreach (var name in package.Database.EmbeddedCabinets)
        {
            using var cabinet = package.Database.OpenCabinet(name);
            foreach (var defect in cabinet.Audit(package.CancellationToken))
            {
                yield return $"{Quote.Shorten(name)}: {defect.Text}";
            }
        }
    }

    private static List<string> FileContent(AuditedPackage package)
    {
        var faults = new List<string>();
        package.Database.ReadFiles(
            (key, content) =>
            {
                if (package.Find("File", key) is { } file)
                {
                    faults.AddRange(Compare(package, file, content));
                }
            },
            package.CancellationToken);
        return faults;
    }

    private static IEnumerable<string> Compare(AuditedPackage package, AuditedRow file, Stream content)
    {
        var (length, md5, version, machine) = Read(content);
        if (file.Number("FileSize") != length)
        {
            yield return $"{file} has {length} bytes, but the table has {file.Number("FileSize")}.";
        }

        if (Machines.TryGetValue(machine, out var platform) && platform != package.Platform && IsServiceProgram(package, file))
        {
            yield return $"{file} is a program for {platform}, but the summary's template has '{Quote.Shorten(package.Platform)}'.";
        }

        var isCompanion = package.Has("File", file.Text("Version"));
        if (!isCompanion && (file.Text("Version") != version?.Version || !HasLanguages(file, version)))
        {
            var languages = string.Join(',', version?.Languages ?? []);
            yield return $"{file} has the version '{version?.Version}' and the languages '{languages}', but the table has "
                + $"'{Quote.Shorten(file.TextOrEmpty("Version"))}' and '{Quote.Shorten(file.TextOrEmpty("Language"))}'.";
        }

        int?[] parts = [.. md5.Chunk(sizeof(int)).Select(part => (int?)BinaryPrimitives.ReadInt32LittleEndian(part))];
        // A column cannot store int.MinValue. A file whose hash contains it has no row with its hash.
        var needsHash = version is null && !isCompanion && !parts.Contains(int.MinValue);
        var hash = package.Find("MsiFileHash", file.Key);
        var isWrong = hash is { } row && !parts.SequenceEqual(Enumerable.Range(1, 4).Select(i => row.Number($"HashPart{i}")));
        if (needsHash != hash is not null || isWrong)
        {
            var need = needsHash ? "" : " and must not have a hash";
            yield return $"{file} has the MD5 {Convert.ToHexStringLower(md5)}{need}, which does not match the table MsiFileHash.";
        }
    }

    private static bool IsServiceProgram(AuditedPackage package, AuditedRow file) =>
        package.Values("ServiceInstall", ServiceComponentColumn).Contains(file.TextOrEmpty("Component_"))
        && package.Find("Component", file.Text("Component_"))?.Text("KeyPath") == file.Key;

    // The version may be anywhere in a file, so a program is copied to a temporary file to search it.
    private static (long Length, byte[] Md5, VersionResource? Version, int Machine) Read(Stream content)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var read = content.ReadAtLeast(buffer.AsSpan(0, 2), 2, throwOnEndOfStream: false);
            using var copy = buffer.AsSpan(0, read).SequenceEqual("MZ"u8) ? PackageFile.CreateTemporary(Path.GetTempPath(), "audit") : null;
            long length = 0;
            for (; read > 0; read = content.Read(buffer))
            {
                md5.AppendData(buffer, 0, read);
                copy?.Write(buffer, 0, read);
                length += read;
            }

            var digest = md5.GetHashAndReset();
            return copy is null ? (length, digest, null, 0) : (length, digest, VersionResource.Read(copy), MachineOf(copy));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Reads the machine from the PE header (Microsoft, "PE Format", COFF File Header); 0 if there is no such header.
    private static int MachineOf(Stream program)
    {
        Span<byte> header = stackalloc byte[PeHeaderOffset + sizeof(uint)];
        program.Position = 0;
        if (program.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            return 0;
        }

        program.Position = BinaryPrimitives.ReadUInt32LittleEndian(header[PeHeaderOffset..]);
        var coff = header[..(sizeof(uint) + sizeof(ushort))];
        return program.ReadAtLeast(coff, coff.Length, throwOnEndOfStream: false) == coff.Length && coff.StartsWith("PE\0\0"u8)
            ? BinaryPrimitives.ReadUInt16LittleEndian(coff[sizeof(uint)..])
            : 0;
    }

    // All languages, or as many as fit into the column.
    private static bool HasLanguages(AuditedRow file, VersionResource? version)
    {
        string[] all = [.. (version?.Languages ?? []).Select(language => language.ToString(CultureInfo.InvariantCulture))];
        var stored = file.Text("Language")?.Split(',') ?? [];
        return string.Join(',', all).Length <= LongestLanguages
            ? stored.SequenceEqual(all)
            : stored.Length > 0 && !stored.Except(all).Any();
    }
}
