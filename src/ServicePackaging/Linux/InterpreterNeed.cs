using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>A program of the target system that runs scripts of the payload.</summary>
/// <param name="Path">Its path.</param>
/// <param name="IsRequired">Whether the package requires it; otherwise it recommends it.</param>
/// <param name="Version">The oldest version that the payload asks for, or null.</param>
internal sealed record InterpreterNeed(string Path, bool IsRequired, string? Version)
{
    /// <summary>The path of Node.js, which has a version.</summary>
    public static readonly string Node = Interpreter.OfName("node")!.Linux;

    // The directories in which package managers of languages put what a program depends on, with tools and examples.
    private static readonly string[] ForeignDirectories = ["node_modules", "site-packages", "dist-packages", "vendor"];

    /// <summary>The path of the interpreter that the service itself requires: that of its script, or the interpreter that is its program.
    /// Null if it requires none, or one that no package contains.</summary>
    public static string? OfService(ServiceDefinition definition, Payload payload)
    {
        var path = definition.Process.Program is { IsInPayload: false, Path: var program } ? program
            : ProgramCommand.PayloadPath(definition) is { } file && payload.Find(file)?.Shebang is { } line ? Interpreter.PathOf(line)
            : null;
        return path is not null && Interpreter.IsOfSystem(path) ? path : null;
    }

    /// <summary>The interpreter of the service, and those of the payload's other scripts that systems have at a known path. Not every other
    /// script in a payload is run, and hardly one that a package manager put there.</summary>
    public static IReadOnlyList<InterpreterNeed> Of(ServiceDefinition definition, Payload payload)
    {
        var scripts = Scripts(payload).ToList();
        var required = scripts.Where(script => script.Tree is null).Select(script => script.Interpreter).Order(StringComparer.Ordinal);
        var all = OfService(definition, payload) is { } own ? required.Append(own).Distinct().ToList() : [.. required.Distinct()];
        var recommended = scripts.Select(script => script.Interpreter).Except(all).Order(StringComparer.Ordinal);
        return
        [
            .. from path in all
               select new InterpreterNeed(path, true, path == Node ? NodeEngine.OldestFor(definition, payload) : null),
            .. recommended.Select(path => new InterpreterNeed(path, false, null)),
        ];
    }

    /// <summary>Warns of each tree of other packages whose interpreters are only recommended, unless the developer has a relation to
    /// them.</summary>
    /// <param name="payload">The files of the service.</param>
    /// <param name="needs">The interpreters.</param>
    /// <param name="isDeclared">Whether the developer has a relation to an interpreter.</param>
    /// <param name="diagnostics">Receives the warnings.</param>
    public static void ReportForeign(
        Payload payload, IReadOnlyList<InterpreterNeed> needs, Func<InterpreterNeed, bool> isDeclared, DiagnosticBag diagnostics)
    {
        var open = needs.Where(need => !need.IsRequired && !isDeclared(need)).Select(need => need.Path).ToHashSet(StringComparer.Ordinal);
        var trees =
            from script in Scripts(payload)
            let package = Interpreter.AtPath(script.Interpreter)!.DebianPackage
            where script.Tree is not null && package is not null && open.Contains(script.Interpreter)
            group (script.Interpreter, package) by script.Tree;
        foreach (var tree in trees.OrderBy(tree => tree.Key, StringComparer.Ordinal))
        {
            var interpreters = tree.Distinct().OrderBy(row => row.Interpreter, StringComparer.Ordinal).ToList();
            diagnostics.Report(
                PackageDiagnostics.ForeignScripts, tree.Key, string.Join(" and ", interpreters.Select(row => row.Interpreter)),
                string.Join(' ', interpreters.Select(row =>
                    $"<DebDependency Include=\"{row.package}\" /> <RpmDependency Include=\"{row.Interpreter}\" />")));
        }
    }

    // The scripts whose interpreters systems have at a known path, with the topmost directory of other packages that each is in.
    private static IEnumerable<(string? Tree, string Interpreter)> Scripts(Payload payload) =>
        from file in payload.Items.OfType<PayloadFile>()
        where file.Shebang is not null
        let interpreter = Interpreter.PathOf(file.Shebang!)
        where Interpreter.AtPath(interpreter) is not null
        select (TreeOf(file.Path), interpreter);

    private static string? TreeOf(string path)
    {
        var names = path.Split('/');
        var at = Array.FindIndex(names, 0, names.Length - 1, ForeignDirectories.Contains);
        return at < 0 ? null : string.Join('/', names.Take(at + 1));
    }
}
