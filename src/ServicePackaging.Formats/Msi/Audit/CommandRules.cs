using System.Text;
using System.Text.RegularExpressions;
using static ServicePackaging.Formats.Msi.Audit.StandardActions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the command lines that actions run and that services have.</summary>
internal static partial class CommandRules
{
    private const int TypeMask = 0x3F;
    private const int RunCommand = 34;
    private const int Rollback = 0x100;
    private const int Deferred = 0x400;
    private const int AsSystem = 0x800;
    private const int HidesTarget = 0x2000;
    private const int Permanent = 16;

    // The longest line that cmd reads; a hostile package may have longer texts.
    private const int LongestCommand = 8191;
    private const int MostOfObject = 100;

    /// <summary>The end of the name of a file from which the administrator's is created.</summary>
    public const string Default = ".default";

    // Custom Action Types 2, 18, 34 and 50.
    private static readonly int[] Programs = [2, 18, RunCommand, 50];

    private static readonly string[] Configuring =
        ["config", "failure", "failureflag", "sidtype", "privs", "description", "sdset", "start", "triggerinfo", "managedaccount"];

    private static readonly string[] Deleting = ["del", "erase", "rd", "rmdir"];

    // The commands of cmd itself that need no program.
    private static readonly string[] Internal =
    [
        .. Deleting, "ren", "rename", "move", "copy", "md", "mkdir", "mklink", "if", "for", "exit", "call", "cd", "echo", "type",
        "set", "rem",
    ];

    // Of rules of the firewall and of services; to delete a service is undone by the rollback of DeleteServices.
    private static readonly Dictionary<string, string> Opposites =
        new(StringComparer.Ordinal) { ["add"] = "delete", ["delete"] = "add", ["create"] = "delete" };

    private static readonly Dictionary<string, string?> Repair = Known(("Installed", "1"), ("REINSTALL", "ALL"));
    private static readonly Dictionary<string, string?> Installation = Known();
    private static readonly Dictionary<string, string?> Removal = Known(("Installed", "1"), ("REMOVE", "ALL"));
    private static readonly Dictionary<string, string?> Replacement =
        Known(("Installed", "1"), ("REMOVE", "ALL"), ("UPGRADINGPRODUCTCODE", "{}"));

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("CommandProgram", Program),
        new("CommandQuotes", Quotes),
        new("CommandSecret", Secret),
        new("CommandDeletes", Deletes),
        new("CommandKept", KeptFiles),
        new("CommandOverwrites", Overwrites),
        new("CommandOrder", Order),
        new("CommandFile", FileOrder),
        new("CommandRollback", RollbackOrder),
        new("CommandAtRepair", AtRepair),
    ];

    // A program without a path is searched for in directories to which others may write.
    private static IEnumerable<string> Program(AuditedPackage package) =>
        from command in Commands(package)
        where command.Type == RunCommand
        from problem in ProgramFaults(package, command.Target)
        select $"{command.Row}: {problem}.";

    private static IEnumerable<string> ProgramFaults(AuditedPackage package, string target)
    {
        if (!IsProgram(package, target, out var rest, out var name))
        {
            return [$"'{Quote.Shorten(target)}' does not begin with the path of a program in quotes"];
        }

        return !name.Equals("cmd.exe", StringComparison.OrdinalIgnoreCase)
            ? []
            : from part in CmdParts(rest)
              let word = part.Split((char[])[' ', '('], 2)[0]
              where !Internal.Contains(word, StringComparer.OrdinalIgnoreCase) && !IsProgram(package, part, out _, out _)
              select $"'{Quote.Shorten(part)}' is neither a command of cmd nor the path of a program in quotes";
    }

    // Windows, the system's directories and the package's own files.
    private static bool IsProgram(AuditedPackage package, string text, out string rest, out string name)
    {
        var match = QuotedProgram().Match(text);
        (rest, name) = (match.Groups["rest"].Value, match.Groups["name"].Value);
        var folder = match.Groups["folder"].Value;
        return match.Success
            && (folder.Length == 0
                ? package.Has("File", match.Groups["file"].Value)
                : folder is "SystemFolder" or "System64Folder" or "WindowsFolder"
                    || (package.Has("Directory", folder) && package.Directories.RootOf(folder) is { } root && IsProgramFolder(root)))
            && !name.Contains("..", StringComparison.Ordinal);
    }

    private static bool IsProgramFolder(string root) => root is "ProgramFilesFolder" or "ProgramFiles64Folder";

    // The commands of a line of cmd, without its switches and the outer quotes, which cmd removes.
    private static IEnumerable<string> CmdParts(string rest)
    {
        var line = CmdSwitches().Replace(rest, "").Trim();
        line = line.StartsWith("\"\"", StringComparison.Ordinal) && line.EndsWith('"') ? line[1..^1] : line;
        return Split(line).Select(part => part.Trim().TrimStart('@', '(').Trim()).Where(part => part.Length > 0);
    }

    // At the operators of cmd that are not in quotes.
    private static List<string> Split(string line)
    {
        var parts = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i < line.Length; i++)
        {
            isQuoted ^= line[i] == '"';
            if (!isQuoted && (line[i] is '&' or '|'))
            {
                parts.Add(line[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, line[start..]];
    }

    // A directory ends with a backslash, which escapes a quote that follows it; cmd alone does not know that.
    private static IEnumerable<string> Quotes(AuditedPackage package)
    {
        var lines = Commands(package).Select(command => (command.Row, command.Target))
            .Concat(package.Rows("ServiceInstall").Select(row => (Row: row, Target: row.TextOrEmpty("Arguments"))))
            .Where(line => line.Target.Length < LongestCommand);
        return from line in lines
               where !AreQuotesRight(package, line.Target)
               select $"{line.Row}: the quotes of '{Quote.Shorten(line.Target)}' do not match, or a backslash escapes one.";
    }

    private static bool AreQuotesRight(AuditedPackage package, string text)
    {
        if (IsProgram(package, text, out var rest, out var name) && name.Equals("cmd.exe", StringComparison.OrdinalIgnoreCase))
        {
            return rest.Count(c => c == '"') % 2 == 0
                && CmdParts(rest).Where(part => part[0] == '"').All(part => AreQuotesRight(package, part));
        }

        // Microsoft, "Parsing C++ command-line arguments": an odd number of backslashes makes a quote a character.
        var (isOpen, backslashes, isDirectory) = (false, 0, false);
        foreach (var c in Expand(package, text))
        {
            if (c == '"')
            {
                if (backslashes % 2 == 0)
                {
                    isOpen = !isOpen;
                }
                else if (isDirectory && backslashes == 1)
                {
                    return false;
                }
            }

            (backslashes, isDirectory) = c switch
            {
                '\\' => (backslashes + 1, isDirectory),
                DirectoryEnd => (1, true),
                _ => (0, false),
            };
        }

        return !isOpen;
    }

    private const char DirectoryEnd = '\uFFFF';

    // References as one character: directories end with a backslash, other values are not known.
    private static string Expand(AuditedPackage package, string text)
    {
        var expanded = new StringBuilder();
        var end = 0;
        foreach (Match reference in Reference().Matches(text))
        {
            expanded.Append(text, end, reference.Index - end);
            end = reference.Index + reference.Length;
            var name = reference.Groups["name"].Value;
            expanded.Append(reference.Groups["escaped"] is { Success: true } escaped ? escaped.Value[0]
                : package.Has("Directory", name) || StandardProperties.Folders.Contains(name) ? DirectoryEnd : 'x');
        }

        return expanded.Append(text, end, text.Length - end).ToString();
    }

    // The log of an installation has the command lines.
    private static IEnumerable<string> Secret(AuditedPackage package) =>
        from command in Commands(package)
        where !command.Row.HasBit("Type", HidesTarget)
        from reference in FormattedText.References(command.Target)
        where package.Listed("MsiHiddenProperties").Contains(reference.Name)
        select $"{command.Row} has the hidden property {Quote.Shorten(reference.Name)} in its command line, which the log shows.";

    // Only a removal that asks for it, and never an upgrade, deletes what belongs to the administrator.
    private static IEnumerable<string> Deletes(AuditedPackage package) =>
        from command in Commands(package)
        where !command.Row.HasBit("Type", Rollback) && command.Row.HasBit("Type", Deferred) && IsDeleting(package, command.Target)
            && !IsDeletingUnchanged(command.Target) && !IsDeletingOwn(package, command.Target)
        from step in Conditions(package, command.Row)
        from state in new (string Name, IReadOnlyDictionary<string, string?> Known)[]
        {
            ("an installation", Installation), ("a repair", Repair), ("an upgrade", Replacement), ("every removal", Unset(step, Removal)),
        }
        where ConditionLogic.CanBeTrue(step, state.Known)
        select $"{command.Row} deletes files at {state.Name}.";

    // A file that is equal to its default is created again from it.
    private static bool IsDeletingUnchanged(string target) => DeletionOfUnchanged().IsMatch(target);

    // Files of the package with permissions of their own, and nothing else.
    private static bool IsDeletingOwn(AuditedPackage package, string target)
    {
        var files = DeletionOfFiles().Match(target);
        return files.Success && files.Groups["directory"].Captures.Zip(files.Groups["name"].Captures).All(path =>
            package.Rows("File").Any(file =>
                DirectoryPaths.LongName(file.TextOrEmpty("FileName")) == path.Second.Value
                && package.Find("Component", file.Text("Component_"))?.Text("Directory_") == path.First.Value
                && IsProtected(package, file.Key)));
    }

    /// <summary>Whether a file has permissions of its own.</summary>
    public static bool IsProtected(AuditedPackage package, string file) => package.Rows("MsiLockPermissionsEx")
        .Any(row => row.Text("Table") == "File" && row.Text("LockObject") == file && row.Text("Condition") is null);

    // Only a file that does not exist is created; an existing one is the administrator's.
    private static IEnumerable<string> Overwrites(AuditedPackage package) =>
        from command in Commands(package)
        where CopyingWord().IsMatch(command.Target) && !CreationOfMissing().IsMatch(command.Target)
        select $"{command.Row} copies over a file that may be the administrator's.";

    private static bool IsDeleting(AuditedPackage package, string target) =>
        IsProgram(package, target, out var rest, out var name)
        && name.Equals("cmd.exe", StringComparison.OrdinalIgnoreCase)
        && CmdParts(rest).Any(part => DeletingWord().IsMatch(part));

    // All other properties are not set.
    private static Dictionary<string, string?> Unset(string? condition, Dictionary<string, string?> known)
    {
        var all = new Dictionary<string, string?>(known, StringComparer.Ordinal);
        foreach (var name in ConditionSyntax.Names(condition ?? "").Where(name => char.IsAsciiLetter(name[0]) || name[0] == '_'))
        {
            all.TryAdd(name, null);
        }

        return all;
    }

    // A file that is deleted on request was kept until then.
    private static IEnumerable<string> KeptFiles(AuditedPackage package) =>
        from command in Commands(package)
        where !command.Row.HasBit("Type", Rollback) && IsDeleting(package, command.Target)
        from reference in FormattedText.References(command.Target)
        where reference.Kind is '#' or '!'
        let component = package.Find("Component", package.Find("File", reference.Name)?.Text("Component_"))
        where component is not null && !component.Value.HasBit("Attributes", Permanent)
        select $"{command.Row} deletes {Quote.Shorten(reference.Name)}, which every removal deletes: {component} is not permanent.";

    // A program of the package exists from InstallFiles to RemoveFiles.
    private static IEnumerable<string> FileOrder(AuditedPackage package)
    {
        var (installed, removed) = (PlaceOf(package, "InstallFiles"), PlaceOf(package, "RemoveFiles"));
        return from step in SequenceRules.Steps(package, Execute)
               let action = package.Find("CustomAction", step.Action)
               where action is not null && action.Value.HasBit("Type", Deferred) && !action.Value.HasBit("Type", Rollback)
                   && RunsFile(package, action.Value)
               let condition = package.Find(Execute, step.Action)?.Text("Condition")
               where (step.Place < installed && ConditionLogic.CanBeTrue(condition, Installation))
                   || (step.Place > removed && ConditionLogic.CanBeTrue(condition, Removal))
               select $"{action} is at {step.Place} and runs a file of the package, which does not exist at that time.";
    }

    private static bool RunsFile(AuditedPackage package, AuditedRow action)
    {
        var target = action.TextOrEmpty("Target");
        return target.Length <= LongestCommand
            && (((action.Number("Type") ?? 0) & TypeMask) == 18
                || ScriptOfPowerShell().IsMatch(target)
                || (IsProgram(package, target, out var rest, out var name)
                    && (name.Length == 0
                        || (name.Equals("cmd.exe", StringComparison.OrdinalIgnoreCase)
                            && CmdParts(rest).Any(part => IsProgram(package, part, out _, out var inner) && inner.Length == 0)))));
    }

    private static int? PlaceOf(AuditedPackage package, string action) => package.Find(Execute, action)?.Number("Sequence");

    // sc.exe cannot configure a service before it exists.
    private static IEnumerable<string> Order(AuditedPackage package)
    {
        var services = package.Rows("ServiceInstall").Select(row => row.TextOrEmpty("Name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var created = PlaceOf(package, "InstallServices");
        return from step in SequenceRules.Steps(package, Execute)
               let action = package.Find("CustomAction", step.Action)
               where action is not null && action.Value.HasBit("Type", Deferred) && !action.Value.HasBit("Type", Rollback)
                   && step.Place < created
               where ConditionLogic.CanBeTrue(package.Find(Execute, step.Action)?.Text("Condition"), Installation)
               from command in ServiceCommand().Matches(action.Value.TextOrEmpty("Target"))
               where services.Contains(command.Groups["service"].Value)
                   && Configuring.Contains(command.Groups["verb"].Value, StringComparer.OrdinalIgnoreCase)
               select $"{action} is at {step.Place}, before InstallServices creates the service.";
    }

    // What undoes a change at a rollback must precede the change: a rollback begins where the installation ended.
    private static IEnumerable<string> RollbackOrder(AuditedPackage package)
    {
        var steps = (from step in SequenceRules.Steps(package, Execute)
                     let action = package.Find("CustomAction", step.Action)
                     where action is not null && action.Value.HasBit("Type", Deferred)
                     from change in Changes(action.Value.TextOrEmpty("Target"))
                     let isRollback = action.Value.HasBit("Type", Rollback)
                     select (step.Action, step.Place, IsRollback: isRollback, change.Verb, change.Object)).ToList();
        var rollbacks = steps.Where(step => step.IsRollback).ToLookup(step => (step.Object, step.Verb));
        foreach (var step in steps.Where(step => !step.IsRollback))
        {
            var undoing = rollbacks[(step.Object, Opposites[step.Verb])].Take(MostOfObject).ToList();
            if (undoing.Count > 0 && undoing.TrueForAll(other => other.Place > step.Place))
            {
                yield return $"{undoing[0].Action} is at {undoing[0].Place}, after {step.Action}, which it would undo at a rollback.";
            }
            else if (undoing.Count == 0 && step.Verb == "add")
            {
                yield return $"{step.Action} adds a rule of the firewall, which nothing removes at a rollback.";
            }
        }
    }

    private static IEnumerable<(string Verb, string Object)> Changes(string target) =>
        FirewallCommand().Matches(target)
            .Select(match => (match.Groups["verb"].Value.ToLowerInvariant(), "rule " + match.Groups["name"].Value))
            .Concat(ServiceCommand().Matches(target)
                .Where(match => match.Groups["verb"].Value.ToLowerInvariant() is "create" or "delete")
                .Select(match => (
                    match.Groups["verb"].Value.ToLowerInvariant(), "service " + match.Groups["service"].Value.ToUpperInvariant())));

    // Every user may repair an installed product. The console window of a process of SYSTEM lets this user start others (CVE-2024-38014).
    private static IEnumerable<string> AtRepair(AuditedPackage package) =>
        from command in Commands(package)
        where command.Row.HasBit("Type", Deferred) && command.Row.HasBit("Type", AsSystem)
        where Conditions(package, command.Row).Any(condition => ConditionLogic.CanBeTrue(condition, Repair))
        select $"{command.Row} runs a program as SYSTEM at a repair, which every user may start.";

    private static IEnumerable<(AuditedRow Row, int Type, string Target)> Commands(AuditedPackage package) =>
        from row in package.Rows("CustomAction")
        let type = (row.Number("Type") ?? 0) & TypeMask
        where Programs.Contains(type)
        let target = row.TextOrEmpty("Target")
        select (row, type, target[..Math.Min(target.Length, LongestCommand)]);

    private static IEnumerable<string?> Conditions(AuditedPackage package, AuditedRow action) =>
        package.Find(Execute, action.Key) is { } step && step.Number("Sequence") > 0 ? [step.Text("Condition")] : [];

    private static Dictionary<string, string?> Known(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Installed"] = null,
            ["REINSTALL"] = null,
            ["REMOVE"] = null,
            ["UPGRADINGPRODUCTCODE"] = null,
            ["PATCH"] = null,
            ["ADVERTISE"] = null,
        };
        foreach (var (name, value) in values)
        {
            known[name] = value;
        }

        return known;
    }

    [GeneratedRegex(
        @"\A""(?:\[(?<folder>[A-Za-z_][A-Za-z0-9_.]*)\](?<name>[^""\[\]]+)|\[[#!](?<file>[^""\[\]]+)\])""(?<rest>(?:\s.*)?)\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex QuotedProgram();

    [GeneratedRegex(@"\A(?:\s*/[a-z](?::[a-z]+)?(?=[\s""]|\z))+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CmdSwitches();

    [GeneratedRegex(@"(?:\A|[\s(@""])(?:del|erase|rd|rmdir)(?=[\s/""]|\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DeletingWord();

    [GeneratedRegex(
        """
        for\ %i\ in\ \("(?<file>[^"]+)\.default"\)\ do\ for\ %j\ in\ \("\k<file>"\)\ do\ if\ "%~ti\ %~zi"=="%~tj\ %~zj"
        \ "\[\w+\]fc\.exe"\ /b\ "%~i"\ "%~j"\ >nul\ &&\ del\ /f\ /q\ "%~j"\z
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex DeletionOfUnchanged();

    [GeneratedRegex(
        """/c del /f /q(?: "\[(?<directory>\w+)\](?<name>[^"\\/*?\[\]]+)")+\z""", RegexOptions.CultureInvariant)]
    private static partial Regex DeletionOfFiles();

    [GeneratedRegex(
        @"(?:\A|[\s(@""])(?:copy|xcopy|robocopy|move|replace)(?=[\s/""]|\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CopyingWord();

    [GeneratedRegex(
        """for %i in \("[^"]+\.default"\) do if not exist "%~ni" copy /y "%~i" "%~ni"\z""", RegexOptions.CultureInvariant)]
    private static partial Regex CreationOfMissing();

    [GeneratedRegex(@"\s-File\s+""?\[[#!]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ScriptOfPowerShell();

    [GeneratedRegex(@"\[(?:\\(?<escaped>.)|(?<name>[^\[\]]+))\]", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"\b(?:sc|net)(?:\.exe)?""?\s+(?<verb>[a-z]+)\s+(?:""(?<service>[^""]+)""|(?<service>[^\s""]+))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ServiceCommand();

    [GeneratedRegex(
        @"\badvfirewall\s+firewall\s+(?<verb>add|delete)\s+rule\s+name=(?:""(?<name>[^""]*)""|(?<name>\S+))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FirewallCommand();
}
