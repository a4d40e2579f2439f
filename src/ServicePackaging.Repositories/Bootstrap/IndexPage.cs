using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The page that tells people how to install packages: static, without scripts and external resources.</summary>
/// <param name="input">What the repository contains.</param>
/// <param name="debDigest">The SHA-256 digest of the Debian package in lower case hexadecimal; null if the repository is not for
/// apt.</param>
/// <param name="hasRpm">Whether the repository is for dnf and zypper.</param>
internal sealed class IndexPage(BootstrapInput input, string? debDigest, bool hasRpm)
{
    private const string AptSystems = "Debian and Ubuntu";
    private const string DnfSystems = "Fedora, RHEL, AlmaLinux and Rocky Linux";
    private const string ZypperSystems = "openSUSE and SUSE Linux Enterprise";

    private static readonly string Css = ReadCss();

    // Whatever text gets into the page, browsers run no script and load nothing.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; "
        + "base-uri 'none'; form-action 'none'";

    private readonly PageCommands _commands = new(input);

    private readonly BootstrapNames _names = input.Names;

    /// <summary>Returns the page.</summary>
    public string Render()
    {
        var sections = Sections().ToList();
        var title = $"{input.Identity.Label} packages";
        var updated = input.Time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Html.Format($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>{Html.Stylesheet(Css)}</style>
            </head>
            <body>
            <header>
            <h1>{input.Identity.Label}</h1>
            <p>Packages of {input.Identity.Origin} for Linux. Set up the repository once, and updates are installed together with those of
            your system.</p>
            <nav aria-label="On this page">
            <ul>
            {Html.Concat(sections.Select(LinkTo))}</ul>
            </nav>
            </header>
            <main>
            {Html.Concat(sections.Select(Show))}</main>
            <footer>
            <p>Updated on <time datetime="{updated}">{updated}</time>.</p>
            </footer>
            </body>
            </html>

            """).ToString();
    }

    private IEnumerable<PageSection> Sections()
    {
        if (debDigest is not null)
        {
            yield return new("apt", AptSystems, Apt(debDigest));
        }

        if (hasRpm)
        {
            yield return new("dnf", DnfSystems, Dnf());
            yield return new("zypper", ZypperSystems, Zypper());
        }

        if (input.Products.Count > 0)
        {
            yield return new("packages", "Packages", Packages());
        }

        yield return new("keys", "Signing keys and digests", Keys());
        yield return new("remove", "Remove the repository", Remove());
    }

    private Html Apt(string digest) => Html.Format($"""
        <p>These commands download the keyring package, compare its SHA-256 digest with the one on this page, and install it. The package
        contains the signing keys and the configuration of apt, and gets new keys with your updates.</p>
        {Commands(_commands.SetUpApt(digest))}
        <p>If you configure systems with a tool, use the file <a href="{_names.Sources}">{_names.Sources}</a>, which contains the keys, too.
        It needs apt 2.3.10 or later, which is in Debian 12 and Ubuntu 22.04. Replace the file when the keys change.</p>
        {Channels(
            _commands.ChooseWithApt,
            "From this channel, apt installs a package only if you name the channel with -t, and keeps such a package up to date.")}
        """);

    private Html Dnf() => Html.Format($"""
        <p>These commands trust the signing keys and install the release package. It contains the keys and the configuration of dnf, and
        gets new keys with your updates. When dnf asks whether to import a key, compare the fingerprint with
        <a href="#keys">those on this page</a>.</p>
        {Commands(_commands.SetUpDnf())}
        {Channels(_commands.ChooseWithDnf, "Then dnf installs the newest version of all channels that are enabled.")}
        """);

    private Html Zypper() => Html.Format($"""
        <p>These commands trust the signing keys and add the repository. When zypper asks whether to trust a key, compare the fingerprint
        with <a href="#keys">those on this page</a>.</p>
        {Commands(_commands.SetUpZypper())}
        {Channels(_commands.ChooseWithZypper, "Then zypper installs the newest version of all channels that are enabled.")}
        """);

    private Html Channels(Func<RepositoryChannel, string> commands, string effect) =>
        Html.Concat(input.OptionalChannels.Select(channel => Html.Format($"""
            <h3>Channel {channel.Name}</h3>
            <p>Your system uses the channel {input.DefaultChannel.Name} if you do not choose another one. To use {channel.Name} as well, run
            these commands. {effect}</p>
            {Commands(commands(channel))}

            """)));

    private Html Packages() => Html.Format($"""
        <ul>
        {Html.Concat(input.Products.Select(product => Html.Format($"<li><code>{product}</code></li>\n")))}</ul>
        """);

    private Html Keys()
    {
        var keys = input.Keys.Select((key, index) => Html.Format($"""
            <dt>Fingerprint of the {(index == 0 ? "current" : "former")} key</dt>
            <dd><code>{key.GroupedFingerprint}</code></dd>

            """));
        return Html.Format($"""
            <dl>
            {Html.Concat(keys)}{Digest()}</dl>
            <p>The file <a href="{_names.Keys}">{_names.Keys}</a> contains the keys. This command shows the fingerprints of a copy that
            you have downloaded:</p>
            {Commands(_commands.ShowFingerprints())}
            """);
    }

    private Html Digest() => debDigest is null ? Html.Empty : Html.Format($"""
        <dt>SHA-256 digest of <a href="{_names.Deb}">{_names.Deb}</a></dt>
        <dd><code>{debDigest}</code></dd>

        """);

    private Html Remove() => Html.Format($"""
        <p>Installed packages are kept, but get no more updates.</p>
        {Html.Concat(Removals())}
        """);

    private IEnumerable<Html> Removals()
    {
        if (debDigest is not null)
        {
            yield return Removal(AptSystems, _commands.RemoveFromApt());
        }

        if (hasRpm)
        {
            yield return Removal(DnfSystems, _commands.RemoveFromDnf());
            yield return Removal(ZypperSystems, _commands.RemoveFromZypper());
        }
    }

    private static Html Removal(string systems, string command) => Html.Format($"""
        <h3>{systems}</h3>
        {Commands(command)}

        """);

    // On narrow screens, the stylesheet hides indentation: nothing but a blank line would be left of it, because addresses wrap.
    private static Html Commands(string commands)
    {
        var indentation = Html.Format($"<span>{PageCommands.Indentation}</span>");
        var texts = commands.Split(PageCommands.Indentation).Select(text => Html.Format($"{text}"));
        return Html.Format($"<pre><code>{Html.Join(indentation, texts)}</code></pre>");
    }

    private static Html LinkTo(PageSection section) => Html.Format($"""
        <li><a href="#{section.Id}">{section.Title}</a></li>

        """);

    private static Html Show(PageSection section) => Html.Format($"""
        <section aria-labelledby="{section.Id}">
        <h2 id="{section.Id}">{section.Title}</h2>
        {section.Content}
        </section>

        """);

    private static string ReadCss()
    {
        using var reader = new StreamReader(typeof(IndexPage).Assembly.GetManifestResourceStream("index.css")!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private sealed record PageSection(string Id, string Title, Html Content);
}
