using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Rpm;

/// <summary>The relations that follow from the rest of a package, as rpmbuild adds them.</summary>
public static class RpmImpliedRelations
{
    /// <summary>
    /// The package with its relations complete, sorted as rpm searches them (kind, then name bytewise, version, sense) and each once.
    /// Added are: that it provides itself, by name and by name and architecture; that it provides and requires <c>config(name)</c> where
    /// it has configuration files; its scriptlets' interpreters; and the features of rpm that reading it takes (<c>rpmlib(...)</c>). Not
    /// added is what depends on the files' content: libraries, <c>user()</c> and <c>group()</c>. It adds and never takes away: complete
    /// a package again only with the relations that were stated, where what they follow from has changed.
    /// </summary>
    public static RpmPackage Complete(RpmPackage package)
    {
        var stated = package.Relations.Concat(Own(package)).ToList();
        return package with { Relations = [.. stated.Concat(Features(package, stated)).Distinct().Order(Comparer)] };
    }

    private static Comparer<RpmRelation> Comparer { get; } = Comparer<RpmRelation>.Create(Compare);

    private static int Compare(RpmRelation a, RpmRelation b)
    {
        var byKind = a.Kind.CompareTo(b.Kind);
        var byName = byKind != 0 ? byKind : CompareBytes(a.Name, b.Name);
        var byVersion = byName != 0 ? byName : CompareBytes(a.Version, b.Version);
        return byVersion != 0 ? byVersion : ((uint)a.Sense).CompareTo((uint)b.Sense);
    }

    private static int CompareBytes(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private static IEnumerable<RpmRelation> Own(RpmPackage package)
    {
        var version = package.FullVersion;
        yield return new RpmRelation(RpmRelationKind.Provides, package.Name, RpmSense.Equal, version);
        if (RpmArchitecture.Find(package.Architecture)?.Isa is { } isa)
        {
            yield return new RpmRelation(RpmRelationKind.Provides, $"{package.Name}({isa})", RpmSense.Equal, version);
        }

        if (package.Files.Any(file => file.EffectiveFlags.HasFlag(RpmFileAttributes.Config)))
        {
            var name = $"config({package.Name})";
            yield return new RpmRelation(RpmRelationKind.Provides, name, RpmSense.Config | RpmSense.Equal, version);
            yield return new RpmRelation(RpmRelationKind.Requires, name, RpmSense.Config | RpmSense.Equal, version);
        }

        foreach (var (kind, _, _, _, sense) in RpmFormat.Scriptlets)
        {
            if (package.Scriptlets.TryGetValue(kind, out var scriptlet) && scriptlet.Interpreter is [not RpmFormat.Lua and var program, ..])
            {
                yield return new RpmRelation(RpmRelationKind.Requires, program, RpmSense.Interpreter | sense);
            }
        }
    }

    // The versions are those of rpm that brought each feature (rpm, lib/rpmds.cc: rpmlibProvides).
    private static IEnumerable<RpmRelation> Features(RpmPackage package, IReadOnlyCollection<RpmRelation> relations)
    {
        var scriptlets = package.Scriptlets.Values;
        (bool IsNeeded, string Name, string Version)[] features =
        [
            (true, "CompressedFileNames", "3.0.4-1"),
            (true, "FileDigests", "4.6.0-1"),
            (true, "PayloadFilesHavePrefix", "4.0-1"),
            (package.Compression == CompressionKind.Xz, "PayloadIsXz", "5.2-1"),
            (package.Files.Any(file => CpioWriter.LengthOf(file.Entry) >= RpmFormat.FirstLongSize), "LargeFiles", "4.12.0-1"),
            (relations.Any(relation => relation.Version.Contains('~')), "TildeInVersions", "4.10.0-1"),
            (relations.Any(relation => relation.Version.Contains('^')), "CaretInVersions", "4.15.0-1"),
            (relations.Any(relation => relation.Name.StartsWith('(')), "RichDependencies", "4.12.0-1"),
            (scriptlets.Any(scriptlet => scriptlet.Interpreter is [RpmFormat.Lua, ..]), "BuiltinLuaScripts", "4.2.2-1"),
            (scriptlets.Any(scriptlet => scriptlet.Interpreter.Count > 1), "ScriptletInterpreterArgs", "4.0.3-1"),
            (scriptlets.Any(scriptlet => scriptlet.Flags != RpmScriptletOptions.None), "ScriptletExpansion", "4.9.0-1"),
        ];
        return features.Where(feature => feature.IsNeeded).Select(feature => new RpmRelation(
            RpmRelationKind.Requires,
            $"rpmlib({feature.Name})",
            RpmSense.RpmLib | RpmSense.Less | RpmSense.Equal,
            feature.Version));
    }
}
