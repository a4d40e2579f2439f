using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using ServicePackaging.Signing;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Trust;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies rpm-md metadata: repomd.xml, its signature and the files that it lists.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="location">The metadata.</param>
/// <param name="isPointer">Whether repomd.xml changes in place.</param>
internal sealed class RpmMdVerification(VerificationContext context, RpmMdLocation location, bool isPointer = true)
{
    private readonly string _repoMd = Locations.Join(location.Base, "repodata/repomd.xml");

    private FaultCollector Faults => context.Faults;

    /// <summary>Verifies the metadata and the packages.</summary>
    /// <returns>The content of repomd.xml; null if it cannot be read.</returns>
    public byte[]? Run()
    {
        context.Directories.Add(location.Base);
        var read = context.Read(_repoMd, RepositoryLimits.SignedText);
        if (read.Content is not { } file)
        {
            if (!read.Failed)
            {
                Faults.Add(RpmMdRules.RepoMdMissing, _repoMd, "The file does not exist. dnf and zypper refuse the repository. Check the "
                    + "path, or publish.");
            }

            return null;
        }

        CheckSignature(file);
        CheckState(file);
        if (Parse(file) is { } data)
        {
            new RpmMdFilesVerification(context, location, _repoMd).Run(data);
        }

        return file;
    }

    private IReadOnlyList<RepoMdData>? Parse(byte[] file)
    {
        try
        {
            return RepoMdDocument.Read(file);
        }
        catch (XmlException exception)
        {
            Faults.Add(
                RpmMdRules.RepoMdMalformed, _repoMd,
                $"The file is malformed: {exception.Message.TrimEnd('.')}. dnf and zypper refuse the repository. Create the metadata "
                + "again.");
            return null;
        }
    }

    private void CheckSignature(byte[] file)
    {
        var path = _repoMd + ".asc";
        AddPointer(_repoMd);
        var signature = context.Read(path, RepositoryLimits.SignedText);
        if (signature.Content is not { } content)
        {
            if (!signature.Failed)
            {
                Faults.Add(
                    RpmMdRules.SignatureMissing, path,
                    "The file does not exist. zypper refuses the repository, and so does dnf with repo_gpgcheck=1. Sign with 'gpg "
                    + "--detach-sign --armor'.");
            }

            return;
        }

        AddPointer(path);

        // dnf and zypper accept SHA-1 here up to now, unlike apt and rpm.
        var verdicts = context.Signatures.Check(path, file, content, FaultSeverity.Warning, context.CancellationToken);
        CheckOrder(path, verdicts);
        CheckKey(file, content);
    }

    private void CheckOrder(string path, IReadOnlyList<SignatureVerdict> verdicts)
    {
        if (verdicts is [.., { Standing: SignatureStanding.UnknownKey }]
            && verdicts.Any(verdict => verdict.Standing != SignatureStanding.UnknownKey))
        {
            Faults.Add(
                RpmMdRules.LastSignatureUnknown, path,
                "The last signature is by a key that is not among the given keys. zypper 1.14.101 refuses the repository although another "
                + "signature is valid. Put the signature of the key that all clients have last.");
        }
    }

    private void CheckKey(byte[] file, byte[] signature)
    {
        var path = _repoMd + ".key";
        var key = context.Read(path, RepositoryLimits.SignedText);
        if (key.Content is not { } content)
        {
            if (!key.Failed)
            {
                Faults.Add(RpmMdRules.KeyMissing, path, "The file does not exist. zypper before 1.14.101 asks for the key there. Write "
                    + "the public key to it.");
            }

            return;
        }

        AddPointer(path);
        if (!IsKeyOf(content, file, signature))
        {
            Faults.Add(
                RpmMdRules.KeyDiffers, path,
                "None of its keys made the signature in repomd.xml.asc. zypper imports a key that does not help. Write the public key "
                + "of the signature to it.");
        }
    }

    private bool IsKeyOf(byte[] key, byte[] file, byte[] signature)
    {
        try
        {
            var judge = new SignatureJudge(OpenPgpArmor.Decode(key, _repoMd), context.Options.Now);

            // What is wrong with the key or the signature itself is reported elsewhere.
            return judge.Judge(file, signature, context.CancellationToken)
                .Any(verdict => verdict.Standing != SignatureStanding.UnknownKey);
        }
        catch (Exception exception) when (exception is SigningException or InvalidDataException)
        {
            return false;
        }
    }

    private void CheckState(byte[] file)
    {
        if (location.Channel is null || context.Options.State?.Channels.GetValueOrDefault(location.Channel) is not { } generations)
        {
            return;
        }

        if (generations is [{ Rpm: { } rpm } newest, ..] && !new FileDigest(HashAlgorithmName.SHA256, rpm.Sha256).Matches(file))
        {
            Faults.Add(StateRules.BehindState, _repoMd, string.Create(
                CultureInfo.InvariantCulture, $"It is not the file of the last publication on {newest.Date:yyyy-MM-dd HH:mm:ss} UTC. ")
                + "Clients do not see the packages of that publication. Finish the upload, or publish again.");
        }

        foreach (var path in generations.SelectMany(generation => generation.Rpm?.Files ?? []).Distinct())
        {
            GenerationFiles.Check(context, path);
        }
    }

    private void AddPointer(string path)
    {
        if (isPointer)
        {
            context.Pointers[path] = null;
        }
    }
}
