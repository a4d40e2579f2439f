using System.Globalization;
using System.Xml.Linq;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Checks a component against the rules of the Installer.</summary>
internal sealed class MacComponentVerification(
    MacPackageComponent component, FaultList<MacPackageRule> faults, VerificationDepth depth, CancellationToken cancellationToken)
{
    /// <summary>Whether the payload contains code for Apple silicon.</summary>
    public bool HasArm64 { get; private set; }

    public void Run()
    {
        VerifyInfo(component.InfoXml);
        foreach (var name in new[] { MacPackageFormat.Bom, MacPackageFormat.Payload })
        {
            faults.Require(
                MacPackageRule.ComponentFiles, component.Find(name)?.Data is not null, $"The component '{component.Name}' has no {name}.");
        }

        foreach (var name in new[] { MacPackageFormat.Payload, MacPackageFormat.Scripts })
        {
            faults.Require(
                MacPackageRule.StoredAsIs,
                component.Find(name) is not { } file || file.Data is { Encoding: XarFormat.PlainEncoding },
                $"{name} is encoded by the archive, so the Installer would not find a cpio archive.");
        }

        faults.Try(MacPackageRule.Scripts, VerifyScripts);
        VerifyPayload();
    }

    private void VerifyInfo(XElement info)
    {
        faults.Require(
            MacPackageRule.PackageInfo,
            (string?)info.Attribute("format-version") == "2" && (string?)info.Attribute("auth") == "root",
            "PackageInfo does not have format 2, or does not install as root.");
        faults.Require(
            MacPackageRule.PackageInfo,
            (string?)info.Attribute("relocatable") is null or "false" && info.Element("relocate")?.HasElements != true,
            "PackageInfo is relocatable: files would be installed to where a user has moved earlier ones.");
        faults.Require(
            MacPackageRule.PackageInfo,
            component.Info.InstallLocation.StartsWith('/'),
            $"The install location '{component.Info.InstallLocation}' is not absolute.");
    }

    private void VerifyScripts()
    {
        var found = new Dictionary<string, (UnixFileMode Mode, bool NamesInterpreter)>(StringComparer.Ordinal);
        var length = component.ReadArchive(
            MacPackageFormat.Scripts,
            (entry, header, content) =>
            {
                Span<byte> start = stackalloc byte[2];
                if (entry.Kind == MacEntryKind.File && MacPackageFormat.RunScripts.Contains(entry.Path[1..]))
                {
                    var read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
                    found[entry.Path[1..]] = (entry.Mode, start[..read].SequenceEqual("#!"u8));
                }

                return true;
            },
            cancellationToken);
        faults.Require(
            MacPackageRule.Scripts, length is null || length % OdcFormat.BlockLength == 0, "The scripts do not fill whole blocks.");
        foreach (var script in component.InfoXml.Elements("scripts").Elements())
        {
            var file = (string?)script.Attribute("file") ?? "";
            var name = file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file;
            faults.Require(
                MacPackageRule.Scripts,
                found.TryGetValue(name, out var facts) && facts.NamesInterpreter && facts.Mode.HasFlag(StandardModes.Execute),
                $"The script '{file}' is missing, is not executable, or does not start with #!.");
            faults.Require(
                MacPackageRule.Scripts,
                int.TryParse((string?)script.Attribute("timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out var timeout)
                && timeout > 0,
                $"The script '{file}' has no time limit.");
        }

        foreach (var name in found.Keys.Except(component.Info.RunScripts))
        {
            faults.Require(MacPackageRule.Scripts, false, $"The script '{name}' exists, but PackageInfo does not name it.");
        }
    }

    private void VerifyPayload()
    {
        BomReader? bom = null;
        faults.Try(MacPackageRule.BillOfMaterials, () => bom = component.ReadBom());
        if (bom is null)
        {
            return;
        }

        faults.Require(
            MacPackageRule.BillOfMaterials,
            bom.Variables.SequenceEqual(BomFormat.Variables),
            "The bill of materials does not have the same five blocks as Apple's, in the same order.");
        HasArm64 = bom.Totals.Any(total => total.CpuType == MachOFile.Arm64);
        var payload = new MacPayloadVerification(bom, faults);
        if (depth == VerificationDepth.Headers)
        {
            payload.VerifyBill(component.Info);
            faults.Try(
                MacPackageRule.PayloadArchive,
                () => component.ReadArchive(MacPackageFormat.Payload, VerifyStart, cancellationToken));
            return;
        }

        faults.Try(MacPackageRule.PayloadArchive, () =>
        {
            var length = component.ReadArchive(MacPackageFormat.Payload, payload.Visit, cancellationToken);
            payload.Complete(length ?? 0, component.Info);
        });
    }

    private bool VerifyStart(MacEntry entry, OdcHeader header, Stream content)
    {
        faults.Require(
            MacPackageRule.PayloadArchive, header.Name == ".", $"The payload starts with '{entry.Path}' instead of its root.");
        return false;
    }
}
