using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>Windows with the Service Control Manager.</summary>
internal sealed partial class WindowsRules : PlatformRules
{
    public static readonly WindowsRules Instance = new();

    private static readonly string[] ScriptExtensions = [".ps1", ".cmd", ".bat"];

    public override Platform Platform => Platform.Windows;

    public override char Separator => '\\';

    public override string ExamplePath => @"ProgramData\Acme\name";

    public override (Func<string, bool> IsValid, string Alphabet) ServiceName =>
        (WindowsServiceName().IsMatch, "letters, digits, inner spaces and _ . -, at most 80");

    public override bool HasSymlinks => false;

    public override StringComparer FileNameComparer => StringComparer.OrdinalIgnoreCase;

    public override bool KnowsHomes => false;

    // Microsoft, "SERVICE_FAILURE_ACTIONS_FLAG": a service that reports a stop with exit code 0 has not failed.
    public override bool RestartsAfterSuccess => false;

    public override ServiceAccount Superuser { get; } = new(WindowsAccounts.LocalSystem, "");

    /// <summary>Whether a file is a script that Windows runs.</summary>
    public static bool IsWindowsScript(string fileName) =>
        ScriptExtensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);

    // Directly below ProgramData are the vendors' directories, also that of a vendor with the name of this product.
    public override bool MayHoldOtherProducts(string path) => path.Count(c => c == '\\') < 2;

    // Microsoft, "KNOWNFOLDERID": ProgramFiles, ProgramData.
    public override InstallLayout LayoutFor(PackageIdentity identity)
    {
        var (vendor, name) = (FolderName(identity.Vendor), identity.Name);
        var own = vendor.Length == 0 || vendor.Equals(name, StringComparison.OrdinalIgnoreCase) ? name : $@"{vendor}\{name}";
        var data = $@"{WindowsPaths.ProgramData}\{own}";
        return new($@"{WindowsPaths.ProgramFiles}\{own}", data, $@"{data}\data", $@"{data}\logs", $@"{data}\cache", $@"{data}\run")
        {
            Environment = "",
        };
    }

    public override string Normalise(string path) => path.Replace('/', '\\');

    public override bool IsAbsolute(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || path.Contains(':', StringComparison.Ordinal) || WindowsPaths.IsAbsolute(path);

    // On Windows, only the program's own arguments and variables contain such a path. The properties that contain one elsewhere have no
    // meaning here.
    public override PathFault? FindRuntimeFault(string path) => null;

    public override bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        WindowsPaths.Check(subject, path, example, diagnostics);

    public override bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        WindowsPaths.Check(subject, path, example, diagnostics);

    // Nothing rotates log files on Windows, so that no rule applies to the path.
    public override bool CheckLog(string subject, string path, string example, DiagnosticBag diagnostics) => true;

    public override bool RunsHook(string fileName) => IsWindowsScript(fileName);

    public override bool IsSystemAccount(string name) => SystemAccounts.IsOnWindows(name);

    public override bool HasAccount(ServiceAccount account) => !WindowsAccounts.HasPassword(account);

    // The name of a directory that everybody can type.
    private static string FolderName(string vendor)
    {
        var name = Unusable().Replace(vendor, "").Trim(' ', '.');
        return WindowsPaths.FindNameFault(name) is null ? name : "";
    }

    // Microsoft, "CreateServiceW": at most 256 characters, no / and \. Shorter, so that an instance's name fits too, and without the
    // characters that have a meaning in a command line, a registry path or Windows Installer's formatted texts.
    [GeneratedRegex(@"\A[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_. -]{0,78}[\p{L}\p{N}\p{M}_.-])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex WindowsServiceName();

    [GeneratedRegex(@"[<>:""|?*/\\\p{Cc}\p{Cs}]", RegexOptions.CultureInvariant)]
    private static partial Regex Unusable();
}
