using ServicePackaging.Diagnostics;
using ServicePackaging.Model.Values;

namespace ServicePackaging.Model.Reading;

/// <content>One method an item type that concerns the package: files, links, hooks, templates and relations.</content>
internal sealed partial class ItemListReader
{
    public List<PackagedFile> ConfigFiles() => ReadFiles("ServiceConfigFile", layout.Config, item => Path.GetFileName(item.Include));

    /// <summary>The files of variables of one instance; those of the service itself under an empty name.</summary>
    public List<PackagedFile> EnvironmentFiles(string instance)
    {
        if (layout.Environment.Length == 0)
        {
            foreach (var item in reader.Items("ServiceEnvironmentFile"))
            {
                diagnostics.Report(
                    DiagnosticCatalog.NotOnThisPlatform, "ServiceEnvironmentFile", item.Include, rules.Platform,
                    "it is left out; a service's variables stand in its Environment value in the registry");
            }

            return [];
        }

        var first = true;
        return ReadFiles(
            "ServiceEnvironmentFile", layout.Environment,
            item =>
            {
                var name = !first ? $"{serviceName}-{Path.GetFileNameWithoutExtension(item.Include)}" : instance.Length > 0 ? $"{serviceName}-{instance}" : serviceName;
                first = false;
                return name;
            },
            item => InstanceOf(item) == instance, instance);
    }

    private string InstanceOf(ItemReader item)
    {
        var name = item.Values.Line("Instance") ?? "";
        if (name.Length > 0 && !reader.Items("ServiceInstance").Any(instance => instance.Include == name))
        {
            diagnostics.Report(
                DiagnosticCatalog.InvalidValue, item.Values.Describe("Instance"), name, string.Join(", ", reader.Items("ServiceInstance").Select(instance => instance.Include)) is { Length: > 0 } names ? names : "nothing: there is no ServiceInstance");
        }

        return name;
    }

    public List<PackagedFile> Files() => ReadFiles("ServicePackageFile", layout.Install, item => Path.GetFileName(item.Include));

    public List<PackagedSymlink> Symlinks()
    {
        var result = new List<PackagedSymlink>();
        foreach (var item in reader.Items("ServicePackageSymlink"))
        {
            if (!rules.HasSymlinks)
            {
                diagnostics.Report(DiagnosticCatalog.NotOnThisPlatform, "ServicePackageSymlink", item.Include, rules.Platform, "packages bring no links there; it is left out");
            }
            else if (item.Values.Line("TargetPath") is not { } target)
            {
                item.ReportMissing("TargetPath", rules.Combine(layout.Install, serviceName));
            }
            else if (Expand(item, item.Include) is var path && rules.CheckTarget(item.Description, path, "/usr/bin/" + serviceName, diagnostics))
            {
                result.Add(new(path, Expand(item, target)));
            }
        }

        return result;
    }

    public List<ScriptHook> Hooks()
    {
        var result = new List<ScriptHook>();
        foreach (var item in reader.Items("ServicePackageScript"))
        {
            if (!rules.RunsHook(item.Include))
            {
                diagnostics.Report(
                    DiagnosticCatalog.NotOnThisPlatform, "ServicePackageScript", item.Include, rules.Platform,
                    "it is left out; Windows runs .ps1, .cmd and .bat files, the others POSIX sh: write one for each, with Platforms=\"…\"");
                continue;
            }

            if (ReadFile(item) is not { } text)
            {
                continue;
            }

            var firstLine = text.Split('\n', 2)[0].TrimEnd();
            if (firstLine.StartsWith("#!", StringComparison.Ordinal) && firstLine is not ("#!/bin/sh" or "#! /bin/sh" or "#!/bin/sh -e"))
            {
                diagnostics.Report(DiagnosticCatalog.HookLanguage, item.Description, firstLine);
                continue;
            }

            result.AddRange(ReadStages(item).Select(stage => new ScriptHook(stage, Path.GetFileName(item.Include), NormaliseScript(text))));
        }

        return result;
    }

    public Dictionary<string, string> Templates()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in reader.Items("ServicePackageTemplate"))
        {
            var key = item.Values.Line("Replaces") ?? "";
            if (!GeneratedTexts.All.Contains(key))
            {
                diagnostics.Report(DiagnosticCatalog.UnknownTemplate, item.Description, key, string.Join(", ", GeneratedTexts.All));
            }
            else if (!result.ContainsKey(key) && ReadFile(item) is { } text)
            {
                result.Add(key, NormaliseLines(text));
            }
            else if (result.ContainsKey(key))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, "ServicePackageTemplate Replaces", key);
            }
        }

        return result;
    }

    public List<InstallerResource> InstallerResources()
    {
        var result = new List<InstallerResource>();
        foreach (var item in reader.Items("MacOSInstallerResource"))
        {
            if (sources.Find(item.FullPath) is not { } source)
            {
                diagnostics.Report(DiagnosticCatalog.FileNotFound, item.Description, item.FullPath);
            }
            else if (item.Values.Line("Page") is null)
            {
                item.ReportMissing("Page", nameof(InstallerPage.License));
            }
            else
            {
                result.Add(new(item.Values.Read("Page", ValueKinds.OneOf<InstallerPage>(), InstallerPage.License), Path.GetFileName(item.Include), source));
            }
        }

        return result;
    }

    public List<PackageRelation> Relations(PackageRelations native)
    {
        var result = new List<PackageRelation>();
        foreach (var item in reader.Items(native.ItemType))
        {
            var kind = item.Values.Line("Kind") ?? native.Kinds[0];
            var known = native.Kinds.FirstOrDefault(name => name.Equals(kind, StringComparison.OrdinalIgnoreCase));
            var version = item.Values.Line("Version");
            if (known is null)
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, item.Values.Describe("Kind"), kind, string.Join(", ", native.Kinds));
            }
            else if (!native.IsValid(known, item.Include, version))
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, native.ItemType, $"{item.Include} {version}".TrimEnd(), native.Expected);
            }
            else
            {
                result.Add(new(known, item.Include, version));
            }
        }

        return result;
    }

    private List<PackagedFile> ReadFiles(
        string itemType, string directory, Func<ItemReader, string> defaultTarget, Func<ItemReader, bool>? isMeant = null, string instance = "")
    {
        var result = new List<PackagedFile>();
        foreach (var item in reader.Items(itemType).Where(isMeant ?? (_ => true)))
        {
            var fallback = defaultTarget(item);
            var target = rules.Combine(directory, ExpandTarget(item, ProcessReader.ReadTokens(item.Values, "TargetPath", diagnostics) ?? fallback, instance));
            target = target.EndsWith(rules.Separator) ? target + Path.GetFileName(item.Include) : target;
            if (sources.Find(item.FullPath) is not { } source)
            {
                diagnostics.Report(DiagnosticCatalog.FileNotFound, item.Description, item.FullPath);
            }
            else if (rules.CheckTarget(item.Values.Describe("TargetPath"), target, rules.Combine(directory, fallback), diagnostics))
            {
                var owned = item.Values.Line("Owner") is not null || item.Values.Line("Group") is not null;
                var isShared = itemType == "ServicePackageFile" || reader.Scope == ServiceScope.User;
                if ((owned || !isShared) && rules.FindOwnedFault(target) is { } fault)
                {
                    diagnostics.Report(DiagnosticCatalog.InvalidPath, item.Values.Describe("TargetPath"), target, fault, directory + "/name");
                }

                result.Add(new(
                    source,
                    Path.IsPathRooted(item.Include) ? null : PayloadPath(item.Include),
                    target,
                    item.Values.ReadOptional("Mode", ValueKinds.FileMode) ?? (owned ? OwnedFileMode : null),
                    ReadAccount(item, "Owner") ?? "root",
                    ReadAccount(item, "Group")));
            }
        }

        return result;
    }

    // What is every instance's is in one place.
    private string ExpandTarget(ItemReader item, string target, string instance) => DirectoryTokens.Expand(target, token =>
    {
        if (token == DirectoryTokens.Instance && instance.Length == 0)
        {
            var places = DirectoryTokens.All.Where(known => known != DirectoryTokens.Instance).Select(known => $"{{{known}}}");
            diagnostics.Report(DiagnosticCatalog.UnknownToken, item.Values.Describe("TargetPath"), $"{{{token}}}", string.Join(", ", places));
        }

        return token == DirectoryTokens.Instance ? instance : layout.Resolve(token);
    });

    // A file that names its owner or group is meant for them and not for everybody.
    private const UnixFileMode OwnedFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private string? ReadAccount(ItemReader item, string metadata)
    {
        if (item.Values.Line(metadata) is not { } name)
        {
            return null;
        }

        if (NameRules.IsAccountName(name))
        {
            return rules.ReadOwner(name);
        }

        diagnostics.Report(
            DiagnosticCatalog.InvalidName, item.Values.Describe(metadata), name, "account name", "lower case letters, digits, _ and -", serviceName);
        return null;
    }

    private static string PayloadPath(string include)
    {
        var path = include.Replace('\\', '/');
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    private string? ReadFile(ItemReader item)
    {
        if (sources.Find(item.FullPath) is not null)
        {
            return sources.ReadText(item.FullPath);
        }

        diagnostics.Report(DiagnosticCatalog.FileNotFound, item.Description, item.FullPath);
        return null;
    }

    private IEnumerable<ScriptStage> ReadStages(ItemReader item)
    {
        var kind = ValueKinds.OneOf<ScriptStage>();
        var text = item.Values.Line("Stage");
        if (text is null)
        {
            item.ReportMissing("Stage", nameof(ScriptStage.AfterInstall));
        }

        foreach (var word in (text ?? "").Split(InputReader.ListSeparators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (kind.TryParse(word, out var stage))
            {
                yield return stage;
            }
            else
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, item.Values.Describe("Stage"), word, kind.Expected);
            }
        }
    }

    private static string NormaliseLines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";

    private static string NormaliseScript(string text)
    {
        text = NormaliseLines(text);
        return text.StartsWith("#!", StringComparison.Ordinal) ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;
    }
}
