using System.Text;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>What tests ask of a Windows Installer package.</summary>
internal static class Installers
{
    private const string InstallFolder = "INSTALLFOLDER";

    private const string Bills = InstallFolder + "/sbom/";

    public static Lack? Msitools => Availability.Program("msiextract");

    /// <summary>The files that were published, as they lie below the install directory, in the order of their names.</summary>
    public static IReadOnlyList<string> Payload(string package)
    {
        using var msi = MsiReader.Open(package);
        var directories = msi.FindTable("Directory")!.Rows.ToDictionary(row => row.Key);
        var components = msi.FindTable("Component")!.Rows.ToDictionary(row => row.Key, row => row["Directory_"].Text!);
        return [.. msi.FindTable("File")!.Rows
            .Select(row => Path(components[row["Component_"].Text!]) + LongName(row["FileName"].Text!))
            .Where(path => path.StartsWith(InstallFolder, StringComparison.Ordinal) && !path.StartsWith(Bills, StringComparison.Ordinal))
            .Select(path => path[(InstallFolder.Length + 1)..])
            .Order(StringComparer.Ordinal)];

        string Path(string directory) => directory == InstallFolder || directories[directory]["Directory_Parent"].Text is not { } parent
            ? directory + "/"
            : Path(parent) + LongName(directories[directory]["DefaultDir"].Text!) + "/";
    }

    /// <summary>The cells of a table's rows, a tab between.</summary>
    public static IReadOnlyList<string> Rows(string package, string table)
    {
        using var msi = MsiReader.Open(package);
        return [.. msi.FindTable(table)?.Rows.Select(row => string.Join('\t', row.Cells)) ?? []];
    }

    public static string? Property(string package, string name)
    {
        using var msi = MsiReader.Open(package);
        return msi.FindTable("Property")!.Find(name)?["Value"].Text;
    }

    /// <summary>The processor and language that it is for, as in <c>x64;1033</c>.</summary>
    public static string? Template(string package)
    {
        using var msi = MsiReader.Open(package);
        return msi.Summary!.Text(MsiSummaryProperty.Template);
    }

    /// <summary>The content of the file whose long name is <paramref name="name"/>.</summary>
    public static string Read(string package, string name)
    {
        using var msi = MsiReader.Open(package);
        var row = msi.FindTable("File")!.Rows.Single(row => LongName(row["FileName"].Text!) == name);
        using var content = new MemoryStream();
        msi.CopyFile(row.Key, content, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(content.ToArray());
    }

    // Microsoft, "Filename": a short name and a long one, with a bar between.
    private static string LongName(string pair) => pair[(pair.IndexOf('|', StringComparison.Ordinal) + 1)..];
}
