using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Describes the msi format to the rest of the product.</summary>
internal static class MsiFormatDescriptor
{
    /// <summary>The name by which a developer selects it.</summary>
    public const string Name = "msi";

    public static readonly PackageFormat Instance = new()
    {
        Name = Name,
        Platform = Platform.Windows,
        Architectures = MsiProduct.Architectures,
        ServiceManager = WindowsServiceManager.Instance,
        Relations = MsiItems.Grammar,
        Templates = MsiTemplates.All,
        Plan = MsiPlan.Create,
        Write = (plan, output, _, cancellationToken) =>
            MsiWriter.Write(((MsiPlan)plan).Package, output, cancellationToken),
        Verify = MsiVerifier.Verify,
        IsInstalledOncePerVersion = true,
        Diagnose = (exception, path) => exception is MsiTooLargeException
            ? Diagnostic.Create(PackageDiagnostics.InstallerTooLarge, path, exception.Message)
            : null,
    };
}
