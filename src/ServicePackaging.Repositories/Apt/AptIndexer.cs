using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Apt;

/// <summary>Creates the index entry of a Debian package.</summary>
internal static class AptIndexer
{
    /// <summary>Creates the entry.</summary>
    /// <param name="file">The package and its digest.</param>
    /// <param name="control">The fields of its control file.</param>
    /// <exception cref="RepositoryException">It cannot be published.</exception>
    public static AptStanza Create(PackageSource file, IReadOnlyList<ControlField> control)
    {
        var name = Required(control, AptFields.Package, file);
        var version = Required(control, AptFields.Version, file);
        var architecture = Required(control, AptFields.Architecture, file);
        var source = Find(control, AptFields.Source)?.Split(' ')[0] ?? name;
        var path = RepositoryPaths.DebPool(source, $"{name}_{WithoutEpoch(version)}_{architecture}.deb");
        if (!RepositoryPaths.IsRelative(path))
        {
            throw new RepositoryException(
                RepositoryProblem.UnusablePackage, file.Name, $"its name '{name}' and version '{version}' cannot be a file name");
        }

        // apt-ftparchive writes the description last, too: people read indexes.
        var own = control.Where(field => !AptFields.OfIndex.Contains(field.Name)).ToLookup(IsDescription);
        List<ControlField> fields =
        [
            .. own[false],
            new(AptFields.FileName, path),
            new(AptFields.Size, file.Length.ToString(CultureInfo.InvariantCulture)),
            new(AptFields.Sha256, file.Sha256),
            .. own[true],
        ];
        return new(name, version, architecture, path, file.Sha256, Encoding.UTF8.GetBytes(ControlText.Render(fields)));
    }

    private static bool IsDescription(ControlField field) =>
        field.Name.Equals(AptFields.Description, StringComparison.OrdinalIgnoreCase);

    private static string WithoutEpoch(string version) => version[(version.IndexOf(':') + 1)..];

    private static string? Find(IReadOnlyList<ControlField> control, string name) =>
        control.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string Required(IReadOnlyList<ControlField> control, string name, PackageSource file) =>
        Find(control, name) is { Length: > 0 } value && !value.Contains('\n')
            ? value
            : throw new RepositoryException(RepositoryProblem.UnusablePackage, file.Name, $"its control file has no field '{name}'");
}
