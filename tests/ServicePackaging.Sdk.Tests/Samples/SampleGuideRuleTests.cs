namespace ServicePackaging.Sdk.Tests;

/// <summary>What is wrong in the samples' page is found to be wrong.</summary>
public sealed class SampleGuideRuleTests
{
    private static readonly IReadOnlyDictionary<string, EmittedTexts> Texts = new Dictionary<string, EmittedTexts>
    {
        ["deb"] = Files(("usr/lib/systemd/system/a.service", "[Service]\nRestart=always\n"), ("control", "Depends: libc6\n")),
        ["rpm"] = Files(("usr/lib/systemd/system/a.service", "[Service]\nRestart=always\n"), ("header", "REQUIRENAME a\n")),
        ["pkg"] = Files(("Library/LaunchDaemons/a.plist", "<dict>\n\t<key>Nice</key>\n\t<integer>5</integer>\n\t<key>RunAtLoad</key>\n\t<true />\n</dict>\n"), ("postinstall", "#!/bin/sh\n")),
        ["msi"] = Files(("Service.idt", "Name\tDisplayName\tStart\nacme\tAcme Service\t2\n"), ("files/acmectl.cmd", "@echo off\r\n")),
    };

    [Theory]
    [InlineData("deb", "`Restart=always`<br>`a.service: Restart=always`<br>`system/a.service: [Service]` and `control: Depends: libc6`, `header: REQUIRENAME a`", "")]
    [InlineData("rpm", "`control: Depends: libc6`", "")]
    [InlineData("deb", "`Restart=alway`", "`Restart=alway`: there is\n      usr/lib/systemd/system/a.service: Restart=always")]
    [InlineData("deb", "`control: Restart=always`", "looked in control")]
    [InlineData("deb", "`control: Depends: libc7`", "looked in control")]
    [InlineData("deb", "`nobody: Depends: libc6`", "looked in control, usr/lib")]
    [InlineData("pkg", "`<key>Nice</key><integer>5</integer>` `<key>RunAtLoad</key><true/>`, `#!/bin/sh`, `a.plist: <true />`", "")]
    [InlineData("pkg", "`<key>Nice</key><integer>6</integer>`", "Library/LaunchDaemons/a.plist: <key>Nice</key><integer>5</integer>")]
    [InlineData("msi", "`Service Name=acme Start=2`, `Service DisplayName=Acme Service Start=2`, `Service Name=ac…`, `Service Name=…m… Start=2`, `acmectl.cmd: @echo off`", "")]
    [InlineData("msi", "`Service Name=acme Start=3`", "Service Name=acme DisplayName=Acme Service Start=2")]
    [InlineData("msi", "`Service Title=acme`", "Service has the columns Name DisplayName Start")]
    [InlineData("msi", "`Registry Name=acme`", "there is no table Registry")]
    [InlineData("msi", "`SVCPKG2011` and `SVCPKG2011: no equal`", "")]
    [InlineData("msi", "`SVCPKG2012`", "not among the warnings:\n      a.csproj : packaging warning SVCPKG2011: no equal")]
    public void A_span_has_to_be_what_it_says_in_the_format_s_own_place(string format, string cell, string says)
    {
        var row = new GuideRow(7, [.. Enumerable.Range(0, 5).Select(column => column == SampleGuide.ColumnOf(format) ? cell : "`not looked at`")]);
        var missing = SampleGuideCheck.Package(new GuideSection("A", [row]), format, Texts, ["a.csproj : packaging warning SVCPKG2011: no equal"]);
        if (says.Length == 0)
        {
            Assert.Empty(missing);
        }
        else
        {
            Assert.Contains(says, Assert.Single(missing), StringComparison.Ordinal);
            Assert.StartsWith("  line 7 (`not looked at`): ", Assert.Single(missing), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_is_its_sections_and_their_rows()
    {
        var section = SampleGuide.Parse("# T\n| a |\n\n## One\n\nwords\n\n| Guide | Project | Linux | macOS | Windows |\n|---|---|---|---|---|\n| a | `<A>1</A>` | `x\\|y` | - | no |\n## Two\n")[0];
        Assert.Equal("One", section.Name);
        var row = Assert.Single(section.Rows);
        Assert.Equal((10, "x|y"), (row.Line, Assert.Single(row.Spans(2))));
        Assert.Empty(SampleGuideCheck.Project(section, "<B/>\n<A>1</A>"));
        Assert.Single(SampleGuideCheck.Project(section, "<A>2</A>"));
    }

    [Theory]
    [InlineData("| guide | project | Linux | macOS | Windows |")]
    [InlineData("| Guide | Project | Linux | macOS | Windows |\n|---|---|---|---|---|\n| a | b | c | d |")]
    [InlineData("| Guide | Project | Linux | macOS | Windows |\n|---|---|---|---|---|\n| a | `b|b` | c | d | e |")]
    public void Another_table_is_refused(string table) => Assert.Throws<FormatException>(() => SampleGuide.Parse($"## One\n\n{table}\n"));

    private static EmittedTexts Files(params (string Name, string Text)[] files) => new(files.ToDictionary(file => file.Name, file => file.Text));
}
