using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Reading;

namespace ServicePackaging.Tasks;

/// <summary>A publish that several formats are planned from: the same texts, the same files, and each finding reported once.</summary>
/// <param name="input">What the developer wrote.</param>
/// <param name="directory">The absolute path of the directory that is packaged.</param>
/// <param name="findings">Receives every fault.</param>
internal sealed class PublishedService(ServiceInput input, string directory, DiagnosticBag findings)
{
    private Payload? _payload;

    /// <summary>What the developer wrote.</summary>
    public ServiceInput Input => input;

    /// <summary>Plans a package.</summary>
    /// <exception cref="DiagnosticException">The payload cannot be read, or cannot be held by the format.</exception>
    public PackagePlan Plan(string formatName, BuildSettings settings)
    {
        _payload ??= PayloadDirectory.Scan(directory, withFolders: !input.Project.IsDotNet);
        var format = PackageFormat.All.First(candidate => candidate.Name == formatName);
        var definition = ServiceDefinitionReader.Read(
            input with { Project = input.Project with { Interpreters = _payload.Interpreters } }, format, findings);
        try
        {
            return format.Plan(new PackageRequest(definition, _payload, settings.Timestamp, settings.Compression), findings);
        }
        catch (ArgumentException exception)
        {
            throw new DiagnosticException(DiagnosticCatalog.NotRepresentable, format.Name, definition.Package.Name, exception.Message);
        }
    }
}
