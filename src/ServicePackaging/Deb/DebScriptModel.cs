using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Templates;

namespace ServicePackaging.Deb;

/// <summary>The names of the maintainer scripts of a Debian package.</summary>
[TemplateModel(TemplateFrame.Script, DebTemplates.Preinst, DebTemplates.Postinst, DebTemplates.Prerm, DebTemplates.Postrm)]
internal sealed record DebScriptModel : LinuxScriptModel
{
    /// <summary>Takes what the scripts need from the service and its files.</summary>
    public DebScriptModel(ServiceDefinition definition, LinuxContent content)
        // dpkg identifies the content of configuration files by this digest (dpkg-query(1), Conffiles).
        : base(definition, content, "$DPKG_ROOT", " ${DPKG_ROOT:+--root=\"$DPKG_ROOT\"}", HashAlgorithmName.MD5)
    {
        var install = definition.Layout.Install + "/";
        Purge = HookModel.At(definition, ScriptStage.Purge);
        OwnedFiles = [.. DataOwners.OwnedFiles(content).Select(DataOwners.Describe)];
        ConfigurationFiles =
        [
            .. from file in content.Entries.OfType<FileEntry>()
               where file.IsConfiguration
               select $"{DigestOf(file.Content)} {file.Path}",
        ];
        Links =
        [
            .. content.Entries.OfType<SymlinkEntry>().Select(link => link.Path)
                .Where(path => path.StartsWith(install, StringComparison.Ordinal)),
        ];
        PurgePaths =
        [
            .. ServiceDirectories.PurgedPaths(ServiceDirectories.AtInstallation(definition, Platform.Linux), Platform.Linux)
                .Select(ShellSyntax.Quote),
        ];
    }

    /// <summary>Whether it is a service of each user (<c>ServiceScope</c> is <c>User</c>).</summary>
    public required bool User { get; init; }

    /// <summary>The option of <c>deb-systemd-helper</c> for users' managers, with a space before it; empty for a system service.</summary>
    public required string Manager { get; init; }

    /// <summary>The name of the file in <c>/usr/lib/sysusers.d</c>; null if the package creates no account.</summary>
    public required string? Sysusers { get; init; }

    /// <summary>The files that root does not own, each as a line: mode, owner, group, path.</summary>
    public IReadOnlyList<string> OwnedFiles { get; }

    /// <summary>The configuration files, each as a line: MD5 digest, path.</summary>
    public IReadOnlyList<string> ConfigurationFiles { get; }

    /// <summary>The symbolic links in the directory of the program.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>The directories that a purge deletes, each as a word of the shell.</summary>
    public IReadOnlyList<string> PurgePaths { get; }

    /// <summary>The hooks that run when the package is purged.</summary>
    public IReadOnlyList<HookModel> Purge { get; }
}
