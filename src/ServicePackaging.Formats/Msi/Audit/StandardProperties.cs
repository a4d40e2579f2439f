namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>The properties that Windows Installer defines (Microsoft, "Property Reference").</summary>
internal static class StandardProperties
{
    /// <summary>The directories of a user.</summary>
    public static readonly IReadOnlySet<string> UserFolders = Set(
        """
        AdminToolsFolder AppDataFolder DesktopFolder FavoritesFolder LocalAppDataFolder MyPicturesFolder NetHoodFolder PersonalFolder PrintHoodFolder
        ProgramMenuFolder RecentFolder SendToFolder StartMenuFolder StartupFolder TempFolder TemplateFolder
        """);

    /// <summary>The directories of Windows.</summary>
    public static readonly IReadOnlySet<string> Folders = Set(
        """
        CommonAppDataFolder CommonFilesFolder CommonFiles64Folder FontsFolder ProgramFilesFolder ProgramFiles64Folder System16Folder System64Folder
        SystemFolder WindowsFolder WindowsVolume
        """).Union(UserFolders).ToHashSet(StringComparer.Ordinal);

    /// <summary>The properties that only Windows Installer sets, for the machine, the user and the product.</summary>
    public static readonly IReadOnlySet<string> Computed = Set(
        """
        AdminUser BorderSide BorderTop CaptionHeight ColorBits ComputerName CostingComplete CustomActionData Date Installed Intel Intel64 LogonUser
        MsiAMD64 MsiDisableEEUI MsiIsAdminPackage MsiNetAssemblySupport MsiNTProductType MsiNTSuiteBackOffice MsiNTSuiteDataCenter MsiNTSuiteEnterprise
        MsiNTSuitePersonal MsiNTSuiteSmallBusiness MsiNTSuiteSmallBusinessRestricted MsiNTSuiteWebServer MsiRestartManagerSessionKey
        MsiRunningElevated MsiSystemRebootPending MsiTabletPC MsiTrueAdminUser MsiUISourceResOnly MsiWin32AssemblySupport Msix64
        OLEAdvtSupport OriginalDatabase OutOfDiskSpace OutOfNoRbDiskSpace ParentOriginalDatabase ParentProductCode PhysicalMemory Preselected
        PrimaryVolumePath PrimaryVolumeSpaceAvailable PrimaryVolumeSpaceRemaining PrimaryVolumeSpaceRequired Privileged ProductState RedirectedDllSupport
        RemoteAdminTS ReplacedInUseFiles ResumeForced RESUME RollbackDisabled ScreenX ScreenY ServicePackLevel ServicePackLevelMinor SharedWindows
        ShellAdvtSupport SourceDir SystemLanguageID TerminalServer TextHeight TextInternalLeading Time TTCSupport UILevel UpdateStarted UPGRADINGPRODUCTCODE
        UserLanguageID UserSID Version9X VersionDatabase VersionMsi VersionNT VersionNT64 VirtualMemory WindowsBuild
        """);

    /// <summary>The properties that packages and command lines set for Windows Installer.</summary>
    public static readonly IReadOnlySet<string> Settable = Set(
        """
        ACTION ADDDEFAULT ADDLOCAL ADDSOURCE ADMIN_PROPERTIES ADVERTISE AFTERREBOOT ALLUSERS ARPAUTHORIZEDCDFPREFIX ARPCOMMENTS ARPCONTACT ARPHELPLINK
        ARPHELPTELEPHONE ARPINSTALLLOCATION ARPNOMODIFY ARPNOREMOVE ARPNOREPAIR ARPPRODUCTICON ARPREADME ARPSIZE ARPSYSTEMCOMPONENT ARPURLINFOABOUT
        ARPURLUPDATEINFO AVAILABLEFREEREG CCP_DRIVE COMPADDDEFAULT COMPADDLOCAL COMPADDSOURCE COMPANYNAME DISABLEADVTSHORTCUTS DISABLEMEDIA DISABLEROLLBACK
        EXECUTEACTION EXECUTEMODE FASTOEM FILEADDDEFAULT FILEADDLOCAL FILEADDSOURCE INSTALLLEVEL ISCOMPSDISABLED LIMITUI LOGACTION Manufacturer
        MEDIAPACKAGEPATH MSIARPSETTINGSIDENTIFIER MSICHECKCRCS MSIDEPLOYEEUI MSIDISABLELUAPATCHING MSIDISABLERMRESTART MSIDISABLEEEUI MSIENFORCEUPGRADECOMPONENTRULES
        MSIFASTINSTALL MsiHiddenProperties MSIINSTALLPERUSER MSIINSTANCEGUID MsiLogFileLocation MsiLogging MSINEWINSTANCE MSINODISABLEMEDIA MsiPatchRemovalList
        MSIPATCHREMOVE MSIRESTARTMANAGERCONTROL MSIRMSHUTDOWN MSIUNINSTALLSUPERSEDEDCOMPONENTS MSIUSEREALADMINDETECTION NOCOMPANYNAME NOUSERNAME PATCH PATCHNEWPACKAGECODE
        PATCHNEWSUMMARYCOMMENTS PATCHNEWSUMMARYSUBJECT PIDKEY PIDTemplate PRIMARYFOLDER ProductCode ProductID ProductLanguage ProductName ProductVersion
        PROMPTROLLBACKCOST REBOOT REBOOTPROMPT REINSTALL REINSTALLMODE REMOVE RestrictedUserControl ROOTDRIVE SecureCustomProperties SEQUENCE SHORTFILENAMES
        TARGETDIR TRANSFORMS TRANSFORMSATSOURCE TRANSFORMSSECURE UpgradeCode USERNAME
        """);

    /// <summary>The properties that are not directories.</summary>
    public static readonly IReadOnlySet<string> NotFolders =
        Computed.Union(Settable).Except(["TARGETDIR", "PRIMARYFOLDER", "SourceDir"]).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Set(string names) => [.. names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
