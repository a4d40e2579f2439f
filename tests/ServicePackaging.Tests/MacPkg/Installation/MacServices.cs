using ServicePackaging.MacPkg;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>Services whose packages are installed here.</summary>
internal static class MacServices
{
    /// <summary>Only the settings that every package needs.</summary>
    public static readonly Service Printing = new Service().OnMacOS().With("ServiceIdentifier", "com.acme.acme");

    /// <summary>Such a service that prints nothing, so that there is no log to rotate.</summary>
    public static readonly Service Minimal = Printing.With("ServiceStandardOutput", "Null");

    /// <summary>Its next version.</summary>
    public static readonly Service Next = Minimal.With("ServicePackageVersion", "2.0.0");

    /// <summary>A service with a file that the administrator edits.</summary>
    public static readonly Service Configured = WithConfiguration(Minimal, "colour = blue\n");

    /// <summary>A package is installed, over what may be there.</summary>
    public static MacMachine Install(this MacMachine machine, Planned<MacPkgPlan> package, string volume = "/", string fileName = "acme.pkg") =>
        machine.Install($"{package.Plan.Package.Version}", path => package.Plan.Write(path, TestContext.Current.CancellationToken), volume, fileName);

    /// <summary>A process of the service installs a package; the command that does it is put into a command of the shell.</summary>
    public static MacMachine InstallFrom(this MacMachine machine, Func<string, string> around, Planned<MacPkgPlan> package) =>
        machine.Install($"{package.Plan.Package.Version}", path => package.Plan.Write(path, TestContext.Current.CancellationToken), around: around);

    /// <summary>Gives a service a file that the administrator edits.</summary>
    public static Service WithConfiguration(Service service, string text) =>
        service.Source("acme.toml", text).Item("ServiceConfigFile", "acme.toml", ("Mode", "0640"), ("Group", "acme"));
}
