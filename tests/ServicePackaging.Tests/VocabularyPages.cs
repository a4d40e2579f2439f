using System.Text;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The reference pages of properties and items, generated from the vocabulary.</summary>
internal static class VocabularyPages
{
    /// <summary>Returns the text of <c>docs/reference/properties.md</c>.</summary>
    public static string RenderProperties()
    {
        var text = new StringBuilder(
            """
            # Properties

            Set properties in the project file, or on the command line with `-p:Name=value`. `ServicePackage…` properties concern the package, and
            `Service…` properties the running service.

            - Any `Service…` property can be set for one platform only, with the prefix `Linux`, `MacOS` or `Windows`: `LinuxServiceUser`.
            - Durations are `00:00:30`, `30s` or `1h 30min`. A number without a unit is an error.
            - `{InstallDirectory}`, `{ConfigDirectory}`, `{StateDirectory}`, `{LogDirectory}`, `{CacheDirectory}`, `{RuntimeDirectory}` and `{Instance}` are replaced in
              arguments, paths and values. They cannot be used in the four directory properties themselves.
            - Lists are joined with `+`: MSBuild treats `;` and `,` in `-p:` as separators of properties.
            - Where a default depends on the platform, it is given for Linux, macOS and Windows, in this order.

            [Platform support](platform-support.md) has what each property becomes on each platform.

            """);
        foreach (var property in ServiceProperties.All)
        {
            text.Append("\n## ").Append(property.Name).Append("\n\n").Append(Sentence(property.Meaning))
                .Append("\n\n- Default: ").Append(property.DefaultText).Append('\n');
            if (property.HasPlatformForms)
            {
                text.Append("- For one platform: `Linux").Append(property.Name).Append("`, `MacOS").Append(property.Name).Append("`, `Windows").Append(property.Name).Append("`\n");
            }

            if (property.InstanceMetadata is { } metadata)
            {
                text.Append("- For one instance: [`ServiceInstance`](items.md#serviceinstance) with `").Append(metadata).Append("`\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Returns the text of <c>docs/reference/items.md</c>.</summary>
    public static string RenderItems()
    {
        var text = new StringBuilder(
            """
            # Items

            Every item also accepts `Platforms="Linux;MacOS"` and `Formats="deb;rpm"`, which select the packages that it applies to. Unknown metadata and
            missing required metadata are errors. MSBuild treats `*` in an item as a wildcard and `;` as a separator: write `%2A` and `%3B`.

            """);
        foreach (var item in PackageFormats.Items)
        {
            text.Append("\n## ").Append(item.Name).Append("\n\n").Append(Sentence(item.Meaning)).Append("\n\n- `Include`: ").Append(item.Include).Append('\n');
            foreach (var row in item.Metadata)
            {
                text.Append("- `").Append(row.Name).Append('`').Append(row.Values.Length > 0 ? $": {row.Values}" : "").Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
