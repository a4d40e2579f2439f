using System.Text.RegularExpressions;

namespace ServicePackaging.Msi;

/// <summary>Commands of Windows PowerShell for directories. Each runs in a directory and names only what is below it, so that no path of
/// the machine is part of a command. They contain no double quotes, and nothing that the language mode of a locked-down machine
/// forbids.</summary>
internal static partial class MsiDirectoryScripts
{
    private const string Start = "$ErrorActionPreference='Stop';";

    private const string Icacls = "$icacls=$env:SystemRoot+'\\System32\\icacls.exe';";

    // FILE_ATTRIBUTE_REPARSE_POINT.
    private const string IsLink = ".Attributes -band 1024";

    /// <summary>Fails if one of the directories is a link. Those above the product's are secured first, from the top, so that nobody can
    /// replace what is below them afterwards.</summary>
    /// <param name="product">The product.</param>
    /// <param name="above">The directories above those of the product, relative to the working directory.</param>
    /// <param name="own">The directories of the product.</param>
    public static string RefuseLinks(MsiProduct product, IEnumerable<string> above, IEnumerable<string> own) => Command(product, $$"""
        {{Start}}
        {{Icacls}}
        $above={{List(above)}};
        foreach ($name in $above+{{List(own)}}) {
        $item=Get-Item -Force -LiteralPath $name -ErrorAction SilentlyContinue;
        if (-not $item) { continue }
        if ($item{{IsLink}}) { exit 1 }
        if ($above -notcontains $name) { continue }
        & $icacls $name /setowner '*S-1-5-18' /L /Q; if ($LASTEXITCODE) { exit 1 }
        & $icacls $name /reset /L /Q; if ($LASTEXITCODE) { exit 1 }
        & $icacls $name /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-32-545:(RX)' /L /Q;
        if ($LASTEXITCODE) { exit 1 }
        }
        exit 0
        """);

    /// <summary>Moves aside what is in the working directory and does not belong to the system, to administrators or to a service, and
    /// every link. Fails if the directory itself is a link.</summary>
    public static string MoveAside(MsiProduct product) => Command(product, $$"""
        {{Start}}
        $root=(Get-Location).ProviderPath.TrimEnd('\');
        if ((Get-Item -Force -LiteralPath $root){{IsLink}}) { exit 1 }
        $aside=$root+'.insecure-'+(Get-Date -Format yyyyMMddTHHmmss);
        function Test-Foreign($item) {
        ($item{{IsLink}}) -or ((Get-Acl -LiteralPath $item.FullName).Sddl -notmatch '^O:(SY|BA|LS|NS|S-1-5-80-[0-9-]+)G:')
        }
        function Clear-Directory($directory) {
        foreach ($item in @(Get-ChildItem -Force -LiteralPath $directory)) {
        if (Test-Foreign $item) {
        $target=$aside+$item.FullName.Substring($root.Length);
        New-Item -ItemType Directory -Force -Path (Split-Path $target) | Out-Null;
        Move-Item -Force -LiteralPath $item.FullName -Destination $target
        } elseif ($item.PSIsContainer) { Clear-Directory $item.FullName }
        }
        }
        Clear-Directory $root;
        exit 0
        """);

    /// <summary>Gives what is in the working directory the permissions that it inherits. Links are not followed, which icacls.exe would do
    /// if it went through the directories itself.</summary>
    /// <param name="product">The product.</param>
    /// <param name="secured">The directories below it that have permissions of their own, and pass them on.</param>
    public static string InheritAccess(MsiProduct product, IEnumerable<string> secured) => Command(product, $$"""
        {{Start}}
        {{Icacls}}
        $secured={{List(secured)}};
        function Test-Secured($name) {
        ($secured -contains $name) -or @($secured | Where-Object { $_.StartsWith($name+'\', 'OrdinalIgnoreCase') }).Count
        }
        function Reset-Access($directory, $path) {
        $items=@(Get-ChildItem -Force -LiteralPath $directory | Where-Object { -not ($_{{IsLink}}) });
        if (-not $items) { return }
        if (-not @($items | Where-Object { Test-Secured ($path+$_.Name) })) { & $icacls ($directory+'\*') /reset /C /Q /L }
        else { foreach ($item in $items) { if ($secured -notcontains $path+$item.Name) { & $icacls $item.FullName /reset /C /Q /L } } }
        foreach ($item in $items) { if ($item.PSIsContainer) { Reset-Access $item.FullName ($path+$item.Name+'\') } }
        }
        Reset-Access (Get-Location).ProviderPath '';
        exit 0
        """);

    private static string Command(MsiProduct product, string script)
    {
        var line = string.Join(' ', script.Split('\n', StringSplitOptions.TrimEntries));
        return $@"""[{product.SystemFolder}]WindowsPowerShell\v1.0\powershell.exe"" -NoProfile -NonInteractive "
            + $"-Command \"{MsiText.Escape(line)}\"";
    }

    private static string List(IEnumerable<string> names) =>
        $"@({string.Join(',', names.Select(name => $"'{Quotes().Replace(name, "$0$0")}'"))})";

    // PowerShell's language specification: all of them are single quotes.
    [GeneratedRegex("['\u2018\u2019\u201A\u201B]", RegexOptions.CultureInvariant)]
    private static partial Regex Quotes();
}
