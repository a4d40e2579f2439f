using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Signing;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs copies of the programs and libraries of a payload. The published files stay as they are, because their times tell whether
/// a package is up to date.</summary>
/// <param name="directory">The absolute path of the directory for the copies, which is emptied.</param>
/// <param name="kinds">The kinds of files that are signed.</param>
internal sealed class PayloadSigner(string directory, params IReadOnlyList<ExecutableKind> kinds)
{
    /// <summary>Returns the payload with signed copies.</summary>
    /// <param name="payload">The published files.</param>
    /// <param name="isUnsigned">Whether a file is to be signed.</param>
    /// <param name="sign">Writes a signed copy of a file.</param>
    /// <param name="cancellationToken">Checked between files.</param>
    public Payload Sign(
        Payload payload, Func<PayloadFile, Stream, bool> isUnsigned, Action<PayloadFile, Stream, Stream> sign,
        CancellationToken cancellationToken)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        return payload with { Items = [.. payload.Items.Select(Replace)] };

        PayloadItem Replace(PayloadItem item)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item is not PayloadFile file || !kinds.Contains(file.Kind))
            {
                return item;
            }

            using var content = file.Content.Open();
            return isUnsigned(file, content) ? Write(file, content, sign) : item;
        }
    }

    /// <summary>Refuses a signed copy that has faults.</summary>
    /// <exception cref="SigningException">It has.</exception>
    public static void Check(IReadOnlyList<PackageFault> faults, PayloadFile file)
    {
        if (faults is [var fault, ..])
        {
            throw new SigningException(SigningProblem.UnsignableFile, file.Path, fault.Message.TrimEnd('.'));
        }
    }

    private PayloadFile Write(PayloadFile file, Stream content, Action<PayloadFile, Stream, Stream> sign)
    {
        var copy = Path.Combine(directory, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        using (var signed = new FileStream(copy, FileMode.Create, FileAccess.ReadWrite))
        {
            content.Position = 0;
            sign(file, content, signed);
        }

        return file with { Content = FileContent.FromFile(copy), MachO = file.MachO is null ? null : MachOFile.Read(copy) };
    }
}
