namespace ServicePackaging.Formats.Archives;

/// <summary>A rule of its format that a finished package breaks.</summary>
/// <param name="Rule">The rule's name. Of an .msi it has the number of Microsoft's internal consistency evaluator where there is one:
/// <c>TargetPath (ICE30)</c>.</param>
/// <param name="Message">Where and how it is broken, as a sentence.</param>
public sealed record PackageFault(string Rule, string Message)
{
    /// <summary>The rule's name where nothing else can be said, since the package cannot be read.</summary>
    public const string Unreadable = "Readable";

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Message}";
}

/// <summary>How much of a package is read to verify it.</summary>
public enum VerificationDepth
{
    /// <summary>Structure, metadata, lists and digests, without unpacking the payload. It costs a few percent of writing the
    /// package.</summary>
    Headers,

    /// <summary>The payload too: it is unpacked, and compared with the lists.</summary>
    Payload,
}
