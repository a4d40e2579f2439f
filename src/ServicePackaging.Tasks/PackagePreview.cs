using System.Globalization;
using System.Text;
using ServicePackaging.Build;
using ServicePackaging.Planning;

namespace ServicePackaging.Tasks;

/// <summary>What a package would contain, as text.</summary>
internal static class PackagePreview
{
    /// <summary>The contents in groups, then every generated text.</summary>
    public static string Render(PackagePlan plan)
    {
        var text = new StringBuilder().Append(plan.FileName).Append('\n');
        foreach (var line in PlanListing.Describe(plan))
        {
            text.Append(line).Append('\n');
        }

        foreach (var (name, content) in plan.Texts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n==> {name} <==\n{content.TrimEnd('\n')}\n");
        }

        return text.ToString();
    }
}
