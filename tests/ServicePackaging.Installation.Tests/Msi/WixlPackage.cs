using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>A package by other people's means: what a box shows with it, it shows of itself and not of our packages.</summary>
internal static class WixlPackage
{
    /// <summary>Packages the probe as the service <c>probe</c>, with a configuration file that stays.</summary>
    /// <returns>The path of the package, beside the probe.</returns>
    public static async Task<string> MakeAsync(string probe, string version, string serviceArguments = "")
    {
        Availability.RequireProgram("wixl", "apt-get install wixl");
        Availability.RequireProgram("msibuild", "apt-get install msitools");
        string directory = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(probe)!, Guid.NewGuid().ToString("N"))).FullName;
        string package = Path.Combine(directory, $"probe-{version}.msi");
        await WriteAsync("probe.conf", $"written by {version}\n");
        await WriteAsync("probe.wxs", Source(version, serviceArguments));
        ProcessOptions options = new() { WorkingDirectory = directory };
        (await ProcessRunner.RunAsync(options, "wixl", "-a", "x64", "-o", package, "probe.wxs")).Succeeded();

        // What wixl has no word for: 256 64-bit, 128 never overwrite, 16 permanent.
        const string keep = "UPDATE `Component` SET `Attributes` = 400 WHERE `Component` = 'Config'";
        (await ProcessRunner.RunAsync("msibuild", package, "-q", keep)).Succeeded();
        return package;

        Task WriteAsync(string name, string text) =>
            File.WriteAllTextAsync(Path.Combine(directory, name), text, TestContext.Current.CancellationToken);
    }

    private static string Source(string version, string serviceArguments) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
          <Product Id="*" Name="Probe" Language="1033" Version="{version}" Manufacturer="Acme"
              UpgradeCode="7B1D2C64-6C0E-4F0B-9A3A-0B7C5F5D9E11">
            <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" />
            <MajorUpgrade DowngradeErrorMessage="A newer version is installed." />
            <Media Id="1" Cabinet="probe.cab" EmbedCab="yes" />
            <Directory Id="TARGETDIR" Name="SourceDir">
              <Directory Id="ProgramFiles64Folder">
                <Directory Id="VendorFolder" Name="Acme">
                  <Directory Id="INSTALLFOLDER" Name="probe">
                    <Component Id="Service" Guid="2C9B0C53-1C53-4A07-A3F0-3C1B9C6E7A01" Win64="yes">
                      <File Id="Probe" Source="../probe.exe" KeyPath="yes" />
                      <ServiceInstall Id="Install" Name="probe" DisplayName="Probe" Type="ownProcess" Start="auto"
                          ErrorControl="normal" Arguments="{serviceArguments}" />
                      <ServiceControl Id="Control" Name="probe" Start="install" Stop="both" Remove="uninstall" Wait="yes" />
                    </Component>
                  </Directory>
                </Directory>
              </Directory>
              <Directory Id="CommonAppDataFolder">
                <Directory Id="ConfigFolder" Name="probe">
                  <Component Id="Config" Guid="2C9B0C53-1C53-4A07-A3F0-3C1B9C6E7A02" Win64="yes">
                    <File Id="ConfigFile" Source="probe.conf" KeyPath="yes" />
                  </Component>
                </Directory>
              </Directory>
            </Directory>
            <Feature Id="Main" Level="1">
              <ComponentRef Id="Service" />
              <ComponentRef Id="Config" />
            </Feature>
          </Product>
        </Wix>
        """;
}
