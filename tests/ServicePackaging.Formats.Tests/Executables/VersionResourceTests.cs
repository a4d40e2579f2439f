using System.Diagnostics;
using System.Text;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Executables;

public sealed class VersionResourceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void It_reads_the_same_as_the_runtime_from_its_libraries()
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll");
        Assert.NotEmpty(files);

        Assert.All(files, path =>
        {
            var info = FileVersionInfo.GetVersionInfo(path);
            using var stream = File.OpenRead(path);
            Assert.Equal($"{info.FileMajorPart}.{info.FileMinorPart}.{info.FileBuildPart}.{info.FilePrivatePart}", VersionResource.Read(stream)?.Version);
        });
    }

    [Theory]
    [InlineData("VALUE \"Translation\", 0x409, 1200", "1033")]
    [InlineData("VALUE \"Translation\", 0x0, 1200, 0x407, 1200, 0x407, 1252", "0,1031")]
    public void It_reads_the_input_of_the_resource_compiler(string translation, string languages)
    {
        var resource = VersionResource.Read(new MemoryStream(Build(
            $$"""
            1 VERSIONINFO FILEVERSION 1,2,3,65535 PRODUCTVERSION 9,9,9,9
            {
              BLOCK "StringFileInfo" { BLOCK "040904B0" { VALUE "FileVersion", "text that nobody trusts\0" } }
              BLOCK "VarFileInfo" { {{translation}} }
            }

            """)));

        Assert.Equal(("1.2.3.65535", languages), (resource!.Version, string.Join(',', resource.Languages)));
    }

    [Fact]
    public void A_library_without_a_version_resource_has_no_version() => Assert.Null(VersionResource.Read(new MemoryStream(Build("1 RCDATA { \"x\" }\n"))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    public void A_file_that_is_not_a_portable_executable_has_no_version(int length) =>
        Assert.Null(VersionResource.Read(new MemoryStream(Encoding.ASCII.GetBytes("MZ".PadRight(length)[..length]))));

    [Fact]
    public void Damaged_files_have_no_version_or_another_one()
    {
        var whole = File.ReadAllBytes(typeof(VersionResourceTests).Assembly.Location);
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = whole.AsSpan(0, i % 2 == 0 ? whole.Length : random.Next(whole.Length)).ToArray();
            for (var edit = 0; edit < 4 && bytes.Length > 0; edit++)
            {
                // The headers and the resources, which are near the end.
                bytes[edit < 2 ? random.Next(Math.Min(1024, bytes.Length)) : random.Next(Math.Max(0, bytes.Length - 4096), bytes.Length)] =
                    (byte)random.Next(256);
            }

            VersionResource.Read(new MemoryStream(bytes));
        }
    }

    public void Dispose() => _directory.Dispose();

    private byte[] Build(string resources)
    {
        File.WriteAllText(_directory.File("x.rc"), resources);
        File.WriteAllText(_directory.File("x.c"), "int x;\n");
        Tool.Run("x86_64-w64-mingw32-windres x.rc rc.o", _directory.Path);
        Tool.Run("x86_64-w64-mingw32-gcc -shared -nostdlib -o x.dll x.c rc.o", _directory.Path);
        return File.ReadAllBytes(_directory.File("x.dll"));
    }
}
