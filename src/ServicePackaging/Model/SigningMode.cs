namespace ServicePackaging.Model;

/// <summary>Which packages are signed.</summary>
public enum SigningMode
{
    /// <summary>Those for which a key is named.</summary>
    Auto,

    /// <summary>All; a format without a key is an error.</summary>
    Required,

    /// <summary>None, whatever keys are named.</summary>
    None,
}
