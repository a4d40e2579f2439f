using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Text.Json;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing.Notary;

/// <summary>Attaches notarization tickets to packages, as Apple's stapler does, so that they can be installed without a network. The
/// layout is that of the "t8lr" records that stapler appends: magic, version 1 and type as 16-bit numbers, length and zero as 32-bit
/// numbers, little-endian.</summary>
/// <param name="options">The address of the tickets.</param>
/// <param name="client">Sends the request.</param>
internal sealed class Stapler(NotaryOptions options, HttpClient client)
{
    private const int RecordLength = 16;
    private const ushort Version = 1;
    private const ushort TerminatorType = 1;
    private const ushort TicketType = 2;

    // The name of a record has as much of the digest as SHA-1 has.
    private const int DigestLength = 20;

    private readonly NotaryHttp _http = new(client);

    /// <summary>Writes a package with its ticket. A ticket that it already has is replaced.</summary>
    /// <param name="package">A notarized package: a seekable stream, which stays open.</param>
    /// <param name="stapled">The stream to write to, which stays open. It need not be seekable.</param>
    /// <param name="cancellationToken">Cancels the request, and is checked between blocks.</param>
    /// <exception cref="SigningException">There is no ticket for the package.</exception>
    public async Task StapleAsync(Stream package, Stream stapled, CancellationToken cancellationToken)
    {
        var archive = Open(package);
        var ticket = await LookUpAsync(RecordNameOf(archive), cancellationToken).ConfigureAwait(false);
        Copy(package, archive, stapled, cancellationToken);
        stapled.Write(Record(TerminatorType, 0));
        stapled.Write(ticket);
        stapled.Write(Record(TicketType, ticket.Length));
    }

    /// <summary>Writes a package without its ticket.</summary>
    /// <param name="package">A seekable stream, which stays open. It need not have a ticket.</param>
    /// <param name="unstapled">The stream to write to, which stays open.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">It is not a package.</exception>
    public static void Remove(Stream package, Stream unstapled, CancellationToken cancellationToken) =>
        Copy(package, Open(package), unstapled, cancellationToken);

    private static XarReader Open(Stream package)
    {
        try
        {
            return new XarReader(package);
        }
        catch (InvalidDataException e)
        {
            throw new SigningException(SigningProblem.UnsignableFile, SignableName.Of(package, "The macOS package"), e.Message);
        }
    }

    // Everything up to the last piece of the heap.
    private static void Copy(Stream package, XarReader archive, Stream output, CancellationToken cancellationToken)
    {
        var end = package.Length - archive.HeapLength + archive.Pieces.Max(piece => piece.Offset + piece.Length);
        using var content = new SectionStream(package, 0, end);
        PooledCopy.CopyExactly(content, output, end, "The package", observer: null, cancellationToken);
    }

    // The digest types are those of code signatures (kern/cs_blobs.h of Apple's xnu).
    private static string RecordNameOf(XarReader archive)
    {
        var digest = new byte[archive.Algorithm.Length];
        using var heap = archive.OpenHeap(0, digest.Length);
        heap.ReadExactly(digest);
        var type = archive.Algorithm.Digest == MacPackageDigest.Sha1 ? 1 : 2;
        return $"2/{type}/{Convert.ToHexStringLower(digest.AsSpan(0, DigestLength))}";
    }

    private async Task<byte[]> LookUpAsync(string record, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, options.Tickets)
        {
            Content = JsonContent.Create(new { records = new[] { new { recordName = record } } }),
        };
        byte[] answer;
        try
        {
            answer = await _http.SendAsync(request, record, [], cancellationToken).ConfigureAwait(false);
        }
        catch (NotaryHttpException e)
        {
            throw e.ToSigningException();
        }

        return NotaryHttp.Read(answer, record, root => ReadTicket(root, record));
    }

    private static byte[] ReadTicket(JsonElement root, string record)
    {
        var found = root.GetProperty("records").EnumerateArray()
            .Single(candidate => candidate.GetProperty("recordName").GetString() == record);
        return found.TryGetProperty("serverErrorCode", out var code)
            ? throw new SigningException(
                SigningProblem.NotarizationFailed, record, $"There is no notarization ticket for the package: {code.GetString()}.")
            : found.GetProperty("fields").GetProperty("signedTicket").GetProperty("value").GetBytesFromBase64();
    }

    private static byte[] Record(ushort type, int length)
    {
        var record = new byte[RecordLength];
        XarFormat.TrailerMagic.CopyTo(record);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), type);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), length);
        return record;
    }
}
