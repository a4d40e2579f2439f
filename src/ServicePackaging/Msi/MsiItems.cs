using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Msi;

/// <summary>The metadata of a Windows Installer package. It has no relations to other packages.</summary>
internal static class MsiItems
{
    public static readonly RelationGrammar Grammar = new()
    {
        Field = RelationItems.Field(
            "MsiProperty", "name", "A property of Windows Installer; `UpgradeCode` and `ProductVersion` replace what is derived"),
        // Microsoft, "Restrictions on Property Names".
        FieldNameSigns = "_.",
    };
}
