namespace ServicePackaging.Signing.Notary;

/// <summary>A request that failed. Whether it may succeed later decides only how long the result is waited for.</summary>
internal sealed class NotaryHttpException(string subject, string reason, bool isTransient) : Exception(reason)
{
    public bool IsTransient { get; } = isTransient;

    /// <summary>The failure as it is reported.</summary>
    public SigningException ToSigningException() => new(SigningProblem.NotarizationFailed, subject, Message);
}
