using System.Text;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Deb;

/// <summary>Runs a package's maintainer scripts under every form in which dpkg can call them, and one that it does not know, and writes down
/// what each call did: forms that do the same stand in one line, what they do below it.</summary>
internal sealed class ScriptTable
{
    /// <summary>deb-preinst(5), deb-postinst(5), deb-prerm(5), deb-postrm(5).</summary>
    public static readonly IReadOnlyList<string> Forms =
    [
        "preinst install", "preinst install 1.0 2.0", "preinst upgrade 1.0 2.0", "preinst abort-upgrade 2.0", "preinst unheard-of",
        "postinst configure", "postinst configure 1.0", "postinst triggered /some/path", "postinst abort-upgrade 2.0", "postinst abort-remove",
        "postinst abort-remove in-favour other 3.0", "postinst abort-deconfigure in-favour other 3.0",
        "postinst abort-deconfigure in-favour other 3.0 removing third 4.0", "postinst unheard-of",
        "prerm remove", "prerm upgrade 2.0", "prerm failed-upgrade 1.0", "prerm remove in-favour other 3.0", "prerm deconfigure in-favour other 3.0",
        "prerm deconfigure in-favour other 3.0 removing third 4.0", "prerm unheard-of",
        "postrm remove", "postrm purge", "postrm upgrade 2.0", "postrm failed-upgrade 1.0", "postrm disappear other 3.0", "postrm abort-install",
        "postrm abort-install 1.0", "postrm abort-upgrade 1.0", "postrm unheard-of",
    ];

    private const string CallMark = "== ";

    private ScriptTable(IEnumerable<(string Form, IReadOnlyList<string> Calls)> rows) => Rows = [.. rows];

    /// <summary>The forms in the order they were run, each with what it did; <c>exit code N</c> is last where a script failed.</summary>
    public IReadOnlyList<(string Form, IReadOnlyList<string> Calls)> Rows { get; }

    /// <summary>Runs the forms in one sandbox, one after the other; all forms where none is named. A script that is not there is not run.</summary>
    public static async Task<ScriptTable> RunAsync(Planned planned, MaintainerScriptSandbox sandbox, params IReadOnlyList<string> forms)
    {
        await MaintainerScriptSandbox.RequireAsync();
        Availability.RequireProgram("deb-systemd-helper", "apt-get install init-system-helpers");
        var scripts = planned.Plan.Package.Scripts.ToDictionary(script => "/scripts/" + script.Key.ToString().ToLowerInvariant(), script => script.Value);
        var furnished = sandbox with
        {
            Files = sandbox.Files.Concat(scripts).ToDictionary(row => row.Key, row => row.Value),
            Environment = new Dictionary<string, string?>(sandbox.Environment) { ["DPKG_MAINTSCRIPT_PACKAGE"] = "acme" },
        };
        var wanted = (forms.Count > 0 ? forms : Forms).Where(form => scripts.ContainsKey("/scripts/" + form.Split(' ')[0])).ToList();
        var driver = new StringBuilder("#!/bin/sh\n");
        foreach (var form in wanted)
        {
            driver.Append($"echo '{CallMark}{form}' >>/run/calls\nsh /scripts/{form} || echo \"exit code $?\" >>/run/calls\n");
        }

        var run = await furnished.RunAsync(driver.ToString());
        Assert.Equal(("", ""), (run.StandardOutput, run.StandardError));
        var table = new ScriptTable(Split(run.Calls));
        Assert.Equal(wanted, table.Rows.Select(row => row.Form));
        return table;
    }

    /// <summary>Reads a table back: a line <c>script form | form</c>, and below it, indented, the calls that each of them makes.</summary>
    public static ScriptTable Parse(string text)
    {
        var rows = new List<(string Form, IReadOnlyList<string> Calls)>();
        var forms = new List<string>();
        var calls = new List<string>();
        foreach (var line in text.Split('\n').Append(""))
        {
            if (line.StartsWith(' '))
            {
                calls.Add(line.Trim());
                continue;
            }

            rows.AddRange(forms.Select(form => (form, (IReadOnlyList<string>)[.. calls])));
            var words = line.Split(' ', 2);
            forms = words.Length == 2 ? [.. words[1].Split(" | ").Select(form => $"{words[0]} {form}")] : [];
            calls = [];
        }

        return new ScriptTable(rows);
    }

    /// <summary>The table with every call changed; a call that becomes null is not made.</summary>
    public ScriptTable Select(Func<string, string?> change) =>
        new(Rows.Select(row => (row.Form, (IReadOnlyList<string>)[.. row.Calls.Select(change).OfType<string>()])));

    /// <summary>The table without the calls that begin with one of these words.</summary>
    public ScriptTable Without(params IReadOnlyList<string> beginnings) =>
        Select(call => beginnings.Any(words => call.StartsWith(words, StringComparison.Ordinal)) ? null : call);

    /// <summary>What a form does.</summary>
    public IReadOnlyList<string> this[string form] => Rows.First(row => row.Form == form).Calls;

    /// <summary>One block for each script and outcome, in the order in which they first come up.</summary>
    public override string ToString() => string.Concat(
        from row in Rows.OrderBy(row => Forms.ToList().IndexOf(row.Form))
        let words = row.Form.Split(' ', 2)
        group words[1] by (Script: words[0], Calls: string.Concat(row.Calls.Select(call => $"  {call}\n"))) into block
        select $"{block.Key.Script} {string.Join(" | ", block)}\n{block.Key.Calls}");

    private static IEnumerable<(string Form, IReadOnlyList<string> Calls)> Split(IReadOnlyList<string> lines)
    {
        var marks = Enumerable.Range(0, lines.Count).Where(i => lines[i].StartsWith(CallMark, StringComparison.Ordinal)).Append(lines.Count).ToList();
        return marks.Zip(marks.Skip(1), (from, to) => (lines[from][CallMark.Length..], (IReadOnlyList<string>)[.. lines.Take(to).Skip(from + 1)]));
    }
}
