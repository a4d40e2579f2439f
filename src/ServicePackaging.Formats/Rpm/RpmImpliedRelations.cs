using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Adds the relations that follow from the rest of a package, like rpmbuild.</summary>
public static class RpmImpliedRelations
{
    /// <summary>
    /// Returns the package with all its relations, sorted as rpm searches them (by kind, then bytewise by name, version, sense) and each
    /// once. It adds that the package provides itself, by name and by name and architecture; that it provides and requires
    /// <c>config(name)</c> if it has configuration files; the interpreters of its scriptlets; and the features of rpm that are required to
    /// read the package (<c>rpmlib(...)</c>). It does not add relations that depend on the content of files: libraries, <c>user()</c> and
    /// <c>group()</c>. It never removes relations. To complete a package again after a change, start with the explicit relations only.
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

        if (package.FileTrigger is not null)
        {
            yield return new RpmRelation(RpmRelationKind.Requires, RpmFileTrigger.Interpreter, RpmSense.Interpreter);
        }
    }

    // The versions of rpm that introduced each feature (rpm, lib/rpmds.cc: rpmlibProvides).
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
