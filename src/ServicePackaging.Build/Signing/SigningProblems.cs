using System.Security.Cryptography;
using ServicePackaging.Diagnostics;
using ServicePackaging.Signing;

namespace ServicePackaging.Build.Signing;

/// <summary>The finding of each problem of signing. The arguments of a problem are those of its message.</summary>
internal static class SigningProblems
{
    private static readonly Dictionary<SigningProblem, DiagnosticDescriptor> Rows = new()
    {
        [SigningProblem.UnreadableKey] = SigningDiagnostics.UnreadableKey,
        [SigningProblem.UnsupportedKey] = SigningDiagnostics.UnsupportedKey,
        [SigningProblem.PublicKey] = SigningDiagnostics.PublicKey,
        [SigningProblem.NoUsableKey] = SigningDiagnostics.NoUsableKey,
        [SigningProblem.SeveralKeys] = SigningDiagnostics.SeveralKeys,
        [SigningProblem.PasswordMissing] = SigningDiagnostics.PasswordMissing,
        [SigningProblem.PasswordWrong] = SigningDiagnostics.PasswordWrong,
        [SigningProblem.Expired] = SigningDiagnostics.Expired,
        [SigningProblem.NotYetValid] = SigningDiagnostics.NotYetValid,
        [SigningProblem.WrongPurpose] = SigningDiagnostics.WrongPurpose,
        [SigningProblem.CertificateMismatch] = SigningDiagnostics.CertificateMismatch,
        [SigningProblem.ChainIncomplete] = SigningDiagnostics.ChainIncomplete,
        [SigningProblem.WeakAlgorithm] = SigningDiagnostics.WeakAlgorithm,
        [SigningProblem.CertificateMissing] = SigningDiagnostics.CertificateMissing,
        [SigningProblem.CertificateNotInStore] = SigningDiagnostics.CertificateNotInStore,
        [SigningProblem.CommandFailed] = SigningDiagnostics.CommandFailed,
        [SigningProblem.CommandGaveNoSignature] = SigningDiagnostics.CommandGaveNoSignature,
        [SigningProblem.TimestampFailed] = SigningDiagnostics.TimestampFailed,
        [SigningProblem.UnsignableFile] = SigningDiagnostics.UnsignableFile,
        [SigningProblem.InvalidEntitlements] = SigningDiagnostics.InvalidEntitlements,
        [SigningProblem.NotarizationFailed] = SigningDiagnostics.NotarizationFailed,
        [SigningProblem.NotarizationTimeout] = SigningDiagnostics.NotarizationTimeout,
    };

    /// <summary>Returns the finding.</summary>
    public static Diagnostic Describe(SigningException exception) =>
        Diagnostic.Create(Rows[exception.Problem], [.. exception.Arguments.Select(argument => argument.TrimEnd('.', ' '))]);

    /// <summary>Runs work in which a problem ends the build with its finding.</summary>
    /// <param name="subject">What is signed, for messages.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="DiagnosticException">A problem of signing.</exception>
    public static T Run<T>(string subject, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SigningException exception)
        {
            throw new DiagnosticException(Describe(exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException
            or InvalidDataException or UriFormatException)
        {
            throw new DiagnosticException(SigningDiagnostics.UnsignableFile, subject, exception.Message.TrimEnd('.'));
        }
    }
}
