using System.Text.RegularExpressions;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Deb;

/// <summary>Checks a package against the rules of dpkg.</summary>
/// <param name="package">The package.</param>
/// <param name="stream">The stream from which it is read.</param>
/// <param name="cancellationToken">Checked between the parts.</param>
internal sealed partial class DebVerification(DebReader package, Stream stream, CancellationToken cancellationToken)
{
    // dpkg-deb --build accepts modes from 0555 to 0775.
    private const UnixFileMode ReadAndExecute = StandardModes.ExecutableFile & ~UnixFileMode.UserWrite;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly FaultList<DebRule> _faults = new();

    public IReadOnlyList<PackageFault> Run(VerificationDepth depth)
    {
        _faults.Try(DebRule.Members, VerifyMembers);
        VerifyControlArchive();
        VerifyControlFields();
        VerifyScripts();
        VerifyConfigurationFiles();
        VerifyChecksums();
        cancellationToken.ThrowIfCancellationRequested();
        _faults.Try(DebRule.Payload, depth == VerificationDepth.Payload ? () => package.Verify(cancellationToken) : VerifyPayloadStart);
        return _faults.Faults;
    }

    // The reader stops after data.tar. Members that dpkg does not read may follow, such as the signatures of debsigs.
    private void VerifyMembers()
    {
        var end = (long)ArFormat.Magic.Length;
        foreach (var member in ArReader.ReadMembers(stream))
        {
            cancellationToken.ThrowIfCancellationRequested();
            end = member.Offset + member.Length + (member.Length & 1);
            VerifyCompression(member);
        }

        _faults.Require(DebRule.Members, end == stream.Length, $"The archive has {stream.Length} bytes, but its members end at {end}.");
    }

    private void VerifyCompression(ArMember member)
    {
        var archive = new[] { DebFormat.ControlMember, DebFormat.DataMember }
            .FirstOrDefault(name => member.Name.StartsWith(name, StringComparison.Ordinal));
        if (archive is null)
        {
            return;
        }

        using var content = ArReader.Open(stream, member);
        var kind = CompressionMagic.KindOf(content);
        var extension = DebFormat.Extensions.Single(candidate => candidate.Kind == kind).Extension;
        _faults.Require(
            DebRule.Compression, member.Name == archive + extension, $"The member '{member.Name}' starts like {archive}{extension}.");
    }

    private void VerifyControlArchive()
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in package.ControlEntries)
        {
            var isRoot = entry.Path == "/";
            _faults.Require(DebRule.ControlArchive, paths.Add(entry.Path), $"control.tar contains {entry.Path} twice.");
            _faults.Require(
                DebRule.ControlArchive,
                entry.Kind == (isRoot ? DebEntryKind.Directory : DebEntryKind.File) && entry.Path.LastIndexOf('/') == 0,
                $"control.tar contains {entry.Path}, which is not a plain file in its top directory.");
            _faults.Require(
                DebRule.ControlArchive,
                entry is { UserId: 0, GroupId: 0 } && (entry.Mode & WritableByOthers) == UnixFileMode.None,
                $"control.tar's {entry.Path} can be changed by users other than root.");
        }
    }

    private void VerifyControlFields()
    {
        (string Name, Regex Form)[] mandatory =
        [
            ("Package", PackageName()), ("Version", Version()), ("Architecture", Architecture()), ("Maintainer", NotEmpty()),
            ("Description", NotEmpty()),
        ];
        foreach (var (name, form) in mandatory)
        {
            var value = Field(name);
            _faults.Require(DebRule.ControlFields, value is not null, $"The control file has no field {name}.");
            _faults.Require(
                DebRule.ControlFields,
                value is null || form.IsMatch(value),
                $"The control file's {name} is '{value}', which dpkg does not accept.");
        }

        _faults.Require(
            DebRule.ControlFields,
            Field("Installed-Size") is not { } size || (size.Length > 0 && size.All(char.IsAsciiDigit)),
            $"The control file's Installed-Size is '{Field("Installed-Size")}', which is not a number.");
    }

    private string? Field(string name) =>
        package.Control.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private void VerifyScripts()
    {
        foreach (var (script, name) in DebFormat.Scripts)
        {
            if (!package.Scripts.TryGetValue(script, out var text))
            {
                continue;
            }

            var mode = package.ControlEntries.First(entry => entry.Path == "/" + name).Mode;
            _faults.Require(DebRule.MaintainerScripts, mode.HasFlag(ReadAndExecute), $"The script {name} is not executable by everyone.");
            _faults.Require(
                DebRule.MaintainerScripts, text.StartsWith("#!", StringComparison.Ordinal), $"The script {name} does not start with #!.");
        }
    }

    private void VerifyConfigurationFiles()
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in package.ConfigurationFiles)
        {
            var hasFlag = line.StartsWith(DebFormat.RemoveOnUpgrade, StringComparison.Ordinal);
            var path = hasFlag ? line[DebFormat.RemoveOnUpgrade.Length..] : line;
            _faults.Require(
                DebRule.ConfigurationFiles,
                path.StartsWith('/') && path == path.TrimEnd(),
                $"conffiles has the line '{line}', which is not a path.");
            _faults.Require(DebRule.ConfigurationFiles, paths.Add(path), $"conffiles lists {path} twice.");
        }
    }

    private void VerifyChecksums()
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, _) in package.Checksums)
        {
            _faults.Require(DebRule.Checksums, paths.Add(path), $"md5sums lists {path} twice.");
        }
    }

    private void VerifyPayloadStart()
    {
        var isEmpty = true;
        package.ReadEntriesWhile((_, _) => isEmpty = false, cancellationToken);
        _faults.Require(DebRule.Payload, !isEmpty, "data.tar is empty: it does not even contain the root directory.");
    }

    // dpkg, lib/dpkg/pkg-spec.c and parsehelp.c: pkg_name_is_illegal, parseversion; deb-version(7).
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9+._-]*\z")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^([0-9]+:)?[0-9][A-Za-z0-9.+~:-]*\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]*\z")]
    private static partial Regex Architecture();

    [GeneratedRegex(@"\S")]
    private static partial Regex NotEmpty();
}
