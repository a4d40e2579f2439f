namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>What a package does otherwise than Windows Installer asks, or than its own parts say of each other.</summary>
/// <param name="Rule">What is broken, with the number of Microsoft's internal consistency evaluator where there is one: <c>TargetPath (ICE30)</c>.</param>
/// <param name="Message">Which part of the package it is about, as a sentence.</param>
public sealed record MsiFinding(string Rule, string Message);

/// <summary>How much of a package is read to check it.</summary>
public enum MsiAuditDepth
{
    /// <summary>All but the bytes of the payload: the file's structure, the tables, the lists of the cabinets. It costs milliseconds.</summary>
    Tables,

    /// <summary>The payload too: each file is unpacked and compared with its rows. It costs as much as unpacking the package twice.</summary>
    Payload,
}
