using ServicePackaging.Repositories.RpmMd;
using ServicePackaging.Repositories.State;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>The change of a channel's rpm-md metadata.</summary>
internal sealed class RpmMdChange(ChannelContext context) : ChannelChange<RpmMdChannel, RpmMdEntry>(context)
{
    /// <inheritdoc/>
    public override GenerationPart? PartOf(Generation generation) => generation.Rpm;

    /// <inheritdoc/>
    public override GenerationPart? Apply(
        RpmMdChannel? old, IReadOnlyList<RpmMdEntry> added, GenerationPart? before, CancellationToken cancellationToken)
    {
        var merged = Merge(
            RpmMdPackage.Order, (x, y) => x.Location == y.Location, old?.Packages ?? [], [.. added.Select(entry => entry.Package)]);
        if ((old is null && merged.Packages.Count == 0) || (before is not null && !merged.IsChanged && Context.IsComplete))
        {
            return before;
        }

        var entries = added.DistinctBy(entry => entry.Package.Sha256).ToDictionary(entry => entry.Package.Sha256, StringComparer.Ordinal);
        var generation = new RpmMdPlanner(Context.Identity, Context.Channel, Context.Signer).Plan(
            merged.Packages,
            ElementsOf,
            (before?.Number ?? 0) + 1,
            Context.Date,
            cancellationToken);
        return Add(before, generation.Root, generation.Sha256, generation.Writes);

        Func<RpmMdPackage, ReadOnlyMemory<byte>> ElementsOf(RpmMdFile file)
        {
            var kept = old?.Elements(file, cancellationToken);
            return package => entries.TryGetValue(package.Sha256, out var entry) ? entry.Elements[file] : kept!(package.Sha256);
        }
    }
}
