namespace ServicePackaging.Formats.Archives;

/// <summary>A rule of the package format that a finished package breaks.</summary>
/// <param name="Rule">The name of the rule. In an .msi, it is followed by the name of the matching internal consistency evaluator of
/// Microsoft, if there is one: <c>TargetPath (ICE30)</c>.</param>
/// <param name="Message">A sentence that describes what is wrong and where.</param>
public sealed record PackageFault(string Rule, string Message)
{
    /// <summary>The rule of a package that cannot be read and therefore not be checked any further.</summary>
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
