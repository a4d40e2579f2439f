namespace ServicePackaging.Formats.Msi.Storage;

/// <summary>The numbers of the summary's properties (Microsoft, "Summary Information Stream Property Set").</summary>
public enum MsiSummaryProperty
{
    /// <summary>The code page of the texts, as a number.</summary>
    CodePage = 1,

    /// <summary>The type of the file.</summary>
    Title = 2,

    /// <summary>The product's name.</summary>
    Subject = 3,

    /// <summary>The manufacturer of the product.</summary>
    Author = 4,

    /// <summary>The keywords for searching.</summary>
    Keywords = 5,

    /// <summary>The purpose of the file.</summary>
    Comments = 6,

    /// <summary>Platform and languages: <c>x64;1033</c>.</summary>
    Template = 7,

    /// <summary>The person who saved it last.</summary>
    LastSavedBy = 8,

    /// <summary>The package code, a GUID in braces.</summary>
    RevisionNumber = 9,

    /// <summary>The time of the last printing.</summary>
    LastPrinted = 11,

    /// <summary>The creation time.</summary>
    CreateTime = 12,

    /// <summary>The time of the last saving.</summary>
    LastSaveTime = 13,

    /// <summary>The minimum version of Windows Installer, times 100.</summary>
    PageCount = 14,

    /// <summary>Bits of the source: 1 short names, 2 compressed, 4 administrative image, 8 does not require elevation.</summary>
    WordCount = 15,

    /// <summary>A number.</summary>
    CharacterCount = 16,

    /// <summary>The program that created the file.</summary>
    CreatingApplication = 18,

    /// <summary>A number: 0 may be written, 2 should only be read, 4 must only be read.</summary>
    Security = 19,
}
