using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Planning;

namespace ServicePackaging.MacPkg;

/// <summary>Describes the pkg format to the rest of the product.</summary>
internal static class MacPkgFormatDescriptor
{
    /// <summary>The name by which a developer selects it.</summary>
    public const string Name = "pkg";

    public static readonly PackageFormat Instance = new()
    {
        Name = Name,
        Platform = Platform.MacOS,
        Architectures = MacPkgPlan.Architectures,
        ServiceManager = LaunchdManager.Instance,
        Templates = MacTemplates.All,
        Plan = MacPkgPlan.Create,
        Write = (plan, output, directory, cancellationToken) =>
            MacPackageWriter.Write(((MacPkgPlan)plan).Package, output, directory, cancellationToken),
        Verify = MacPackageVerifier.Verify,
    };
}
