namespace ServicePackaging.Model;

/// <summary>The signature in a Debian package.</summary>
public enum DebSignature
{
    /// <summary>None: apt verifies the repository.</summary>
    None,

    /// <summary>The member <c>_gpgorigin</c>, which debsig-verify reads.</summary>
    Origin,
}
