using System.Formats.Asn1;
using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Signing.Verification;

/// <summary>Collects the faults of a signature.</summary>
internal sealed class SignatureFaults
{
    /// <summary>The rule of each fault.</summary>
    public const string Rule = SignatureVerification.Rule;

    // In a damaged file, every page has one.
    private const int Most = 20;

    private readonly List<PackageFault> _faults = [];

    /// <summary>The faults that were found so far.</summary>
    public IReadOnlyList<PackageFault> Faults => _faults;

    /// <summary>Adds a fault if the condition is false.</summary>
    /// <returns>The condition.</returns>
    public bool Require(bool condition, string message)
    {
        if (!condition && _faults.Count < Most)
        {
            _faults.Add(new PackageFault(Rule, message));
        }

        return condition;
    }

    /// <summary>Runs a check, and adds a fault if the check meets data that cannot be read.</summary>
    public void Try(string what, Action check)
    {
        try
        {
            check();
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException or FormatException
            or InvalidDataException or NotSupportedException or OverflowException or IndexOutOfRangeException or InvalidOperationException)
        {
            Require(false, $"{what} cannot be read: {e.Message}");
        }
    }
}
