using ServicePackaging.Formats.Deb;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Systemd;

namespace ServicePackaging.Deb;

/// <summary>Describes the deb format to the rest of the product.</summary>
internal static class DebFormatDescriptor
{
    /// <summary>The name by which a developer selects it.</summary>
    public const string Name = "deb";

    public static readonly PackageFormat Instance = new()
    {
        Name = Name,
        Platform = Platform.Linux,
        Architectures = DebPlan.Architectures,
        ServiceManager = SystemdManager.Instance,
        Relations = DebRelations.Grammar,
        Templates = [.. SystemdTemplates.All, .. LinuxTemplates.All, .. DebTemplates.All],
        Plan = DebPlan.Create,
        Write = (plan, output, directory, cancellationToken) =>
            DebWriter.Write(((DebPlan)plan).Package, output, directory, cancellationToken),
        Verify = DebVerifier.Verify,
    };
}
