using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.Msi.CompoundFiles;

public sealed class CompoundFileOracleTests
{
    private const int NoOlefile = 77;

    // Prints what a strict reader reads from the file: each stream with its length and digest.
    private const string Script = """
        import hashlib, sys
        try:
            import olefile
        except ImportError:
            sys.exit(77)
        file = olefile.OleFileIO(sys.argv[1], raise_defects=olefile.DEFECT_POTENTIAL)
        assert not file.parsing_issues, file.parsing_issues
        print(file.root.clsid)
        for path in file.listdir():
            content = file.openstream(path).read()
            print(path[0].encode('unicode_escape').decode(), len(content), hashlib.md5(content).hexdigest())
        """;

    [Fact]
    public void Olefile_finds_no_potential_defect()
    {
        using var directory = new TemporaryDirectory();
        var script = directory.Write("list.py", Encoding.ASCII.GetBytes(Script));
        var python = PythonWithOlefile(script);
        (string Name, byte[] Content)[] large = [.. Enumerable.Range(0, 300).Select(i => ($"s{i}", Samples.Random(i * 40, 9))), ("big", new byte[16_000_000])];
        foreach (var file in (byte[][])[CompoundFiles.Sample(), CompoundFiles.Write(), CompoundFiles.Write(large)])
        {
            var output = Tool.Run($"{python} {script} {directory.Write("a.msi", file)}");

            using var ours = CompoundFiles.Read(file);
            Assert.Equal(
                ours.Entries.Select(entry => Line(entry.Name, CompoundFiles.Content(ours, entry))).Order(StringComparer.Ordinal),
                output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Order(StringComparer.Ordinal));
            Assert.StartsWith("000C1084-0000-0000-C000-000000000046\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Seven_zip_unpacks_the_same_bytes()
    {
        using var directory = new TemporaryDirectory();
        (string Name, byte[] Content)[] streams = [("a", Samples.Random(100, 1)), ("b", Samples.Random(4095, 2)), ("c", Samples.Random(8_000_000, 3))];
        using (var output = File.Create(directory.File("a.doc")))
        {
            output.Write(CompoundFiles.Write(streams));
        }

        Assert.Contains("Everything is Ok", Tool.Run($"7z t -tCompound {directory.File("a.doc")}"), StringComparison.Ordinal);
        Tool.Run($"7z x -tCompound -o{directory.File("out")} {directory.File("a.doc")}");
        Assert.All(streams, stream => Assert.Equal(stream.Content, File.ReadAllBytes(Path.Combine(directory.File("out"), stream.Name))));
    }

    [Fact]
    public void A_database_of_msibuild_is_read_and_its_defects_are_reported()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("a.msi");
        var blob = Samples.Random(100_000, 6);
        Tool.Run($"msibuild {path} -s Title Author x64;1033 {{12345678-1234-1234-1234-123456789ABC}}");
        Tool.Run($"msibuild {path} -a some.cab {directory.Write("blob", blob)}");

        using var file = CompoundFileReader.Open(File.OpenRead(path));

        Assert.Equal(CompoundFiles.InstallerDatabase, file.RootClassId);
        Assert.Contains(file.Entries, entry => entry.Name == "\u0005SummaryInformation");
        Assert.Equal(blob, CompoundFiles.Content(file, Assert.Single(file.Entries, entry => entry.Length == blob.Length)));
        Assert.Equal([CompoundFileDefectKind.UnusedEntry, CompoundFileDefectKind.BlackHeight], file.Defects.Select(defect => defect.Kind).Distinct());
    }

    // The distribution's packages belong to its own interpreter, which may not be the first one on the search path.
    private static string PythonWithOlefile(string script)
    {
        var python = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(directory => Path.Combine(directory, "python3"))
            .FirstOrDefault(python => File.Exists(python) && Tool.Try($"{python} {script}").ExitCode != NoOlefile);
        Availability.Require(python is null ? Availability.Missing(ToolList.Olefile) : null);
        return python!;
    }

    private static string Line(string name, byte[] content) =>
        $"{string.Concat(name.Select(c => c < ' ' ? $"\\x{(int)c:x2}" : c > '~' ? $"\\u{(int)c:x4}" : $"{c}"))} {content.Length} {Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, content))}";
}
