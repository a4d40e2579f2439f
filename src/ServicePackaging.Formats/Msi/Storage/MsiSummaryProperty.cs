namespace ServicePackaging.Formats.Msi.Storage;

/// <summary>The numbers of the summary's properties (Microsoft, "Summary Information Stream Property Set").</summary>
public enum MsiSummaryProperty
{
    /// <summary>The code page of the texts, a number.</summary>
    CodePage = 1,

    /// <summary>What kind of file it is.</summary>
    Title = 2,

    /// <summary>The product's name.</summary>
    Subject = 3,

    /// <summary>Who made it.</summary>
    Author = 4,

    /// <summary>What catalogues find it by.</summary>
    Keywords = 5,

    /// <summary>What the file is for.</summary>
    Comments = 6,

    /// <summary>Platform and languages: <c>x64;1033</c>.</summary>
    Template = 7,

    /// <summary>Who saved it last.</summary>
    LastSavedBy = 8,

    /// <summary>The package code, a GUID in braces.</summary>
    RevisionNumber = 9,

    /// <summary>When it was printed last, a time.</summary>
    LastPrinted = 11,

    /// <summary>When it was made, a time.</summary>
    CreateTime = 12,

    /// <summary>When it was saved last, a time.</summary>
    LastSaveTime = 13,

    /// <summary>The least version of Windows Installer, times 100.</summary>
    PageCount = 14,

    /// <summary>Bits for the source: 1 short names, 2 compressed, 4 administrative image, 8 needs no elevation.</summary>
    WordCount = 15,

    /// <summary>A number.</summary>
    CharacterCount = 16,

    /// <summary>The program that made the file.</summary>
    CreatingApplication = 18,

    /// <summary>A number: 0 may be written, 2 should be read only, 4 must.</summary>
    Security = 19,
}
