using ServicePackaging.Formats.Rpm;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Systemd;

namespace ServicePackaging.Rpm;

/// <summary>Describes the rpm format to the rest of the product.</summary>
internal static class RpmFormatDescriptor
{
    /// <summary>The name by which a developer selects it.</summary>
    public const string Name = "rpm";

    public static readonly PackageFormat Instance = new()
    {
        Name = Name,
        Platform = Platform.Linux,
        Architectures = RpmPlan.Architectures,
        ServiceManager = SystemdManager.Instance,
        Relations = RpmRelations.Grammar,
        EnvironmentDirectory = "/etc/sysconfig",
        Templates = [.. SystemdTemplates.All, .. LinuxTemplates.All, .. RpmTemplates.All],
        Plan = RpmPlan.Create,
        Write = (plan, output, directory, cancellationToken) =>
            RpmWriter.Write(((RpmPlan)plan).Package, output, directory, cancellationToken),
        Verify = RpmVerifier.Verify,
    };
}
