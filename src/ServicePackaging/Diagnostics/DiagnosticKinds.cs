namespace ServicePackaging.Diagnostics;

/// <summary>What is wrong with a path.</summary>
internal enum PathFaultKind
{
    NotAbsolute,
    NotNormalized,
    ControlCharacter,
    TrailingSpace,
    TooLong,
    NotBelowKnownFolder,
    KnownFolderItself,
    InvalidCharacter,
    TrailingDot,
    InvalidUnicode,
    DeviceName,
    SharedDirectory,
    NotOnDisk,
    ClearedAtBoot,
    ClearedRegularly,
    Sealed,
    OtherVolume,
    HomeOfSystemService,
    SharedByUsers,
    KindMismatch,
    NoFileName,
    Specifier,
    OwnedGlob,
    NameTooLong,
}

/// <summary>Settings that exclude one another.</summary>
internal enum ConflictKind
{
    NestedInstanceDirectories,
    SharedSocket,
    TimerOfInstances,
    OneshotAlways,
    ActionNever,
    ForkingPidFile,
    WatchdogType,
    UserTokenOnWindows,
    LaunchdLabel,
    UserLogOutsideHome,
    UserLogDirectory,
    TemplateOfInstance,
    SectionWithoutUnit,
    SocketModes,
    WritableProgram,
    InstanceUserScope,
    InstanceUser,
    StrictCapabilities,
    WritablePathState,
    VariableArgument,
}

/// <summary>What a platform does not support.</summary>
internal enum UnsupportedKind
{
    Setting,
    VariablesFile,
    Symlink,
    HookLanguage,
    PurgeStage,
    Group,
    Account,
    Ordering,
    WindowsDependency,
    MovedConfiguration,
    UserDirectory,
    Compression,
}

/// <summary>What root does in a directory of an account.</summary>
internal enum RootPathKind
{
    Program,
    Configuration,
    File,
    Socket,
    Directive,
    Command,
}

/// <summary>How an account of the system came to be used.</summary>
internal enum SystemAccountKind
{
    DefaultUser,
    User,
    UserOfSystemName,
    GroupOnLinux,
    GroupOnMacOS,
    Windows,
}

/// <summary>Where a runtime identifier comes from.</summary>
internal enum RuntimeIdentifierSource
{
    CommandLine,
    List,
    Project,
}

/// <summary>What determines a field of a package.</summary>
internal enum ReservedFieldKind
{
    Setting,
    Tool,
}

/// <summary>How a name is misspelled.</summary>
internal enum MisspelledNameKind
{
    Property,
    Item,
    ItemAsProperty,
    PropertyAsItem,
}

/// <summary>Who can read a variable, and where a secret belongs instead.</summary>
internal enum SecretKind
{
    Unix,
    User,
    Windows,
}

/// <summary>Why a file cannot be read.</summary>
internal enum UnreadableKind
{
    InputOutput,
    OtherVersion,
}

/// <summary>Directories that packages should not use.</summary>
internal enum UnusualPlaceKind
{
    LocalAdministrator,
    Users,
    AdministratorUnits,
    MergedLib,
    MergedBin,
    MergedSbin,
    UserWritable,
    Homebrew,
    LinkedEtc,
    LinkedVar,
}

/// <summary>The platforms that a program is missing for.</summary>
internal enum NoExecutableKind
{
    AnyPlatform,
    Windows,
}

/// <summary>What is wrong with the path of a program.</summary>
internal enum ExecutablePathKind
{
    NotOnPlatform,
    LeavesPayload,
    OutsidePackage,
    NotAFile,
}

/// <summary>What a file is that the system cannot start.</summary>
internal enum UnfitExecutableKind
{
    LinuxProgram,
    MacOSProgram,
    WindowsProgram,
    Assembly,
    Library,
    Script,
    NotExecutable,
    CarriageReturn,
    RelativeInterpreter,
}

/// <summary>What is wrong with the folder of a payload.</summary>
internal enum PayloadFolderKind
{
    File,
    Missing,
    ContainsProject,
    Empty,
}

/// <summary>Why package managers sort a version differently.</summary>
internal enum VersionOrderKind
{
    Metadata,
    MixedLabel,
    LeadingDigit,
    Hyphen,
}

/// <summary>What SELinux does to a program that does not have the label of a program.</summary>
internal enum ProgramLabelKind
{
    StaysInInit,
    StaysInInitOnDebian,
    NotExecutable,
}

/// <summary>What is wrong with a version for Windows Installer.</summary>
internal enum InstallerVersionKind
{
    MajorOrMinor,
    Build,
    FourthNumber,
}

/// <summary>Why Windows cannot store a file under its name. A case that <see cref="PathFaultKind"/> also has is called the same
/// there.</summary>
internal enum WindowsFileNameKind
{
    NotNormalized,
    ControlCharacter,
    TooLong,
    InvalidCharacter,
    TrailingDot,
    InvalidUnicode,
    DeviceName,
    SymbolicLink,
}

/// <summary>Which file needs a library that no known package contains.</summary>
internal enum UnknownLibraryKind
{
    OfProgram,
    OfOtherFile,
}
