using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Executables;
using static ServicePackaging.Formats.Executables.ExecutableKind;

namespace ServicePackaging.Formats.Tests.Executables;

public sealed class ExecutableFileTests
{
    public static TheoryData<string, byte[], ExecutableKind> Headers => new()
    {
        { "empty", [], Other },
        { "text", [.. "hello"u8], Other },
        { "script", [.. "#!/bin/sh\n"u8], Script },
        { "two-letter script", [.. "#!"u8], Script },
        { "static or old program", Images.Elf(true, true, type: 2, hasInterpreter: false), ElfProgram },
        { "position-independent program", Images.Elf(true, true), ElfProgram },
        { "static position-independent program", Images.Elf(true, true, hasInterpreter: false, isPie: true), ElfProgram },
        { "shared object", Images.Elf(true, true, hasInterpreter: false), ElfSharedObject },
        { "big-endian 32-bit shared object", Images.Elf(false, false, hasInterpreter: false), ElfSharedObject },
        { "object file", Images.Elf(true, true, type: 1, hasInterpreter: false), Other },
        { "truncated ELF", Images.Elf(true, true)[..100], Other },
        { "ELF magic alone", [.. "\u007FELF"u8], Other },
        { "Mach-O program", Images.MachO(0xFEEDFACF, 2, isLittleEndian: true), MachOProgram },
        { "Mach-O library", Images.MachO(0xFEEDFACF, 6, isLittleEndian: true), MachOLibrary },
        { "Mach-O bundle", Images.MachO(0xFEEDFACE, 8, isLittleEndian: false), MachOLibrary },
        { "Mach-O object", Images.MachO(0xFEEDFACF, 1, isLittleEndian: true), Other },
        { "universal program", Images.Universal(Images.MachO(0xFEEDFACF, 2, isLittleEndian: true)), MachOProgram },
        { "universal library", Images.Universal(Images.MachO(0xFEEDFACF, 6, isLittleEndian: true)), MachOLibrary },
        { "Java class", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52, .. new byte[100]], Other },
        { "Mach-O magic alone", [0xCF, 0xFA, 0xED, 0xFE], Other },
        { "universal magic alone", [0xCA, 0xFE, 0xBA, 0xBE], Other },
        { "native PE32+", Images.PortableExecutable(isPlus: true, isManaged: false), NativePortableExecutable },
        { "managed PE32+", Images.PortableExecutable(isPlus: true, isManaged: true), ManagedPortableExecutable },
        { "native PE32", Images.PortableExecutable(isPlus: false, isManaged: false), NativePortableExecutable },
        { "managed PE32", Images.PortableExecutable(isPlus: false, isManaged: true), ManagedPortableExecutable },
        { "DOS program", [.. "MZ"u8, .. new byte[100]], Other },
        { "MZ alone", [.. "MZ"u8], Other },
    };

    [Theory]
    [MemberData(nameof(Headers), DisableDiscoveryEnumeration = true)]
    public void A_file_is_recognized_by_its_header(string name, byte[] content, ExecutableKind kind) =>
        Assert.Equal((name, kind), (name, ExecutableFile.Detect(new MemoryStream(content))));

    [Fact]
    public void This_very_assembly_is_managed_and_its_host_is_a_program()
    {
        Assert.Equal(ManagedPortableExecutable, ExecutableFile.Detect(typeof(ExecutableFileTests).Assembly.Location));
        Assert.Contains(ExecutableFile.Detect(Environment.ProcessPath!), new[] { ElfProgram, MachOProgram, NativePortableExecutable });
    }

    [Fact]
    public void Any_bytes_after_a_magic_are_detected_without_an_exception()
    {
        var magics = Gen.Elements<byte[]>([.. "\u007FELF"u8, 2, 1], [.. "\x7FELF"u8, 1, 2], [.. "MZ"u8], [0xCA, 0xFE, 0xBA, 0xBE], [0xCA, 0xFE, 0xBA, 0xBF], [0xCF, 0xFA, 0xED, 0xFE]);
        var contents = from magic in magics
                       from rest in Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 255)), 200)
                       select (byte[])[.. magic, .. rest.Select(number => (byte)number)];

        Prop.ForAll(contents.ToArbitrary(), content => Enum.IsDefined(ExecutableFile.Detect(new MemoryStream(content))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
