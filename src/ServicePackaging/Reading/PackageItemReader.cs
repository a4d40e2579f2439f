using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the items of the package: files, links, hooks, templates and relations.</summary>
internal sealed class PackageItemReader(ReadingContext context)
{
    // A file with a declared owner or group is meant for them and not for everybody.
    private const UnixFileMode OwnedFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly InputReader _reader = context.Reader;
    private readonly InstallLayout _layout = context.Layout;
    private readonly PlatformRules _rules = context.Rules;
    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    public List<PackagedFile> ConfigFiles() =>
        ReadFiles(ServiceItems.ConfigFile, _layout.Config, item => Path.GetFileName(item.Include));

    public List<PackagedFile> Files() => ReadFiles(ServiceItems.File, _layout.Install, item => Path.GetFileName(item.Include));

    /// <summary>The files of variables of one instance; those of the service itself under an empty name.</summary>
    public List<PackagedFile> EnvironmentFiles(string instance)
    {
        if (_layout.Environment.Length == 0)
        {
            foreach (var item in _reader.Items(ServiceItems.EnvironmentFile))
            {
                _diagnostics.Report(
                    DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.VariablesFile, item.Type, item.Include);
            }

            return [];
        }

        var first = true;
        return ReadFiles(ServiceItems.EnvironmentFile, _layout.Environment, NameOf, item => InstanceOf(item) == instance, instance);

        string NameOf(ItemReader item)
        {
            var service = context.ServiceName;
            var name = !first ? $"{service}-{Path.GetFileNameWithoutExtension(item.Include)}"
                : instance.Length > 0 ? $"{service}-{instance}"
                : service;
            first = false;
            return name;
        }
    }

    public List<PackagedSymlink> Symlinks()
    {
        var result = new List<PackagedSymlink>();
        foreach (var item in _reader.Items(ServiceItems.Symlink))
        {
            if (!_rules.HasSymlinks)
            {
                _diagnostics.Report(
                    DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.Symlink, item.Type, item.Include);
            }
            else if (item.Values.Line(ServiceItems.TargetPath) is not { } target)
            {
                item.ReportMissing(ServiceItems.TargetPath, _rules.Combine(_layout.Install, context.ServiceName));
            }
            else if (context.Expand(item, item.Include) is var path
                && _rules.CheckTarget(item.Description, path, "/usr/bin/" + context.ServiceName, _diagnostics))
            {
                result.Add(new(path, context.Expand(item, target)));
            }
        }

        return result;
    }

    /// <summary>The paths below the directory of the program that the program writes to; a directory has a slash at its end.</summary>
    public List<string> WritablePaths()
    {
        var result = new List<string>();
        foreach (var item in _reader.Items(ServiceItems.WritablePath))
        {
            var path = PayloadPath(item.Include);
            if (!_rules.HasSymlinks)
            {
                _diagnostics.Report(DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.Symlink, item.Type, item.Include);
            }
            else if (path.StartsWith('/') || path.Split('/').Any(name => name is "." or ".."))
            {
                _diagnostics.Report(
                    DiagnosticCatalog.InvalidValue, item.Type, item.Include, "a path below the directory of the program such as config/");
            }
            else if (_rules.CheckTarget(item.Description, $"{_layout.Install}/{path.TrimEnd('/')}", "data.db", _diagnostics))
            {
                result.Add(path);
            }
        }

        return result;
    }

    public List<ScriptHook> Hooks()
    {
        var result = new List<ScriptHook>();
        foreach (var item in _reader.Items(ServiceItems.Script))
        {
            if (!_rules.RunsHook(item.Include))
            {
                _diagnostics.Report(
                    DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.HookLanguage,
                    item.Type, item.Include, _rules.Platform.DisplayName());
                continue;
            }

            if (ReadFile(item) is not { } text)
            {
                continue;
            }

            var firstLine = text.Split('\n', 2)[0].TrimEnd();
            if (firstLine.StartsWith("#!", StringComparison.Ordinal) && firstLine is not ("#!/bin/sh" or "#! /bin/sh" or "#!/bin/sh -e"))
            {
                _diagnostics.Report(DiagnosticCatalog.HookLanguage, item.Description, firstLine);
                continue;
            }

            result.AddRange(ReadStages(item).Select(stage => new ScriptHook(stage, Path.GetFileName(item.Include), NormaliseScript(text))));
        }

        return result;
    }

    public Dictionary<string, string> Templates()
    {
        var known = _reader.Target.KnownTemplates;
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in _reader.Items(ServiceItems.Template))
        {
            var key = item.Values.Line(ServiceItems.Replaces) ?? "";
            if (!known.Contains(key))
            {
                _diagnostics.Report(DiagnosticCatalog.UnknownTemplate, item.Description, key, string.Join(", ", known));
            }
            else if (!result.ContainsKey(key) && ReadFile(item) is { } text)
            {
                result.Add(key, NormaliseLines(text));
            }
            else if (result.ContainsKey(key))
            {
                _diagnostics.Report(DiagnosticCatalog.Duplicate, $"{item.Type} {ServiceItems.Replaces}", key);
            }
        }

        return result;
    }

    public List<InstallerResource> InstallerResources()
    {
        var result = new List<InstallerResource>();
        foreach (var item in _reader.Items(ServiceItems.InstallerResource))
        {
            if (context.Sources.Find(item.FullPath) is not { } source)
            {
                _diagnostics.Report(DiagnosticCatalog.FileNotFound, item.Description, item.FullPath);
            }
            else if (item.Values.Line(ServiceItems.Page) is null)
            {
                item.ReportMissing(ServiceItems.Page, ServiceItems.Page.Default.ToString());
            }
            else
            {
                result.Add(new(item.Values.Read(ServiceItems.Page), Path.GetFileName(item.Include), source));
            }
        }

        return result;
    }

    public List<PackageRelation> Relations()
    {
        var grammar = _reader.Target.Relations;
        var result = new List<PackageRelation>();
        foreach (var item in grammar.Relation is { } type ? _reader.Items(type) : [])
        {
            var kind = item.Values.Line(RelationItems.Kind) ?? grammar.Kinds[0];
            var known = grammar.Kinds.FirstOrDefault(name => name.Equals(kind, StringComparison.OrdinalIgnoreCase));
            var version = item.Values.Line(ServiceItems.Version);
            if (known is null)
            {
                item.Values.Refuse(RelationItems.Kind, kind, string.Join(", ", grammar.Kinds));
            }
            else if (!grammar.IsValid(known, item.Include, version))
            {
                _diagnostics.Report(DiagnosticCatalog.InvalidValue, item.Type, $"{item.Include} {version}".TrimEnd(), grammar.Expected);
            }
            else
            {
                result.Add(new(known, item.Include, version));
            }
        }

        return result;
    }

    public List<string> OptionalFiles() =>
        [.. _reader.Items(ServiceItems.OptionalFile).Select(item => PayloadPath(item.Include)).Distinct()];

    public IReadOnlyList<NativeField> PackageFields()
    {
        var grammar = _reader.Target.Relations;
        return grammar.Field is { } type ? context.NativeFields(type, grammar.FieldNameSigns, "text") : [];
    }

    /// <summary>The properties and items whose lack of support on the platform the developer has accepted.</summary>
    public HashSet<string> Acknowledged()
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in _reader.Items(ServiceItems.Acknowledge))
        {
            if (ServiceProperties.Find(item.Include) is null && _reader.Target.KnownItems.All(known => known.Name != item.Include))
            {
                _diagnostics.Report(
                    DiagnosticCatalog.InvalidValue, item.Type, item.Include, "the name of a property or item, such as ServiceWatchdog");
            }

            result.Add(item.Include);
        }

        return result;
    }

    private string InstanceOf(ItemReader item)
    {
        var name = item.Values.Line(ServiceItems.EnvironmentFileInstance) ?? "";
        var known = _reader.Items(ServiceItems.Instance).Select(instance => instance.Include).ToList();
        if (name.Length > 0 && !known.Contains(name))
        {
            item.Values.Refuse(
                ServiceItems.EnvironmentFileInstance, name,
                known.Count > 0 ? string.Join(", ", known) : $"nothing: there is no {ServiceItems.Instance}");
        }

        return name;
    }

    private List<PackagedFile> ReadFiles(
        ServiceItem type, string directory, Func<ItemReader, string> defaultTarget,
        Func<ItemReader, bool>? isMeant = null, string instance = "")
    {
        var result = new List<PackagedFile>();
        foreach (var item in _reader.Items(type).Where(isMeant ?? (_ => true)))
        {
            var fallback = defaultTarget(item);
            var text = Tokens.Read(item.Values, ServiceItems.TargetPath, _diagnostics) ?? fallback;
            var target = _rules.Combine(directory, ExpandTarget(item, text, instance));
            target = target.EndsWith(_rules.Separator) ? target + Path.GetFileName(item.Include) : target;
            if (context.Sources.Find(item.FullPath) is not { } source)
            {
                _diagnostics.Report(DiagnosticCatalog.FileNotFound, item.Description, item.FullPath);
            }
            else if (_rules.CheckTarget(
                item.Values.Describe(ServiceItems.TargetPath), target, _rules.Combine(directory, fallback), _diagnostics))
            {
                result.Add(CreateFile(item, source, target, directory) with { FormerPath = ReadFormerPath(item, directory, instance) });
            }
        }

        return result;
    }

    private string? ReadFormerPath(ItemReader item, string directory, string instance)
    {
        if (item.Type != ServiceItems.ConfigFile || item.Values.Line(ServiceItems.FormerPath) is not { } text)
        {
            return null;
        }

        var path = _rules.Combine(directory, ExpandTarget(item, text, instance));
        return _rules.CheckTarget(item.Values.Describe(ServiceItems.FormerPath), path, directory + "/name", _diagnostics) ? path : null;
    }

    private PackagedFile CreateFile(ItemReader item, SourceFile source, string target, string directory)
    {
        var isOwned = item.Values.Line(ServiceItems.Owner) is not null || item.Values.Line(ServiceItems.Group) is not null;
        var isShared = item.Type == ServiceItems.File || context.Scope == ServiceScope.User;
        if ((isOwned || !isShared) && _rules.FindOwnedFault(target) is { } fault)
        {
            fault.Report(_diagnostics, item.Values.Describe(ServiceItems.TargetPath), target, directory + "/name");
        }

        var mode = item.Values.Read(ServiceItems.Mode);
        return new PackagedFile(
            source,
            PublishedPath(item),
            target,
            mode ?? (isOwned ? OwnedFileMode : null),
            ReadAccount(item, ServiceItems.Owner) ?? DefaultOwner(item, mode, isOwned),
            ReadAccount(item, ServiceItems.Group));
    }

    // Only a mode was declared: the service can still read its configuration. Variables are read by systemd, as root.
    private string DefaultOwner(ItemReader item, UnixFileMode? mode, bool isOwned)
    {
        if (mode is not { } bits || isOwned || item.Type == ServiceItems.File)
        {
            return "root";
        }

        if (context.Scope == ServiceScope.User && !bits.HasFlag(UnixFileMode.OtherRead))
        {
            item.Values.Refuse(
                ServiceItems.Mode, item.Values.Line(ServiceItems.Mode)!,
                $"a mode that lets every user read the file, such as 0644, because {ServiceProperties.Scope} is {ServiceScope.User}");
        }

        var isForGroup = bits.HasFlag(UnixFileMode.GroupRead) || bits.HasFlag(UnixFileMode.OtherRead);
        return item.Type == ServiceItems.ConfigFile && context.Scope == ServiceScope.System && !isForGroup ? context.Account.User : "root";
    }

    // What all instances share is in one directory.
    private string ExpandTarget(ItemReader item, string target, string instance) => DirectoryTokens.Expand(target, token =>
    {
        if (token == DirectoryTokens.Instance && instance.Length == 0)
        {
            var known = DirectoryTokens.All.Where(known => known != DirectoryTokens.Instance).Select(known => $"{{{known}}}");
            _diagnostics.Report(
                DiagnosticCatalog.UnknownToken, item.Values.Describe(ServiceItems.TargetPath), $"{{{token}}}", string.Join(", ", known),
                $"{{{{{token}}}}}");
        }

        return token == DirectoryTokens.Instance ? instance : _layout.Resolve(token);
    });

    private string? ReadAccount(ItemReader item, ItemMetadata<string?> metadata)
    {
        if (item.Values.Line(metadata) is not { } name)
        {
            return null;
        }

        if (NameRules.IsAccountName(name))
        {
            return _rules.AccountName(name);
        }

        _diagnostics.Report(
            DiagnosticCatalog.InvalidName, item.Values.Describe(metadata), name, "account name", "lower case letters, digits, _ and -",
            context.ServiceName);
        return null;
    }

    // The build knows where it published the file. Otherwise, the item has the path under which it was published. Without links, a file
    // that is published under another path stays beside the program too.
    private string? PublishedPath(ItemReader item) =>
        (_rules.HasSymlinks ? _reader.PublishedPaths.GetValueOrDefault(item.FullPath) : null)
        ?? (Path.IsPathRooted(item.Include) ? null : PayloadPath(item.Include));

    private static string PayloadPath(string include)
    {
        var path = include.Replace('\\', '/');
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    private string? ReadFile(ItemReader item)
    {
        if (context.Sources.Find(item.FullPath) is not null)
        {
            return context.Sources.ReadText(item.FullPath);
        }

        _diagnostics.Report(DiagnosticCatalog.FileNotFound, item.Description, item.FullPath);
        return null;
    }

    private static IEnumerable<ScriptStage> ReadStages(ItemReader item)
    {
        var kind = ValueKinds.OneOf<ScriptStage>();
        var text = item.Values.Line(ServiceItems.Stage);
        if (text is null)
        {
            item.ReportMissing(ServiceItems.Stage, nameof(ScriptStage.AfterInstall));
        }

        foreach (var word in (text ?? "").Split(InputReader.ListSeparators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (kind.TryParse(word, out var stage))
            {
                yield return stage;
            }
            else
            {
                item.Values.Refuse(ServiceItems.Stage, word, kind.Expected);
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
