using System.Formats.Tar;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Tests.Deb;

/// <summary>A package that is taken apart and put together again by code that validates nothing.</summary>
internal sealed class DebParts
{
    private const string ControlMember = "control.tar";

    private DebParts(byte[] package)
    {
        using var stream = new MemoryStream(package);
        foreach (var member in ArReader.ReadMembers(stream))
        {
            var content = new byte[member.Length];
            ArReader.Open(stream, member).ReadExactly(content);
            Members.Add((member.Name, content));
        }

        using var tar = new TarReader(new MemoryStream(this[ControlMember]));
        while (tar.GetNextEntry(copyData: true) is { EntryType: var type } entry)
        {
            if (type == TarEntryType.RegularFile)
            {
                Control.Add(new FileEntry(entry.Name[1..], entry.Mode, "root", "root", FileContent.FromBytes(Bytes(entry))));
            }
        }
    }

    /// <summary>The members of the archive. The control archive is generated from <see cref="Control"/>.</summary>
    public List<(string Name, byte[] Content)> Members { get; } = [];

    /// <summary>The entries of the control archive, except its root.</summary>
    public List<PackageEntry> Control { get; } = [];

    /// <summary>Changes the complete package as the last step.</summary>
    public Func<byte[], byte[]> EditArchive { get; set; } = archive => archive;

    /// <summary>Returns the content of a member.</summary>
    public byte[] this[string name]
    {
        get => Members.Single(member => member.Name == name).Content;
        set => Members[Members.FindIndex(member => member.Name == name)] = (name, value);
    }

    /// <summary>Returns the package with a change.</summary>
    /// <param name="package">A package without compression.</param>
    public static byte[] Edit(byte[] package, Action<DebParts> edit)
    {
        var parts = new DebParts(package);
        edit(parts);
        parts[ControlMember] = Tar(parts.Control);
        using var output = new MemoryStream();
        var ar = new ArWriter(output, Debs.Time);
        foreach (var (name, content) in parts.Members)
        {
            ar.WriteMember(name, new MemoryStream(content));
        }

        return parts.EditArchive(output.ToArray());
    }

    /// <summary>Changes an entry of the control archive.</summary>
    public void Change(string name, Func<FileEntry, PackageEntry> change)
    {
        var index = Control.FindIndex(entry => entry.Path == "/" + name);
        Control[index] = change((FileEntry)Control[index]);
    }

    /// <summary>Changes the text of a control file.</summary>
    public void Replace(string name, string old, string @new) => Change(name, file =>
    {
        var text = file.Content.ReadText();
        Assert.Contains(old, text, StringComparison.Ordinal);
        return file with { Content = FileContent.FromText(text.Replace(old, @new, StringComparison.Ordinal)) };
    });

    private static byte[] Tar(IEnumerable<PackageEntry> entries)
    {
        using var output = new MemoryStream();
        var tar = new Formats.Archives.TarWriter(output, Debs.Time);
        foreach (var entry in entries.Prepend(Debs.Directory("/")))
        {
            tar.Write(entry);
        }

        tar.Finish();
        return output.ToArray();
    }

    private static byte[] Bytes(TarEntry entry)
    {
        using var bytes = new MemoryStream();
        entry.DataStream?.CopyTo(bytes);
        return bytes.ToArray();
    }
}
