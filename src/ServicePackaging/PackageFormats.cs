using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging;

/// <summary>The package formats. A new format is one line here.</summary>
internal static class PackageFormats
{
    private static readonly Lock Changing = new();

    private static IReadOnlyList<PackageFormat> _all =
    [
        Deb.DebFormatDescriptor.Instance,
        Rpm.RpmFormatDescriptor.Instance,
        MacPkg.MacPkgFormatDescriptor.Instance,
        Msi.MsiFormatDescriptor.Instance,
    ];

    /// <summary>All formats.</summary>
    public static IReadOnlyList<PackageFormat> All => _all;

    /// <summary>The items of the vocabulary and of all formats.</summary>
    public static IReadOnlyList<ServiceItem> Items => [.. ServiceItems.All, .. All.SelectMany(format => format.Relations.Items)];

    /// <summary>The keys of the generated files that a developer may replace.</summary>
    public static IReadOnlyList<string> Templates => [.. All.SelectMany(format => format.Templates).Distinct()];

    /// <summary>Returns the format with a name; null if there is none.</summary>
    public static PackageFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>Adds a format, until the result is disposed of.</summary>
    /// <exception cref="ArgumentException">There is a format of that name.</exception>
    public static IDisposable Register(PackageFormat format)
    {
        lock (Changing)
        {
            if (Find(format.Name) is not null)
            {
                throw new ArgumentException($"There is a format '{format.Name}' already.", nameof(format));
            }

            _all = [.. _all, format];
        }

        return new Registration(format);
    }

    /// <summary>Reads the definition of a service as a format sees it.</summary>
    /// <param name="input">What the developer wrote.</param>
    /// <param name="format">The format.</param>
    /// <param name="diagnostics">Receives every fault. If one of them is an error, the definition must not be used.</param>
    public static ServiceDefinition Read(ServiceInput input, PackageFormat format, DiagnosticBag diagnostics)
    {
        var target = new ReadingTarget
        {
            Format = format.Name,
            Platform = format.Platform,
            Relations = format.Relations,
            EnvironmentDirectory = format.EnvironmentDirectory,
            KnownFormats = [.. All.Select(known => known.Name)],
            KnownTemplates = Templates,
            KnownItems = Items,
        };
        var definition = ServiceDefinitionReader.Read(input, target, diagnostics);
        format.ServiceManager.Check(definition, diagnostics);
        return definition;
    }

    private sealed class Registration(PackageFormat format) : IDisposable
    {
        public void Dispose()
        {
            lock (Changing)
            {
                _all = [.. _all.Where(other => other != format)];
            }
        }
    }
}
