using ServicePackaging.Repositories.Apt;
using ServicePackaging.Repositories.State;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>The change of a suite.</summary>
internal sealed class AptChange(ChannelContext context) : ChannelChange<AptSuite, AptStanza>(context)
{
    /// <inheritdoc/>
    public override GenerationPart? PartOf(Generation generation) => generation.Deb;

    /// <inheritdoc/>
    public override GenerationPart? Apply(
        AptSuite? old, IReadOnlyList<AptStanza> added, GenerationPart? before, CancellationToken cancellationToken)
    {
        var phase = Context.Request.Policy.PhasedPercentage;
        var merged = Merge(
            AptStanza.Order,
            (x, y) => x.Text.Span.SequenceEqual(y.Text.Span),
            old?.Stanzas ?? [],
            [.. added.Select(stanza => phase is null ? stanza : stanza.WithPhase(phase))]);
        var planner = new AptPlanner(Context.Identity, Context.Channel, Context.Signer);
        if (old is not null && !Context.Request.Policy.AllowChangedIdentity)
        {
            planner.RequireSameIdentity(old.Release);
        }

        if ((old is null && merged.Packages.Count == 0) || (before is not null && !merged.IsChanged && Context.IsComplete))
        {
            return before;
        }

        var generation = planner.Plan(merged.Packages, old?.Release.Architectures ?? [], Context.Date, cancellationToken);
        return Add(before, generation.Root, generation.Sha256, generation.Writes);
    }
}
