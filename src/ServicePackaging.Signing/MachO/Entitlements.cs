using System.Text;

namespace ServicePackaging.Signing.MachO;

/// <summary>What the hardened runtime allows a program, in the two forms that a signature contains.</summary>
internal sealed class Entitlements
{
    private const int MaxLength = 1 << 20;

    // From kern/cs_blobs.h of Apple's xnu: what the kernel must know before it reads entitlements.
    private static readonly (string Key, ulong Flag)[] Flags =
    [
        ("get-task-allow", 0x10),
        ("run-unsigned-code", 0x10),
        ("com.apple.private.cs.debugger", 0x20),
        ("dynamic-codesigning", 0x40),
        ("com.apple.private.skip-library-validation", 0x80),
        ("com.apple.private.amfi.can-load-cdhash", 0x100),
        ("com.apple.private.amfi.can-execute-cdhash", 0x200),
    ];

    private Entitlements(byte[] xml, PropertyListDictionary content)
    {
        PropertyList = xml;
        Blobs =
        [
            (CodeSignature.EntitlementsSlot, CodeSignature.Blob(CodeSignature.EntitlementsMagic, xml)),
            (CodeSignature.EntitlementsDerSlot, CodeSignature.Blob(CodeSignature.EntitlementsDerMagic, EntitlementsDer.Write(content))),
        ];
        ExecutableFlags = Flags.Where(flag => content.IsTrue(flag.Key)).Aggregate(0UL, (flags, flag) => flags | flag.Flag);
    }

    /// <summary>The property list as text.</summary>
    public byte[] PropertyList { get; }

    /// <summary>The blobs of the signature: the property list, and the same in DER.</summary>
    public IReadOnlyList<(uint Slot, byte[] Blob)> Blobs { get; }

    /// <summary>The flags of the executable segment that follow from the entitlements.</summary>
    public ulong ExecutableFlags { get; }

    /// <summary>What a .NET program needs: it compiles while it runs (https://learn.microsoft.com/dotnet/core/deploying/macos).</summary>
    /// <param name="allowUnvalidatedLibraries">Whether the program may load libraries of other teams, such as those of Microsoft.</param>
    public static Entitlements Default(bool allowUnvalidatedLibraries)
    {
        string[] keys = ["com.apple.security.cs.allow-jit", "com.apple.security.cs.disable-library-validation"];
        var lines = keys.Take(allowUnvalidatedLibraries ? 2 : 1).Select(key => $"\t<key>{key}</key>\n\t<true/>\n");
        return Parse(
            Encoding.UTF8.GetBytes(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                + $"<plist version=\"1.0\">\n<dict>\n{string.Concat(lines)}</dict>\n</plist>\n"),
            "The default entitlements");
    }

    /// <summary>Reads a property list. Its bytes go into the signature as they are, as codesign puts them there.</summary>
    /// <param name="propertyList">The XML document.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="SigningException">It is not a property list, or has values that entitlements cannot have.</exception>
    public static Entitlements Parse(byte[] propertyList, string name)
    {
        try
        {
            return propertyList.Length <= MaxLength
                ? new Entitlements(propertyList, PropertyListReader.Read(propertyList))
                : throw new InvalidDataException("It is larger than 1 MiB.");
        }
        catch (InvalidDataException e)
        {
            throw new SigningException(SigningProblem.InvalidEntitlements, name, e.Message);
        }
    }
}
