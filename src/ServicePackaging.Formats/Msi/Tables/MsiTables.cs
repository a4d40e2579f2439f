namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>The tables that a package may contain, each with the columns, types and limits of Microsoft's reference ("Database Tables"). To
/// add a column, add a line.</summary>
/// <remarks>File.Sequence and Media.LastSequence have 32 bits in every package, so that a package with more than 32,767 files has the same
/// schema as all others (Microsoft, "Authoring a Large Package").</remarks>
public static class MsiTables
{
    private const string SequenceColumns = """
        *Action    s72  Identifier
         Condition S255 Condition
         Sequence  I2   -4..32767
        """;

    // Microsoft, "Column Data Types".
    private const string Categories =
        "Text;Formatted;Template;Condition;Guid;Path;Version;Language;Identifier;Binary;UpperCase;LowerCase;Filename;Paths;"
        + "AnyPath;WildCardFilename;RegPath;CustomSource;Property;Cabinet;Shortcut;FormattedSDDLText;Integer;DoubleInteger;TimeDate;"
        + "DefaultDir";

    private static readonly List<MsiTable> Defined = [];

    /// <summary>Properties and their initial values.</summary>
    public static MsiTable Property { get; } = Define("Property", """
        *Property s72  Identifier
         Value    l0   Text
        """);

    /// <summary>The tree of directories.</summary>
    public static MsiTable Directory { get; } = Define("Directory", """
        *Directory        s72  Identifier
         Directory_Parent S72  Identifier >Directory
         DefaultDir       l255 DefaultDir
        """);

    /// <summary>The units that are installed and removed as a whole.</summary>
    public static MsiTable Component { get; } = Define("Component", """
        *Component   s72  Identifier
         ComponentId S38  Guid
         Directory_  s72  Identifier >Directory
         Attributes  i2
         Condition   S255 Condition
         KeyPath     S72  Identifier >File;Registry;ODBCDataSource
        """);

    /// <summary>The features from which users choose.</summary>
    public static MsiTable Feature { get; } = Define("Feature", """
        *Feature        s38  Identifier
         Feature_Parent S38  Identifier >Feature
         Title          L64  Text
         Description    L255 Text
         Display        I2   0..32767
         Level          i2   0..32767
         Directory_     S72  UpperCase >Directory
         Attributes     i2   {0;1;2;4;5;6;8;9;10;16;17;18;20;21;22;24;25;26;32;33;34;36;37;38;48;49;50;52;53;54}
        """);

    /// <summary>The components of each feature.</summary>
    public static MsiTable FeatureComponents { get; } = Define("FeatureComponents", """
        *Feature_   s38  Identifier >Feature
        *Component_ s72  Identifier >Component
        """);

    /// <summary>The files. The writer fills this table.</summary>
    public static MsiTable File { get; } = Define("File", """
        *File       s72  Identifier
         Component_ s72  Identifier >Component
         FileName   l255 Filename
         FileSize   i4   0..2147483647
         Version    S72  Version >File
         Language   S20  Language
         Attributes I2   0..32767
         Sequence   i4   1..2147483647
        """);

    /// <summary>The MD5 of files without a version. The writer fills this table.</summary>
    public static MsiTable MsiFileHash { get; } = Define("MsiFileHash", """
        *File_     s72  Identifier >File
         Options   i2   0..32767
         HashPart1 i4
         HashPart2 i4
         HashPart3 i4
         HashPart4 i4
        """);

    /// <summary>The cabinets. The writer fills this table.</summary>
    public static MsiTable Media { get; } = Define("Media", """
        *DiskId       i2   1..32767
         LastSequence i4   0..2147483647
         DiskPrompt   L64  Text
         Cabinet      S255 Cabinet
         VolumeLabel  S32  Text
         Source       S72  Property
        """);

    /// <summary>The actions of an installation.</summary>
    public static MsiTable InstallExecuteSequence { get; } = Define("InstallExecuteSequence", SequenceColumns);

    /// <summary>The actions before an installation, if there is a user interface.</summary>
    public static MsiTable InstallUISequence { get; } = Define("InstallUISequence", SequenceColumns);

    /// <summary>The actions of an administrative installation.</summary>
    public static MsiTable AdminExecuteSequence { get; } = Define("AdminExecuteSequence", SequenceColumns);

    /// <summary>The actions before an administrative installation, if there is a user interface.</summary>
    public static MsiTable AdminUISequence { get; } = Define("AdminUISequence", SequenceColumns);

    /// <summary>The actions of an advertisement.</summary>
    public static MsiTable AdvtExecuteSequence { get; } = Define("AdvtExecuteSequence", SequenceColumns);

    /// <summary>Services to install.</summary>
    public static MsiTable ServiceInstall { get; } = Define("ServiceInstall", """
        *ServiceInstall s72  Identifier
         Name           s255 Formatted
         DisplayName    L255 Formatted
         ServiceType    i4   -2147483647..2147483647
         StartType      i4   0..4
         ErrorControl   i4   -2147483647..2147483647
         LoadOrderGroup S255 Formatted
         Dependencies   S255 Formatted
         StartName      S255 Formatted
         Password       S255 Formatted
         Arguments      S0   Formatted
         Component_     s72  Identifier >Component
         Description    L255 Text
        """);

    /// <summary>Services to start, stop and delete.</summary>
    public static MsiTable ServiceControl { get; } = Define("ServiceControl", """
        *ServiceControl s72  Identifier
         Name           l255 Formatted
         Event          i2   0..187
         Arguments      L255 Formatted
         Wait           I2   0..1
         Component_     s72  Identifier >Component
        """);

    /// <summary>Additional settings of services.</summary>
    public static MsiTable MsiServiceConfig { get; } = Define("MsiServiceConfig", """
        *MsiServiceConfig s72  Identifier
         Name             l255 Formatted
         Event            i2   0..7
         ConfigType       i4   -2147483647..2147483647
         Argument         S0   Text
         Component_       s72  Identifier >Component
        """);

    /// <summary>The actions when services fail.</summary>
    public static MsiTable MsiServiceConfigFailureActions { get; } = Define("MsiServiceConfigFailureActions", """
        *MsiServiceConfigFailureActions s72  Identifier
         Name                           l255 Formatted
         Event                          i2   0..7
         ResetPeriod                    I4   0..2147483647
         RebootMessage                  L255 Formatted
         Command                        L255 Formatted
         Actions                        S0   Text
         DelayActions                   S0   Text
         Component_                     s72  Identifier >Component
        """);

    /// <summary>Products to search for, which are replaced or reported.</summary>
    public static MsiTable Upgrade { get; } = Define("Upgrade", """
        *UpgradeCode    s38  Guid
        *VersionMin     S20  Text
        *VersionMax     S20  Text
        *Language       S255 Language
        *Attributes     i4   0..2147483647
         Remove         S255 Formatted
         ActionProperty s72  UpperCase
        """);

    /// <summary>The conditions for starting an installation.</summary>
    public static MsiTable LaunchCondition { get; } = Define("LaunchCondition", """
        *Condition   s255 Condition
         Description l255 Formatted
        """);

    /// <summary>Values of the registry.</summary>
    public static MsiTable Registry { get; } = Define("Registry", """
        *Registry   s72  Identifier
         Root       i2   -1..3
         Key        l255 RegPath
         Name       L255 Formatted
         Value      L0   Formatted
         Component_ s72  Identifier >Component
        """);

    /// <summary>Values of the registry to remove at installation.</summary>
    public static MsiTable RemoveRegistry { get; } = Define("RemoveRegistry", """
        *RemoveRegistry s72  Identifier
         Root           i2   -1..3
         Key            l255 RegPath
         Name           L255 Formatted
         Component_     s72  Identifier >Component
        """);

    /// <summary>Environment variables.</summary>
    public static MsiTable Environment { get; } = Define("Environment", """
        *Environment s72  Identifier
         Name        l255 Text
         Value       L255 Formatted
         Component_  s72  Identifier >Component
        """);

    /// <summary>Directories to create even if they are empty.</summary>
    public static MsiTable CreateFolder { get; } = Define("CreateFolder", """
        *Directory_ s72  Identifier >Directory
        *Component_ s72  Identifier >Component
        """);

    /// <summary>Files and directories to remove that the installation did not create.</summary>
    public static MsiTable RemoveFile { get; } = Define("RemoveFile", """
        *FileKey     s72  Identifier
         Component_  s72  Identifier >Component
         FileName    L255 WildCardFilename
         DirProperty s72  Identifier
         InstallMode i2   {1;2;3}
        """);

    /// <summary>Security descriptors of installed objects.</summary>
#pragma warning disable CA1711 // Microsoft defines the name of the table.
    public static MsiTable MsiLockPermissionsEx { get; } = Define("MsiLockPermissionsEx", """
        *MsiLockPermissionsEx s72  Identifier
         LockObject           s72  Identifier
         Table                s32  Identifier {CreateFolder;File;Registry;ServiceInstall}
         SDDLText             s0   FormattedSDDLText
         Condition            S255 Formatted
        """);
#pragma warning restore CA1711

    /// <summary>Actions in addition to the standard ones.</summary>
    public static MsiTable CustomAction { get; } = Define("CustomAction", """
        *Action       s72  Identifier
         Type         i2   1..32767
         Source       S72  CustomSource
         Target       S0   Formatted
         ExtendedType I4   0..2147483647
        """);

    /// <summary>Streams for custom actions.</summary>
    public static MsiTable Binary { get; } = Define("Binary", """
        *Name s72  Identifier
         Data v0   Binary
        """);

    /// <summary>Icons.</summary>
    public static MsiTable Icon { get; } = Define("Icon", """
        *Name s72  Identifier
         Data v0   Binary
        """);

    /// <summary>Properties that are set to the results of searches.</summary>
    public static MsiTable AppSearch { get; } = Define("AppSearch", """
        *Property   s72  Identifier
        *Signature_ s72  Identifier >Signature;RegLocator;IniLocator;DrLocator;CompLocator
        """);

    /// <summary>Values of the registry to search for.</summary>
    public static MsiTable RegLocator { get; } = Define("RegLocator", """
        *Signature_ s72  Identifier
         Root       i2   0..3
         Key        s255 RegPath
         Name       S255 Formatted
         Type       I2   0..18
        """);

    /// <summary>Directories to search for.</summary>
    public static MsiTable DrLocator { get; } = Define("DrLocator", """
        *Signature_ s72  Identifier
        *Parent     S72  Identifier
        *Path       S255 AnyPath
         Depth      I2   0..32767
        """);

    /// <summary>Files to search for.</summary>
    public static MsiTable Signature { get; } = Define("Signature", """
        *Signature  s72  Identifier
         FileName   s255 Text
         MinVersion S20  Text
         MaxVersion S20  Text
         MinSize    I4   0..2147483647
         MaxSize    I4   0..2147483647
         MinDate    I4   0..2147483647
         MaxDate    I4   0..2147483647
         Languages  S255 Language
        """);

    /// <summary>Shortcuts.</summary>
    public static MsiTable Shortcut { get; } = Define("Shortcut", """
        *Shortcut               s72  Identifier
         Directory_             s72  Identifier >Directory
         Name                   l128 Filename
         Component_             s72  Identifier >Component
         Target                 s72  Shortcut
         Arguments              S255 Formatted
         Description            L255 Text
         Hotkey                 I2   0..32767
         Icon_                  S72  Identifier >Icon
         IconIndex              I2   -32767..32767
         ShowCmd                I2   {1;3;7}
         WkDir                  S72  Identifier
         DisplayResourceDLL     S255 Formatted
         DisplayResourceId      I2   0..32767
         DescriptionResourceDLL S255 Formatted
         DescriptionResourceId  I2   0..32767
        """);

    /// <summary>Texts of errors.</summary>
    public static MsiTable Error { get; } = Define("Error", """
        *Error   i2   0..32767
         Message L0   Template
        """);

    /// <summary>Texts that are shown while an action runs.</summary>
    public static MsiTable ActionText { get; } = Define("ActionText", """
        *Action      s72  Identifier
         Description L0   Text
         Template    L0   Template
        """);

    /// <summary>Texts of the user interface.</summary>
    public static MsiTable UIText { get; } = Define("UIText", """
        *Key  s72  Identifier
         Text L255 Text
        """);

    /// <summary>The valid values of each column of each table. The writer fills this table.</summary>
    public static MsiTable Validation { get; } = Define("_Validation", $$"""
        *Table       s32  Identifier
        *Column      s32  Identifier
         Nullable    s4   {Y;N}
         MinValue    I4   -2147483647..2147483647
         MaxValue    I4   -2147483647..2147483647
         KeyTable    S255 Text
         KeyColumn   I2   1..32
         Category    S32  {{{Categories}}}
         Set         S255 Text
         Description S255 Text
        """);

    /// <summary>All tables, by name.</summary>
    public static IReadOnlyDictionary<string, MsiTable> All { get; } = Defined.ToDictionary(table => table.Name);

    private static MsiTable Define(string name, string columns)
    {
        var table = new MsiTable(name, MsiColumnParser.Parse(columns));
        Defined.Add(table);
        return table;
    }
}
