using System.Text;
using ServicePackaging.Deb;
using ServicePackaging.Planning;
using ServicePackaging.Rpm;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Support;

/// <summary>Runs a package's scripts under every form in which dpkg or rpm can call them, and one that dpkg does not know, and writes down
/// what each call did: forms that do the same are in one line, with their calls below it.</summary>
internal sealed class ScriptTable
{
    /// <summary>deb-preinst(5), deb-postinst(5), deb-prerm(5), deb-postrm(5).</summary>
    public static readonly IReadOnlyList<string> DebForms =
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

    /// <summary>rpm-scriptlets(7): the number of the package's versions that will be installed. What is <c>noted</c> comes in an upgrade, after %pre.</summary>
    public static readonly IReadOnlyList<string> RpmForms =
    [
        "pre 1", "pre 2", "pre 3", "post 1", "post 2", "post 3", "preun 0", "preun 1", "preun 2", "postun 0", "postun 1", "postun 2",
        "posttrans 0", "posttrans 1", "posttrans 1 noted",
    ];

    private static readonly IReadOnlyList<string> Order = [.. DebForms, .. RpmForms];

    private const string CallMark = "== ";

    // What is only a step to something else: waiting, the script's own notes, and questions about groups that the machine does not have.
    private static readonly string[] Incidental =
    [
        "sleep ", "systemctl reset-failed ", "rm -f /run/acme.upgrade", "rm -f /target/run/acme.upgrade", "rm -f /run/acme.former",
        "getent group acme-",
    ];

    private ScriptTable(IEnumerable<(string Form, IReadOnlyList<string> Calls)> rows) => Rows = [.. rows];

    /// <summary>The forms in the order they were run, each with its calls; <c>exit code N</c> is the last one if a script failed.</summary>
    public IReadOnlyList<(string Form, IReadOnlyList<string> Calls)> Rows { get; }

    /// <summary>Runs the forms in one sandbox, one after the other; all forms if none is named. A script that does not exist is not run.</summary>
    public static async Task<ScriptTable> RunAsync(Planned<DebPlan> planned, MaintainerScriptSandbox sandbox, params IReadOnlyList<string> forms)
    {
        await MaintainerScriptSandbox.RequireAsync();
        Availability.RequireProgram("deb-systemd-helper");
        var scripts = planned.Plan.Package.Scripts.ToDictionary(script => script.Key.ToString().ToLowerInvariant(), script => script.Value);
        var environment = new Dictionary<string, string?>(sandbox.Environment)
        {
            ["DPKG_MAINTSCRIPT_PACKAGE"] = "acme",
            ["DPKG_FORCE"] = "confold",
        };
        const string Forget = "/bin/rm -f /run/acme.upgrade /target/run/acme.upgrade";
        return await RunAsync(scripts, sandbox with { Environment = environment }, _ => Forget, forms.Count > 0 ? forms : DebForms);
    }

    /// <summary>Runs the forms in one sandbox, each as the first one; all forms if none is named.</summary>
    public static async Task<ScriptTable> RunAsync(Planned<RpmPlan> planned, MaintainerScriptSandbox sandbox, params IReadOnlyList<string> forms)
    {
        await MaintainerScriptSandbox.RequireAsync();
        var scripts = ((UnixPackagePlan)planned.Plan).Metadata.Where(text => text.Key != "header").ToDictionary(text => text.Key, text => text.Value);
        const string Forget = "/bin/rm -f /run/acme.upgrade";
        const string Note = Forget + "; cp /run/calls /run/kept; sh /scripts/pre 2; mv /run/kept /run/calls";
        return await RunAsync(scripts, sandbox, form => form.EndsWith("noted", StringComparison.Ordinal) ? Note : Forget, forms.Count > 0 ? forms : RpmForms);
    }

    private static async Task<ScriptTable> RunAsync(
        Dictionary<string, string> scripts, MaintainerScriptSandbox sandbox, Func<string, string> prepare, IReadOnlyList<string> forms)
    {
        var wanted = forms.Where(form => scripts.ContainsKey(form.Split(' ')[0])).ToList();
        var driver = new StringBuilder("#!/bin/sh\n");
        foreach (var form in wanted)
        {
            driver.Append($"{prepare(form)}\necho '{CallMark}{form}' >>/run/calls\nsh /scripts/{form} || echo \"exit code $?\" >>/run/calls\n");
        }

        var files = sandbox.Files.Concat(scripts.Select(script => new KeyValuePair<string, string>("/scripts/" + script.Key, script.Value)));
        var run = await (sandbox with { Files = files.ToDictionary(row => row.Key, row => row.Value) }).RunAsync(driver.ToString());
        Assert.Equal(("", ""), (run.StandardOutput, run.StandardError));
        var table = new ScriptTable(Split([.. run.Calls.Where(call => !Incidental.Any(words => call.StartsWith(words, StringComparison.Ordinal)))]));
        Assert.Equal(wanted, table.Rows.Select(row => row.Form));
        return table;
    }

    /// <summary>Reads a table back: a line <c>script form | form</c>, and below it, indented, the calls of each of them.</summary>
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

    /// <summary>The table with every call changed; a call that becomes null is removed.</summary>
    public ScriptTable Select(Func<string, string?> change) =>
        new(Rows.Select(row => (row.Form, (IReadOnlyList<string>)[.. row.Calls.Select(change).OfType<string>()])));

    /// <summary>The table without the calls that begin with one of these words.</summary>
    public ScriptTable Without(params IReadOnlyList<string> beginnings) =>
        Select(call => beginnings.Any(words => call.StartsWith(words, StringComparison.Ordinal)) ? null : call);

    /// <summary>What a form does.</summary>
    public IReadOnlyList<string> this[string form] => Rows.First(row => row.Form == form).Calls;

    /// <summary>One block for each script and outcome, in the order in which they first come up.</summary>
    public override string ToString() => string.Concat(
        from row in Rows.OrderBy(row => Order.ToList().IndexOf(row.Form))
        let words = row.Form.Split(' ', 2)
        group words[1] by (Script: words[0], Calls: string.Concat(row.Calls.Select(call => $"  {call}\n"))) into block
        select $"{block.Key.Script} {string.Join(" | ", block)}\n{block.Key.Calls}");

    private static IEnumerable<(string Form, IReadOnlyList<string> Calls)> Split(IReadOnlyList<string> lines)
    {
        var marks = Enumerable.Range(0, lines.Count).Where(i => lines[i].StartsWith(CallMark, StringComparison.Ordinal)).Append(lines.Count).ToList();
        return marks.Zip(marks.Skip(1), (from, to) => (lines[from][CallMark.Length..], (IReadOnlyList<string>)[.. lines.Take(to).Skip(from + 1)]));
    }
}
