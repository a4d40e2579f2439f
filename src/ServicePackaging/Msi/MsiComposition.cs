using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;
using ServicePackaging.Placement;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Everything that a package consists of: the fragments of all concerns, merged.</summary>
/// <param name="Rows">The rows of all tables that the writer does not fill.</param>
/// <param name="Files">The payload in the order of the cabinet.</param>
/// <param name="Content">The files and directories as they were planned.</param>
internal sealed record MsiComposition(IReadOnlyList<MsiRow> Rows, IReadOnlyList<MsiFile> Files, MsiContent Content)
{
    // Microsoft, "Feature Table", Level: installed with every choice of features.
    private const int AlwaysInstalled = 1;

    /// <summary>Composes a package. The first fragments decide what is installed and where; the others refer to it.</summary>
    /// <exception cref="ArgumentException">The tables of a package have no room for the definition; the message names it.</exception>
    public static MsiComposition Create(ServiceDefinition definition, MsiProduct product, Payload payload, DiagnosticBag diagnostics)
    {
        var services = ServiceRegistration.For(definition);
        var owned = ServiceDirectories.Plan(definition, Platform.Windows);
        var purged = ServiceDirectories.PurgedPaths(owned, Platform.Windows);
        var hooks = MsiHooks.Create(definition, product, diagnostics);
        var (published, program) = MsiPayload.Create(definition, payload, diagnostics);
        MsiFragment[] installed =
        [
            hooks,
            published,
            WithProgram(_ => MsiControl.Create(definition, services)),
            WithProgram(_ => MsiFolders.OfServices(services, owned)),
            MsiFolders.OfProgram(definition),
        ];
        var content = MsiContent.Merge(installed, diagnostics);
        var tree = MsiTree.Create(product, definition.Layout, content, purged);
        MsiFragment[] registered =
        [
            Feature(),
            WithProgram(_ => MsiEventSource.Create(definition, product, content)),
            WithProgram(file => MsiFirewall.Create(definition, product, file)),
            WithProgram(_ => MsiServices.Create(definition, product, services, tree)),
            WithProgram(_ => new MsiDirectoryTrust(definition, product, content, tree).Create(services)),
            WithProgram(file => MsiLogOn.Create(definition, file, tree)),
            MsiSettings.InstallFolder(definition, product),
            MsiSettings.User(definition, product),
            MsiVariables.Create(definition, product, tree),
            MsiUpgrade.Versions(product),
            MsiUpgrade.Runtime(definition, product),
            MsiUpgrade.Password(definition),
            MsiConfiguration.Create(product, content, tree),
            MsiPurge.Create(product, content, tree, purged),
        ];
        var properties = MsiProperties.Create(definition, product, SearchedBy(registered), diagnostics);
        return Merge([.. installed, .. registered, properties], product, content, tree);

        // Without a program, which is reported, there is no service.
        MsiFragment WithProgram(Func<MsiPlannedFile, MsiFragment> create) => program is null ? MsiFragment.Empty : create(program);
    }

    private static MsiFragment Feature() => new()
    {
        Rows =
        [
            MsiTables.Feature.Row(
                MsiNames.Feature, MsiValue.Null, "Service", MsiValue.Null, (int)MsiFeatureDisplay.Collapsed, AlwaysInstalled,
                MsiNames.InstallFolder, (int)(MsiFeatureAttributes.DisallowAdvertise | MsiFeatureAttributes.DisallowAbsent)),
        ],
    };

    private static IEnumerable<string> SearchedBy(IEnumerable<MsiFragment> fragments) =>
        from fragment in fragments
        from row in fragment.Rows
        where row.Table == MsiTables.AppSearch
        select row["Property"].Text;

    private static MsiComposition Merge(IReadOnlyList<MsiFragment> fragments, MsiProduct product, MsiContent content, MsiTree tree)
    {
        var actions = fragments.SelectMany(fragment => fragment.Actions).ToList();
        MsiRow[] rows =
        [
            .. content.Items.SelectMany(item => MsiComponents.Of(item, product, tree)),
            .. fragments.SelectMany(fragment => fragment.Rows),
            .. tree.Rows,
            .. tree.Removals(MsiNames.SettingsComponent),
            .. MsiSequences.Rows,
            .. actions.Select(action => action.Definition),
            .. MsiSchedule.Rows(actions),
        ];
        return new MsiComposition(rows, [.. content.FilesByPath.Zip(tree.FileNames, ToFile)], content);
    }

    private static MsiFile ToFile(MsiPlannedFile file, string name) =>
        new() { Key = file.Key, Component = file.Component, FileName = name, Content = file.Content };
}
