namespace ServicePackaging.Formats.Msi;

/// <summary>The exception that is thrown if a package is larger than an .msi can be: 2 GiB for the whole package, and 2,147,450,880 bytes
/// for each uncompressed file.</summary>
/// <param name="message">A description of what is too large.</param>
/// <param name="innerException">The original exception, or null.</param>
public sealed class MsiTooLargeException(string message, Exception? innerException = null) : IOException(message, innerException);
