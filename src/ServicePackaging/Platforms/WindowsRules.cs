using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Reading;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Platforms;

/// <summary>Windows with the Service Control Manager.</summary>
internal sealed partial class WindowsRules : PlatformRules
{
    public static readonly WindowsRules Instance = new();

    private static readonly string[] ScriptExtensions = [".ps1", ".cmd", ".bat"];

    public override Platform Platform => Platform.Windows;

    public override char Separator => '\\';

    public override string ExamplePath => @"ProgramData\Acme\name";

    public override (Func<string, bool> IsValid, string Alphabet) ServiceName => (WindowsServiceName().IsMatch, "letters, digits, inner spaces and _ . -, at most 80");

    /// <summary>Whether a file is a script that Windows runs.</summary>
    public static bool IsWindowsScript(string fileName) =>
        ScriptExtensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);

    public override bool HasSymlinks => false;

    public override bool KnowsHomes => false;

    // Microsoft, "SERVICE_FAILURE_ACTIONS_FLAG": a service that reports a stop with exit code 0 has not failed.
    public override bool RestartsAfterSuccess => false;

    // In ProgramData every user may make directories, also those that a service takes for its own.
    public override bool GuardsConfigDirectory => true;

    // Directly below ProgramData are the vendors' directories, also that of a vendor who is called as this product.
    public override bool MayHoldOtherProducts(string path) => path.Count(c => c == '\\') < 2;

    public override InstallLayout LayoutFor(PackageIdentity identity, string format) => InstallLayout.ForWindows(FolderName(identity.Vendor), identity.Name);

    public override string Normalise(string path) => path.Replace('/', '\\');

    public override bool IsAbsolute(string path) => path.StartsWith('/') || path.StartsWith('\\') || path.Contains(':', StringComparison.Ordinal) || WindowsPaths.IsAbsolute(path);

    // Nothing but the program's own arguments and variables names a path here; the properties that do elsewhere have no meaning on Windows.
    public override string? FindRuntimeFault(string path) => null;

    public override bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        WindowsPaths.Check(subject, path, example, diagnostics);

    public override bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        WindowsPaths.Check(subject, path, example, diagnostics);

    // Nothing rotates it here, so that nothing needs its name.
    public override bool CheckLog(string subject, string path, string example, DiagnosticBag diagnostics) => true;

    public override bool RunsHook(string fileName) => IsWindowsScript(fileName);

    public override ServiceAccount ReadAccount(ValueReader properties, PackageIdentity identity, DiagnosticBag diagnostics) =>
        WindowsAccount.Read(properties, diagnostics);

    public override bool IsSystemAccount(string name) => SystemAccounts.IsOnWindows(name);

    public override ServiceAccount Superuser { get; } = new(WindowsAccount.LocalSystem, "");

    public override bool HasAccount(ServiceAccount account) => !WindowsAccount.HasPassword(account);

    // A service that the SCM is told to wait for and cannot find makes the start, and with it the installation, fail: nothing is guessed.
    public override string? ReadDependencyName(ItemReader item, DependencyKind kind, Func<string, string> expand, DiagnosticBag diagnostics)
    {
        if (item.Values.Line("Windows") is not { } name)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, "ServiceDependency", item.Include, "Windows",
                "it is left out; say Windows=\"…\" with the name that the other service has there, or Platforms=\"Linux\"");
            return null;
        }

        if (DependencyName().IsMatch(name))
        {
            return name;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidName, item.Values.Describe("Windows"), name, "name of a Windows service", "its short name, without \\ and /", "MSSQLSERVER");
        return null;
    }

    public override void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        WindowsGaps.Report(definition, diagnostics);
        if (definition.Scope == ServiceScope.User && OwnedDirectories.MentionedTokens(definition).FirstOrDefault(DirectoryTokens.IsPerInstance) is { } token)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceScope", definition.Scope, "ServiceArguments", $"{{{token}}}",
                "the installation does not know each user's places; let the program ask for Environment.SpecialFolder.LocalApplicationData");
        }

        CheckWritableProgram(definition, diagnostics);
    }

    // The name of a directory that everybody can type.
    private static string FolderName(string vendor)
    {
        var name = Unusable().Replace(vendor, "").Trim(' ', '.');
        return WindowsPaths.FindNameFault(name) is null ? name : "";
    }

    // Microsoft, "CreateServiceW": at most 256 characters, no / and \. Shorter, so that an instance's name fits too; a character that a command
    // line, a registry path or Windows Installer's formatted texts would take for something else is none.
    [GeneratedRegex(@"\A[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_. -]{0,78}[\p{L}\p{N}\p{M}_.-])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex WindowsServiceName();

    [GeneratedRegex(@"\A[^\\/\[\]{}~]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DependencyName();

    [GeneratedRegex(@"[<>:""|?*/\\\p{Cc}\p{Cs}]", RegexOptions.CultureInvariant)]
    private static partial Regex Unusable();
}
