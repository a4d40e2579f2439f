using Microsoft.Build.Framework;

namespace ServicePackaging.Tasks;

/// <summary>Prints what a package would hold, and writes nothing.</summary>
public sealed class PreviewServicePackage : ServicePackageTask
{
    /// <inheritdoc/>
    private protected override void Execute(PackagePlan plan, BuildSettings settings)
    {
        Log.LogMessage(MessageImportance.High, "{0}", plan.FileName);
        foreach (var entry in plan.Entries)
        {
            Log.LogMessage(MessageImportance.High, "  {0}", PlanSources.Describe(entry));
        }

        foreach (var (name, text) in PlanSources.Texts(plan))
        {
            Log.LogMessage(MessageImportance.High, "\n==> {0} <==\n{1}", name, text.TrimEnd('\n'));
        }
    }
}
