using System.Security.Cryptography;

namespace ServicePackaging.Signing.Keys;

/// <summary>Opens what may be encrypted, and tells a missing password from a wrong one, which .NET does not.</summary>
internal static class KeyPassword
{
    // ERROR_INVALID_PASSWORD as an HRESULT: .NET sets it on every system if a PFX does not open with the password.
    private const int InvalidPassword = unchecked((int)0x80070056);

    /// <summary>Opens encrypted content, for which any failure of the decryption means a wrong password.</summary>
    /// <param name="source">The source of the key, for messages.</param>
    /// <param name="password">The password, or null if none is named.</param>
    /// <param name="open">Opens the content with the password.</param>
    /// <exception cref="SigningException">The password is missing or wrong.</exception>
    public static T OpenEncrypted<T>(string source, char[]? password, Func<char[], T> open)
    {
        if (password is null)
        {
            throw new SigningException(SigningProblem.PasswordMissing, source);
        }

        try
        {
            return open(password);
        }
        catch (CryptographicException)
        {
            throw new SigningException(SigningProblem.PasswordWrong, source);
        }
    }

    /// <summary>Opens a PFX, which may have a password or not.</summary>
    /// <exception cref="SigningException">The password is missing or wrong, or the content is damaged.</exception>
    public static T OpenPfx<T>(string source, char[]? password, Func<char[]?, T> open)
    {
        try
        {
            return open(password);
        }
        catch (CryptographicException e) when (e.HResult == InvalidPassword)
        {
            throw new SigningException(
                password is null ? SigningProblem.PasswordMissing : SigningProblem.PasswordWrong, source);
        }
        catch (CryptographicException e)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, $"it is a PFX that cannot be read ({e.Message})");
        }
    }
}
