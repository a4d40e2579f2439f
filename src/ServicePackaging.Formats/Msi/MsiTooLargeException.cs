namespace ServicePackaging.Formats.Msi;

/// <summary>A package has more than an .msi can hold: 2 GiB in all, packed, and for each file 2,147,450,880 bytes as it is.</summary>
/// <param name="message">What is too large.</param>
/// <param name="innerException">What was found first, or null.</param>
public sealed class MsiTooLargeException(string message, Exception? innerException = null) : IOException(message, innerException);
