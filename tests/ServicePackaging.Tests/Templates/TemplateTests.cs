using Scriban.Syntax;
using ServicePackaging.Diagnostics;
using ServicePackaging.Linux;
using ServicePackaging.Templates;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Templates;

/// <summary>What a template can see and do, and what is an error in one.</summary>
public sealed class TemplateTests
{
    private const string Key = LinuxTemplates.Logrotate;

    private static readonly LogrotateModel Model = new()
    {
        IsUser = false,
        Services = "acme.service",
        Logs =
        [
            new RotatedLogModel
            {
                Path = "/var/log/acme.log",
                User = "acme",
                Group = "acme",
                Rotate = "daily",
                Keep = 0,
                Size = null,
                Compress = true,
                Reload = false,
            },
        ],
    };

    [Theory]
    [InlineData("{{ services }}", "acme.service")]
    [InlineData("{{ for log in logs }}{{ log.path }} {{ log.keep }} {{ log.compress }}{{ log.size }}{{ end }}", "/var/log/acme.log 0 true")]
    [InlineData("{{ logs.size }} {{ logs[0].user }}", "1 acme")]
    [InlineData("{{ unit = services | string.replace '.service' '' }}{{ unit }}", "acme")]
    [InlineData("{{ for log in logs ~}}\n\t{{ log.user }}\n{{ end ~}}\n", "\tacme\n")]
    [InlineData("\t{{ \"a\\nb\" }}\n", "\ta\nb\n")]
    public void Names_are_those_of_the_model(string template, string text) => Assert.Equal(text, Render(template));

    [Theory]
    [InlineData("isUser", false)]
    [InlineData("logs", true)]
    [InlineData("logs[0].compress", true)]
    [InlineData("logs[0].size", false)]
    [InlineData("logs[0].keep", false)]
    [InlineData("services", true)]
    [InlineData("''", false)]
    [InlineData("[]", false)]
    [InlineData("!isUser", true)]
    public void An_empty_value_is_false(string condition, bool holds) =>
        Assert.Equal(holds ? "yes" : "no", Render($"{{{{ if {condition} }}}}yes{{{{ else }}}}no{{{{ end }}}}"));

    [Theory]
    [InlineData("{{ servces }}", "`servces` was not found")]
    [InlineData("{{ Services }}", "`Services` was not found")]
    [InlineData("{{ $local }}", "was not found")]
    [InlineData("{{ logs[0].pth }}", "pth")]
    [InlineData("{{ logs[0].size.x }}", "is null")]
    [InlineData("{{ services.x }}", "member with name x")]
    [InlineData("{{ logs[1] }}", "out of bounds")]
    [InlineData("{{ logs }}", "not a text")]
    [InlineData("{{ logs[0] }}", "not a text")]
    [InlineData("{{ this }}", "not a text")]
    [InlineData("{{ services = 'x' }}", "readonly")]
    [InlineData("{{ logs[0].path = 'x' }}", "readonly")]
    [InlineData("{{ logs[0] = 'x' }}", "")]
    [InlineData("{{ string.upcase = 'x' }}", "")]
    [InlineData("{{ string.more = 'x' }}", "")]
    [InlineData("{{ if services }}", "<end> statement was not found")]
    [InlineData("{{ include 'postinst' }}", "Include one of: generated, ")]
    [InlineData("{{ include '/etc/passwd' }}", "Include one of: generated, ")]
    [InlineData("{{ include 'owners' }}", "`data` was not found")]
    public void Mistakes_are_errors(string template, string message) => Assert.Contains(message, Error(template), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ date.now }}")]
    [InlineData("{{ math.random 1 9 }}")]
    [InlineData("{{ math.uuid }}")]
    [InlineData("{{ object.eval '1' }}")]
    public void Nothing_depends_on_the_time_or_on_chance(string template) => Assert.NotEmpty(Error(template));

    [Theory]
    [InlineData("{{ while true }}{{ end }}", "limit")]
    [InlineData("{{ func again }}{{ again }}{{ end }}{{ again }}", "recursive depth limit")]
    [InlineData("{{ x = '-' * 1000000000 }}", "LimitToString")]
    [InlineData("{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex.match '^(a+)+$' }}", "")]
    [InlineData("{{ x = '-' * 10000000; for i in 1..10; x; end }}", "longer than")]
    public void A_template_that_does_not_end_is_stopped(string template, string message) =>
        Assert.Contains(message, Error(template), StringComparison.Ordinal);

    [Fact]
    public void An_error_names_the_line_and_the_column()
    {
        var finding = Finding("deb/postinst", "#!/bin/sh\n\techo {{ untis }}\n");

        Assert.Equal("SVCPKG3008", finding.Descriptor.Code);
        Assert.Equal(
            "The template 'deb/postinst' cannot be rendered. Error in line 2, column 10: The variable or function `untis` was not found",
            finding.Message);
    }

    [Fact]
    public void An_error_in_a_fragment_names_the_fragment() => Assert.Equal(
        "The template 'linux/environment' cannot be rendered. Error in line 2, column 20 of 'linux/owners': "
        + "The variable or function `data` was not found",
        Finding("linux/environment", "{{ include 'owners' }}").Message);

    [Theory]
    [InlineData("{{#if units}}\nx\n{{/if}}\n", "'{{#if units}}' in line 1, column 1")]
    [InlineData("a\nb {{#each unitList}}{{this}}{{/each}}\n", "'{{#each unitList}}' in line 2, column 3")]
    [InlineData("{{~#unless units~}}x{{else}}y{{/unless}}", "'{{~#unless units~}}' in line 1, column 1")]
    [InlineData("{{#with data}}{{account}}{{/with}}", "'{{#with data}}' in line 1, column 1")]
    [InlineData("{{> owners}}", "'{{> owners}}' in line 1, column 1")]
    [InlineData("x {{ > owners }}", "'{{ > owners }}' in line 1, column 3")]
    [InlineData("{{{units}}}", "'{{{units}}}' in line 1, column 1")]
    [InlineData("{{!-- a comment --}}", "'{{!-- a comment --}}' in line 1, column 1")]
    [InlineData("{{units}}\n{{../units}}", "'{{../units}}' in line 2, column 1")]
    public void The_error_of_a_handlebars_template_explains_the_conversion(string template, string tag)
    {
        var finding = Finding("deb/postinst", template);

        Assert.Equal("SVCPKG3020", finding.Descriptor.Code);
        Assert.Equal(
            $"The template 'deb/postinst' is written in Handlebars: {tag}. Templates are written in Scriban. "
            + "Replace {{#if x}}…{{/if}} with {{ if x }}…{{ end }}, {{#each xs}}…{{/each}} with {{ for x in xs }}…{{ end }}, and {{> name}} with {{ include 'name' }}.",
            finding.Message);
    }

    [Theory]
    [InlineData("{{# if it were Handlebars, this comment would begin a block }}{{ service }}\n")]
    [InlineData("{{service}}\n")]
    public void A_template_that_can_be_rendered_is_not_refused(string template) =>
        Assert.Equal("acme\n", EnvironmentFileText.Create(With("linux/environment", template).Read().Definition));

    private static string Render(string template) => new PackageTemplateContext(Key, Model).Render(TemplateRenderer.Parse(Key, template));

    private static string Error(string template) => Assert.Throws<ScriptRuntimeException>(() => Render(template)).OriginalMessage;

    private static Diagnostic Finding(string key, string template) =>
        Assert.Throws<DiagnosticException>(With(key, template).Plan).Diagnostic;

    private static Service With(string key, string template) =>
        new Service().Source("own", template).Item("ServicePackageTemplate", "own", ("Replaces", key));
}
