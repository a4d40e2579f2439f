using System.Diagnostics.CodeAnalysis;

namespace ServicePackaging.Model;

/// <summary>Which programs and libraries of a Windows package are signed.</summary>
public enum PayloadSigning
{
    /// <summary>Those that have no signature.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The word means a file without a signature, not a number.")]
    Unsigned,

    /// <summary>None.</summary>
    None,
}
