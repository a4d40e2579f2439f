using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Executables;

public sealed partial class ElfFileTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Both_classes_and_byte_orders_read_alike(bool is64Bit, bool isLittleEndian)
    {
        var elf = ElfFile.Read(new MemoryStream(Images.Elf(is64Bit, isLittleEndian)));

        Assert.Equal((is64Bit, isLittleEndian, 62, ElfType.SharedObject), (elf.Is64Bit, elf.IsLittleEndian, elf.Machine, elf.Type));
        Assert.Equal("/lib/ld-test.so", elf.Interpreter);
        Assert.Equal(["libc.so.6"], elf.Needed);
        Assert.Equal("libself.so", elf.SoName);
        var need = Assert.Single(elf.VersionNeeds);
        Assert.Equal("libc.so.6", need.File);
        Assert.Equal(["GLIBC_2.34"], need.Versions);
    }

    public static TheoryData<string> RealFiles
    {
        get
        {
            var runtime = RuntimeEnvironment.GetRuntimeDirectory();
            var libc = NativeLibraryPath("libc.so.6");
            return
            [
                "/bin/sh",
                "/usr/bin/dpkg",
                Environment.ProcessPath!,
                .. new[] { "libcoreclr.so", "libclrjit.so", "libSystem.Native.so", "libSystem.Security.Cryptography.Native.OpenSsl.so" }.Select(name => runtime + name),
                .. libc is null ? Array.Empty<string>() : [libc],
            ];
        }
    }

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void Readelf_reads_the_same_from_real_files(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(path), $"{path} is not on this machine");
        var elf = ElfFile.Read(path);

        var dynamic = Tool.Run($"readelf -dlhW {path}");
        Assert.Equal(Names(dynamic, NeededPattern()), elf.Needed);
        Assert.Equal(Names(dynamic, SoNamePattern()).SingleOrDefault(), elf.SoName);
        Assert.Equal(Names(dynamic, InterpreterPattern()).SingleOrDefault(), elf.Interpreter);
        Assert.Equal(dynamic.Contains("Flags: PIE", StringComparison.Ordinal) || PiePattern().IsMatch(dynamic), elf.IsPositionIndependentExecutable);

        var versions = Tool.Run($"readelf -VW {path}");
        var needs = versions.Contains(".gnu.version_r", StringComparison.Ordinal) ? versions[versions.IndexOf(".gnu.version_r", StringComparison.Ordinal)..] : "";
        Assert.Equal(
            VersionPattern().Matches(needs).Select(match => match.Groups["file"].Success ? $"file {match.Groups["file"].Value}" : match.Groups["name"].Value),
            elf.VersionNeeds.SelectMany(need => need.Versions.Prepend($"file {need.File}")));
    }

    [Fact]
    public void A_mutated_file_is_readable_or_invalid_data()
    {
        var image = Images.Elf(true, true);
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, image.Length - 1), Gen.OneOf(Gen.Choose(0, 255), Gen.Constant(255))));

        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var mutated = image.ToArray();
            foreach (var (at, value) in list)
            {
                mutated[at] = (byte)value;
            }

            ReadsOrIsInvalidData(mutated);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void A_truncated_file_is_readable_or_invalid_data()
    {
        var image = Images.Elf(false, true);
        for (var length = 0; length < image.Length; length++)
        {
            ReadsOrIsInvalidData(image[..length]);
        }
    }

    private static void ReadsOrIsInvalidData(byte[] image)
    {
        try
        {
            ElfFile.Read(new MemoryStream(image));
        }
        catch (InvalidDataException)
        {
        }
    }

    private static string? NativeLibraryPath(string name) =>
        File.Exists("/proc/self/maps")
            ? File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..]).FirstOrDefault(path => path.EndsWith("/" + name, StringComparison.Ordinal))
            : null;

    private static IEnumerable<string> Names(string text, Regex pattern) => pattern.Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"Shared library: \[(.*)\]")]
    private static partial Regex NeededPattern();

    [GeneratedRegex(@"Library soname: \[(.*)\]")]
    private static partial Regex SoNamePattern();

    [GeneratedRegex(@"Requesting program interpreter: (.*)\]")]
    private static partial Regex InterpreterPattern();

    [GeneratedRegex(@"\(FLAGS_1\).*\bPIE\b")]
    private static partial Regex PiePattern();

    [GeneratedRegex(@"File: (?<file>\S+)|Name: (?<name>\S+)  Flags:")]
    private static partial Regex VersionPattern();
}
