using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Formats.Tests.Executables;

/// <summary>The members of other assemblies that an assembly uses, tested with this assembly.</summary>
public sealed class ManagedAssemblyTests
{
    private static readonly string Self = typeof(ManagedAssemblyTests).Assembly.Location;

    [Theory]
    [InlineData("ServicePackaging.Formats.Executables.ManagedAssembly", "Uses", true)]
    [InlineData("System.Linq.Enumerable", "Select", true)] // a generic method
    [InlineData("ServicePackaging.Formats.Executables.ManagedAssembly", "uses", false)]
    [InlineData("Executables.ManagedAssembly", "Uses", false)]
    [InlineData("ServicePackaging.Formats.Tests.Executables.ManagedAssemblyTests", "Used_members_are_found", false)] // its own
    public void Used_members_are_found(string type, string member, bool expected)
    {
        Assert.Equal(expected, ManagedAssembly.Uses(Self, type, member));
        Assert.Equal(expected, ManagedAssembly.Uses(Self, type, "Absent", member));
    }

    [Fact]
    public void A_file_that_is_not_an_assembly_uses_no_members()
    {
        var image = File.ReadAllBytes(Self);
        byte[][] others = [[], [.. "#!/bin/sh\n"u8], Images.PortableExecutable(isPlus: true, isManaged: true), Images.PortableExecutable(isPlus: true, isManaged: false), image[..(image.Length / 2)]];

        Assert.All(others, other => Assert.False(ManagedAssembly.Uses(new MemoryStream(other), "System.Linq.Enumerable", "Select")));
    }
}
