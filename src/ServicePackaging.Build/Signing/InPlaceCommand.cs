using ServicePackaging.Signing;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Commands;

namespace ServicePackaging.Build.Signing;

/// <summary>Takes the signature that a tool made, and nothing else of its file.</summary>
/// <param name="file">The file before.</param>
/// <param name="result">The file after.</param>
/// <param name="signed">Receives the file before with the signature.</param>
/// <param name="cancellationToken">Cancels the work.</param>
/// <returns>Whether the result is the file with a signature.</returns>
internal delegate bool TakeSignature(Stream file, Stream result, Stream signed, CancellationToken cancellationToken);

/// <summary>A command of the developer that signs a file in place, such as signtool or rcodesign.</summary>
/// <param name="settings">The settings with the command.</param>
internal sealed class InPlaceCommand(KeySettings settings)
{
    // Cloud services sign within minutes.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>The variables that the command gets in addition.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes a signed copy.</summary>
    /// <param name="file">The file, a seekable stream.</param>
    /// <param name="signed">Receives the file with its signature.</param>
    /// <param name="name">The name that the command's copy has: tools recognize the kind of a file by its extension.</param>
    /// <param name="directory">The directory for temporary files.</param>
    /// <param name="take">Takes the signature.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="SigningException">The command failed, or did not only sign the file.</exception>
    public void Run(
        Stream file, Stream signed, string name, string directory, TakeSignature take, CancellationToken cancellationToken)
    {
        // A directory of its own, because some tools leave further files beside the one that they sign.
        var own = Directory.CreateDirectory(Path.Combine(directory, Path.GetRandomFileName() + ".partial")).FullName;
        try
        {
            var path = Path.Combine(own, name);
            using (var copy = File.Create(path))
            {
                file.CopyTo(copy);
            }

            CommandRunner.Run(settings.CommandFor(path), Stream.Null, Variables, Timeout, cancellationToken);
            using var result = OpenResult(path);
            file.Position = 0;
            if (!take(file, result, signed, cancellationToken))
            {
                throw Useless("it did not sign the file, or changed more of it than the signature");
            }
        }
        catch (InvalidDataException exception)
        {
            throw Useless($"it damaged the file ({exception.Message})");
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    /// <summary>Takes the whole result, if what it contains besides the signature has not changed.</summary>
    /// <param name="contentOf">Returns a digest of what a file contains besides its signature.</param>
    public static TakeSignature Whole(Func<Stream, string> contentOf) => (file, result, signed, _) =>
    {
        if (contentOf(file) != contentOf(result))
        {
            return false;
        }

        result.Position = 0;
        result.CopyTo(signed);
        return true;
    };

    /// <summary>Takes the signature of a program or library of Windows.</summary>
    public static TakeSignature Program { get; } = PeSigner.Transplant;

    /// <summary>Takes the signature of a package of Windows Installer.</summary>
    public static TakeSignature Installer { get; } = MsiSigner.Transplant;

    private FileStream OpenResult(string path) =>
        File.Exists(path) ? File.OpenRead(path) : throw Useless("it removed the file that it had to sign");

    private SigningException Useless(string reason) =>
        new(SigningProblem.CommandGaveNoSignature, settings.Command!.Value, reason);
}
