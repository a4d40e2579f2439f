namespace ServicePackaging.Formats.Rpm;

/// <summary>Reads the lists that a header stores as one array per property.</summary>
internal static class RpmHeaderLists
{
    /// <exception cref="InvalidDataException">The arrays of a list have different lengths.</exception>
    public static IReadOnlyList<RpmRelation> Relations(RpmHeader header)
    {
        var relations = new List<RpmRelation>();
        foreach (var (kind, nameTag, versionTag, flagsTag) in RpmFormat.Relations)
        {
            var names = header.Texts(nameTag);
            var versions = header.Texts(versionTag);
            var flags = header.Numbers(flagsTag);
            if (versions.Count != names.Count || flags.Count != names.Count)
            {
                throw new InvalidDataException($"The package's list of what it {kind} is inconsistent.");
            }

            relations.AddRange(names.Select((name, i) => new RpmRelation(kind, name, (RpmSense)(uint)flags[i], versions[i])));
        }

        return relations;
    }

    /// <exception cref="InvalidDataException">A tag does not have its type.</exception>
    public static IReadOnlyDictionary<RpmScriptletKind, RpmScriptlet> Scriptlets(RpmHeader header)
    {
        var scriptlets = new Dictionary<RpmScriptletKind, RpmScriptlet>();
        foreach (var (kind, scriptTag, programTag, flagsTag, _) in RpmFormat.Scriptlets)
        {
            var program = header.Texts(programTag);
            var text = header.Text(scriptTag);
            if (program.Count > 0 || text is not null)
            {
                scriptlets[kind] = new RpmScriptlet(text ?? "")
                {
                    Interpreter = program,
                    Flags = (RpmScriptletOptions)(uint)(header.Number(flagsTag) ?? 0),
                };
            }
        }

        return scriptlets;
    }

    /// <exception cref="InvalidDataException">A tag does not have its type, or there are several scripts.</exception>
    public static RpmFileTrigger? FileTrigger(RpmHeader header)
    {
        var scripts = header.Texts(RpmTag.TransactionFileTriggerScripts);
        return scripts.Count > 1 ? throw new InvalidDataException("The package has several file triggers.")
            : scripts.Count == 0 ? null
            : new RpmFileTrigger(scripts[0], header.Texts(RpmTag.TransactionFileTriggerNames));
    }

    /// <exception cref="InvalidDataException">The arrays have different lengths.</exception>
    public static IReadOnlyList<RpmChange> Changelog(RpmHeader header)
    {
        var times = header.Numbers(RpmTag.ChangelogTime);
        var authors = header.Texts(RpmTag.ChangelogName);
        var texts = header.Texts(RpmTag.ChangelogText);
        return authors.Count == times.Count && texts.Count == times.Count
            ? [.. times.Select((time, i) => new RpmChange(DateTimeOffset.FromUnixTimeSeconds((uint)time), authors[i], texts[i]))]
            : throw new InvalidDataException("The package's changelog is inconsistent.");
    }
}
