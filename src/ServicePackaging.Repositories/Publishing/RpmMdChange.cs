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

        var entries = added.ToLookup(entry => entry.Package.Sha256);
        var generation = new RpmMdPlanner(Context.Identity, Context.Channel, Context.Signer).Plan(
            merged.Packages,
            (package, file) => entries[package.Sha256].FirstOrDefault() is { } entry
                ? entry.Elements[file]
                : old!.Elements[file][package.Sha256],
            (before?.Number ?? 0) + 1,
            Context.Date,
            cancellationToken);
        return Add(before, generation.Root, generation.Sha256, generation.Writes);
    }
}
