using ServicePackaging.Planning;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>The contents of a Windows Installer package, asserted on the plan: whole tables, one row per line.</summary>
public sealed class MsiPlanTests
{
    [Fact]
    public void A_minimal_package() => AssertLines(
        """
        AppSearch	PREVIOUSACCESS	PreviousAccess
        AppSearch	PREVIOUSFOLDER	PreviousFolder
        AppSearch	PREVIOUSSTART	PreviousStart
        Component	Access	{0182FB68-3510-564B-9DDA-6DA1D7F16704}	INSTALLFOLDER	276		r_Access_B530B964CAE9
        Component	Program	{AEDC5222-4107-5E84-84E9-6842E52349E5}	INSTALLFOLDER	256		f_Acme_exe_DFB2A9DF01BD
        Component	Settings	{F3D7FE52-CEA6-51DD-87C6-D0F660848C0B}	INSTALLFOLDER	260		r_InstallFolder_4FEF2D452F61
        Component	Start	{C2DC74C8-9464-508C-8566-944EB23D3FCE}	INSTALLFOLDER	324	STARTSERVICE<>"0" AND NOT PREVIOUSSTART="#4" AND NOT PREVIOUSSTART="#3"	r_StartsService_52B6D79DCDBB
        Component	c_Acme_dll_BFF2E0CA0EAD	{C7DA419B-3CCF-5A95-94AE-E0DCCC06340B}	INSTALLFOLDER	256		f_Acme_dll_BFF2E0CA0EAD
        Component	c__keep_0C9EEE8DD51E	{E903145F-7A86-59D3-AD44-5F460F16BCD9}	StateFolder	272		f__keep_0C9EEE8DD51E
        Component	c_acme_C19E2EDE5525	{B5878792-9A57-5610-B7AA-296BF8664748}	ConfigFolder	256
        Component	c_acme_DD57ED14BA51	{6396DE52-F212-5CFF-8F66-DF4CF2DC47CA}	INSTALLFOLDER	256
        Component	c_data_3AC7A1BAF359	{5FA30255-F80B-5432-B460-E015D890CAE3}	StateFolder	256
        CreateFolder	ConfigFolder	c_acme_C19E2EDE5525
        CreateFolder	INSTALLFOLDER	c_acme_DD57ED14BA51
        CreateFolder	StateFolder	c_data_3AC7A1BAF359
        CustomAction	ForgetAccess	3170	System64Folder	"[System64Folder]reg.exe" delete "HKLM\SOFTWARE\acme" /v Access /f
        CustomAction	InheritAccess1	3170	ConfigFolder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $icacls=$env:SystemRoot+'\System32\icacls.exe'; $secured=@('data'); function Test-Secured($name) [\{] ($secured -contains $name) -or @($secured | Where-Object [\{] $_.StartsWith($name+'\', 'OrdinalIgnoreCase') [\}]).Count [\}] function Reset-Access($directory, $path) [\{] $items=@(Get-ChildItem -Force -LiteralPath $directory | Where-Object [\{] -not ($_.Attributes -band 1024) [\}]); if (-not $items) [\{] return [\}] if (-not @($items | Where-Object [\{] Test-Secured ($path+$_.Name) [\}])) [\{] & $icacls ($directory+'\*') /reset /C /Q /L [\}] else [\{] foreach ($item in $items) [\{] if ($secured -notcontains $path+$item.Name) [\{] & $icacls $item.FullName /reset /C /Q /L [\}] [\}] [\}] foreach ($item in $items) [\{] if ($item.PSIsContainer) [\{] Reset-Access $item.FullName ($path+$item.Name+'\') [\}] [\}] [\}] Reset-Access (Get-Location).ProviderPath ''; exit 0"
        CustomAction	KeepDemand	3170	System64Folder	"[System64Folder]sc.exe" config "acme" start= demand
        CustomAction	KeepDisabled	3170	System64Folder	"[System64Folder]sc.exe" config "acme" start= disabled
        CustomAction	KeepInstallFolder	51	INSTALLFOLDER	[PREVIOUSFOLDER]
        CustomAction	MoveForeignData1	3106	ConfigFolder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $root=(Get-Location).ProviderPath.TrimEnd('\'); if ((Get-Item -Force -LiteralPath $root).Attributes -band 1024) [\{] exit 1 [\}] $aside=$root+'.insecure-'+(Get-Date -Format yyyyMMddTHHmmss); function Test-Foreign($item) [\{] ($item.Attributes -band 1024) -or ((Get-Acl -LiteralPath $item.FullName).Sddl -notmatch '^O:(SY|BA|LS|NS|S-1-5-80-[\[]0-9-[\]]+)G:') [\}] function Clear-Directory($directory) [\{] foreach ($item in @(Get-ChildItem -Force -LiteralPath $directory)) [\{] if (Test-Foreign $item) [\{] $target=$aside+$item.FullName.Substring($root.Length); New-Item -ItemType Directory -Force -Path (Split-Path $target) | Out-Null; Move-Item -Force -LiteralPath $item.FullName -Destination $target [\}] elseif ($item.PSIsContainer) [\{] Clear-Directory $item.FullName [\}] [\}] [\}] Clear-Directory $root; exit 0"
        CustomAction	MoveForeignPrograms	3106	INSTALLFOLDER	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $root=(Get-Location).ProviderPath.TrimEnd('\'); if ((Get-Item -Force -LiteralPath $root).Attributes -band 1024) [\{] exit 1 [\}] $aside=$root+'.insecure-'+(Get-Date -Format yyyyMMddTHHmmss); function Test-Foreign($item) [\{] ($item.Attributes -band 1024) -or ((Get-Acl -LiteralPath $item.FullName).Sddl -notmatch '^O:(SY|BA|LS|NS|S-1-5-80-[\[]0-9-[\]]+)G:') [\}] function Clear-Directory($directory) [\{] foreach ($item in @(Get-ChildItem -Force -LiteralPath $directory)) [\{] if (Test-Foreign $item) [\{] $target=$aside+$item.FullName.Substring($root.Length); New-Item -ItemType Directory -Force -Path (Split-Path $target) | Out-Null; Move-Item -Force -LiteralPath $item.FullName -Destination $target [\}] elseif ($item.PSIsContainer) [\{] Clear-Directory $item.FullName [\}] [\}] [\}] Clear-Directory $root; exit 0"
        CustomAction	Purge1	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd /s /q "[StateFolder]"
        CustomAction	Purge2	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[ConfigFolder]"
        CustomAction	RefuseLinkedDirectories	3106	CommonAppDataFolder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $icacls=$env:SystemRoot+'\System32\icacls.exe'; $above=@(); foreach ($name in $above+@('acme','acme\data')) [\{] $item=Get-Item -Force -LiteralPath $name -ErrorAction SilentlyContinue; if (-not $item) [\{] continue [\}] if ($item.Attributes -band 1024) [\{] exit 1 [\}] if ($above -notcontains $name) [\{] continue [\}] & $icacls $name /setowner '*S-1-5-18' /L /Q; if ($LASTEXITCODE) [\{] exit 1 [\}] & $icacls $name /reset /L /Q; if ($LASTEXITCODE) [\{] exit 1 [\}] & $icacls $name /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-32-545:(RX)' /L /Q; if ($LASTEXITCODE) [\{] exit 1 [\}] [\}] exit 0"
        CustomAction	RefuseLinkedInstallFolder	3106	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]fsutil.exe" reparsepoint query "[INSTALLFOLDER]." >nul 2>nul & if errorlevel 1 (exit 0) else exit 1"
        CustomAction	RemoveKeepers1	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[StateFolder].keep"
        CustomAction	RepairWhenInstalled	51	REINSTALL	ALL
        CustomAction	RollBackOnError	3426	System64Folder	"[System64Folder]sc.exe" failureflag "acme" 1
        CustomAction	RollBackRecovery	3426	System64Folder	"[System64Folder]sc.exe" failure "acme" reset= 86400 actions= restart/5000/restart/5000/restart/5000
        CustomAction	RollBackSid	3426	System64Folder	"[System64Folder]sc.exe" sidtype "acme" unrestricted
        CustomAction	RollBackStart	3426	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]net.exe" stop "acme" <nul && "[System64Folder]net.exe" start "acme" || "[System64Folder]reg.exe" query "HKLM\SOFTWARE\acme\Running" /v "acme" >nul && "[System64Folder]net.exe" start "acme""
        CustomAction	SetInstallLocation	51	ARPINSTALLLOCATION	[INSTALLFOLDER]
        CustomAction	SetRecovery	3170	System64Folder	"[System64Folder]sc.exe" failure "acme" reset= 86400 actions= restart/5000/restart/5000/restart/5000
        CustomAction	WaitForStop	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]reg.exe" delete "HKLM\SOFTWARE\acme\Running" /v "acme" /f >nul 2>nul & "[System64Folder]net.exe" stop "acme" <nul && "[System64Folder]reg.exe" add "HKLM\SOFTWARE\acme\Running" /v "acme" /f"
        Directory	CacheFolder	ConfigFolder	cache
        Directory	CommonAppDataFolder	TARGETDIR	CommApp
        Directory	ConfigFolder	CommonAppDataFolder	acme
        Directory	INSTALLFOLDER	ProgramFiles64Folder	acme
        Directory	LogFolder	ConfigFolder	logs
        Directory	ProgramFiles64Folder	TARGETDIR	PFiles64
        Directory	RuntimeFolder	ConfigFolder	run
        Directory	StateFolder	ConfigFolder	data
        Directory	System64Folder	TARGETDIR	System64
        Directory	TARGETDIR		SourceDir
        Feature	Service		Service		2	1	INSTALLFOLDER	24
        FeatureComponents	Service	Access
        FeatureComponents	Service	Program
        FeatureComponents	Service	Settings
        FeatureComponents	Service	Start
        FeatureComponents	Service	c_Acme_dll_BFF2E0CA0EAD
        FeatureComponents	Service	c__keep_0C9EEE8DD51E
        FeatureComponents	Service	c_acme_C19E2EDE5525
        FeatureComponents	Service	c_acme_DD57ED14BA51
        FeatureComponents	Service	c_data_3AC7A1BAF359
        LaunchCondition	Installed OR NOT INSTALLFOLDER >< "%"	[ProductName] cannot be in a directory with a percent sign. Name another INSTALLFOLDER.
        LaunchCondition	Installed OR VersionNT>=603 OR (VersionNT>=602 AND MsiNTProductType>1)	[ProductName] needs Windows 10, Windows Server 2012 or later.
        LaunchCondition	NOT NEWERVERSION	A newer version of [ProductName] is installed already. Remove it first to go back to 1.2.3.
        MsiLockPermissionsEx	p__keep_0C9EEE8DD51E	f__keep_0C9EEE8DD51E	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-1325004626-2920763194-1198706071-3028575202-3463399050)
        MsiLockPermissionsEx	p_acme_C19E2EDE5525	ConfigFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;S-1-5-80-1325004626-2920763194-1198706071-3028575202-3463399050)
        MsiLockPermissionsEx	p_acme_DD57ED14BA51	INSTALLFOLDER	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)
        MsiLockPermissionsEx	p_data_3AC7A1BAF359	StateFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-1325004626-2920763194-1198706071-3028575202-3463399050)(A;OICIIO;0x1301bf;;;S-1-5-80-1325004626-2920763194-1198706071-3028575202-3463399050)
        MsiServiceConfig	OnError	acme	5	4	1	Program
        MsiServiceConfig	Shutdown	acme	5	7	45000	Program
        MsiServiceConfig	Sid	acme	5	5	1	Program
        Property	ALLUSERS	1
        Property	ARPCOMMENTS	Collects what there is to collect
        Property	ARPCONTACT	Acme Ltd <ops@acme.example>
        Property	ARPNOMODIFY	1
        Property	Manufacturer	Acme
        Property	MsiHiddenProperties	SERVICEPASSWORD
        Property	ProductCode	{8BBD9BE5-1013-5C5D-8696-4686085A59AB}
        Property	ProductLanguage	1033
        Property	ProductName	acme
        Property	ProductVersion	1.2.3
        Property	REINSTALLMODE	amus
        Property	STARTSERVICE	1
        Property	SecureCustomProperties	INSTALLFOLDER;NEWERVERSION;OLDERVERSION;PREVIOUSACCESS;PREVIOUSFOLDER;PREVIOUSSTART;PURGE;SERVICEPASSWORD;SERVICEUSER;STARTSERVICE
        Property	UpgradeCode	{6B01E725-0894-5E9A-AEBE-D46B55A027BA}
        RegLocator	PreviousAccess	2	SOFTWARE\acme	Access	18
        RegLocator	PreviousFolder	2	SOFTWARE\acme	InstallFolder	18
        RegLocator	PreviousStart	2	SYSTEM\CurrentControlSet\Services\acme	Start	18
        Registry	r_Access_B530B964CAE9	2	SOFTWARE\acme	Access	A8308E8E2E4B7330	Access
        Registry	r_Environment_75B10991A6D6	2	SYSTEM\CurrentControlSet\Services\acme	Environment	[~]CONFIGURATION_DIRECTORY=[ConfigFolder][~]STATE_DIRECTORY=[StateFolder][~]	Program
        Registry	r_EventMessageFile_FA9E0CCE5A08	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\acme	EventMessageFile	#%%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll	Program
        Registry	r_InstallFolder_4FEF2D452F61	2	SOFTWARE\acme	InstallFolder	[INSTALLFOLDER]	Settings
        Registry	r_StartsService_52B6D79DCDBB	2	SOFTWARE\acme	StartsService	#1	Start
        Registry	r_TypesSupported_C6A4F3145BE1	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\acme	TypesSupported	#7	Program
        Registry	r___9BACE5F5D9F6	2	SOFTWARE\acme\Running	-		Settings
        RemoveFile	x_acme_C19E2EDE5525	Settings		ConfigFolder	2
        RemoveFile	x_acme_DD57ED14BA51	Settings		INSTALLFOLDER	2
        RemoveFile	x_cache_B32930BDDC1E	Settings		CacheFolder	2
        RemoveFile	x_data_3AC7A1BAF359	Settings		StateFolder	2
        RemoveFile	x_logs_4E9B81B5BFB9	Settings		LogFolder	2
        RemoveFile	x_run_FDBD83929B9A	Settings		RuntimeFolder	2
        ServiceControl	StartService	acme	1		1	Start
        ServiceControl	StopService	acme	162		1	Program
        ServiceInstall	Service	acme	acme	16	2	32769		Tcpip[~][~]	NT AUTHORITY\LocalService			Program	Collects what there is to collect
        Upgrade	{6B01E725-0894-5E9A-AEBE-D46B55A027BA}		1.2.3		513		OLDERVERSION
        Upgrade	{6B01E725-0894-5E9A-AEBE-D46B55A027BA}	1.2.3			2		NEWERVERSION
        """,
        Services.OnWindows.PlanMsiWithoutFindings().Rows().Where(row => !row.Contains("Sequence\t", StringComparison.Ordinal)));

    [Fact]
    public void Its_installation() => AssertLines(
        """
        25 FindRelatedProducts
        50 AppSearch
        60 KeepInstallFolder if PREVIOUSFOLDER AND NOT INSTALLFOLDER
        100 LaunchConditions
        120 RepairWhenInstalled if Installed AND NOT REMOVE AND NOT REINSTALL AND NOT PATCH
        700 ValidateProductID
        800 CostInitialize
        900 FileCost
        1000 CostFinalize
        1010 SetInstallLocation
        1200 MigrateFeatureStates
        1400 InstallValidate
        1500 InstallInitialize
        1501 RemoveExistingProducts
        1600 ProcessComponents
        1601 RollBackStart if REMOVE="ALL"
        1602 RollBackRecovery if REMOVE="ALL"
        1603 RollBackOnError if REMOVE="ALL"
        1604 RollBackSid if REMOVE="ALL"
        1800 UnpublishFeatures
        1820 WaitForStop if REMOVE="ALL"
        1821 ForgetAccess if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1"
        1900 StopServices
        2000 DeleteServices
        2600 RemoveRegistryValues
        3300 RemoveEnvironmentStrings
        3401 RemoveKeepers1 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE
        3500 RemoveFiles
        3600 RemoveFolders
        3610 Purge1 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3611 Purge2 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3697 RefuseLinkedDirectories if NOT Installed
        3698 RefuseLinkedInstallFolder if NOT Installed
        3700 CreateFolders
        3710 MoveForeignPrograms if NOT Installed AND NOT OLDERVERSION AND NOT INSTALLFOLDER~<<ProgramFiles64Folder
        3711 MoveForeignData1 if NOT Installed AND NOT OLDERVERSION AND NOT PREVIOUSACCESS
        3712 InheritAccess1 if NOT Installed AND PREVIOUSACCESS<>"A8308E8E2E4B7330"
        4000 InstallFiles
        5000 WriteRegistryValues
        5200 WriteEnvironmentStrings
        5800 InstallServices
        5850 MsiConfigureServices if VersionMsi >= "5.00"
        5860 SetRecovery if $Program=3 AND NOT REINSTALL
        5861 KeepDemand if $Program=3 AND NOT REINSTALL AND PREVIOUSSTART="#3"
        5862 KeepDisabled if $Program=3 AND NOT REINSTALL AND PREVIOUSSTART="#4"
        5950 StartServices
        6000 RegisterUser
        6100 RegisterProduct
        6300 PublishFeatures
        6400 PublishProduct
        6600 InstallFinalize
        """,
        Steps(Services.OnWindows, "InstallExecuteSequence"));

    [Fact]
    public void Its_user_interface() => AssertLines(
        """
        25 FindRelatedProducts
        50 AppSearch
        60 KeepInstallFolder if PREVIOUSFOLDER AND NOT INSTALLFOLDER
        100 LaunchConditions
        120 RepairWhenInstalled if Installed AND NOT REMOVE AND NOT REINSTALL AND NOT PATCH
        700 ValidateProductID
        800 CostInitialize
        900 FileCost
        1000 CostFinalize
        1010 SetInstallLocation
        1200 MigrateFeatureStates
        1300 ExecuteAction
        """,
        Steps(Services.OnWindows, "InstallUISequence"));

    [Fact]
    public void Its_administrative_installation_and_its_advertisement() => AssertLines(
        """
        800 CostInitialize
        900 FileCost
        1000 CostFinalize
        1400 InstallValidate
        1500 InstallInitialize
        3900 InstallAdminPackage
        4000 InstallFiles
        6600 InstallFinalize
        800 CostInitialize
        900 FileCost
        1000 CostFinalize
        1300 ExecuteAction
        800 CostInitialize
        1000 CostFinalize
        1400 InstallValidate
        1500 InstallInitialize
        6300 PublishFeatures
        6400 PublishProduct
        6600 InstallFinalize
        """,
        new[] { "AdminExecuteSequence", "AdminUISequence", "AdvtExecuteSequence" }.SelectMany(table => Steps(Services.OnWindows, table)));

    [Fact]
    public void Configuration_is_created_from_a_default_that_every_version_replaces()
    {
        var planned = Services.OnWindows.Publishes("appsettings.json").Publishes("appsettings.Production.json").Publishes("appsettings.Development.json")
            .Publishes("conf/acme.toml").Source("conf/acme.toml").Item("ServiceConfigFile", "conf/acme.toml").PlanMsi();

        // Without links, a declared file is only in one directory.
        Assert.Equal(["SVCPKG2011"], planned.Codes);

        Assert.Equal(
            [(@"ProgramData\acme\acme.toml", "256"), (@"ProgramFiles\acme\appsettings.Production.json", "256"), (@"ProgramFiles\acme\appsettings.json", "256")],
            planned.Plan.Contents.Where(content => content.Kind == ContentKind.Configuration).Select(content => content.Path)
                .Select(path => (path, planned.Cell("Component", planned.Plan.Package.Files.Single(file => file.FileName.EndsWith($"|{path.Split('\\')[^1]}.default", StringComparison.Ordinal)).Component, "Attributes")))
                .OrderBy(row => row.path, StringComparer.Ordinal));
        Assert.Equal("ConfigFolder", planned.Cell("CustomAction", "CreateConfiguration1", "Source"));
        Assert.Equal("INSTALLFOLDER", planned.Cell("CustomAction", "CreateConfiguration2", "Source"));
    }

    // cmd replaces %NAME% also between quotation marks.
    [Theory]
    [InlineData("100%.conf", "100%.conf")]
    [InlineData("%TEMP%.conf", "?TEMP?.conf")]
    [InlineData("a [b] {c}.conf", @"a [\[]b[\]] [\{]c[\}].conf")]
    public void A_name_reaches_cmd_as_it_is(string name, string pattern) => Assert.Equal(
        $"\"[System64Folder]cmd.exe\" /d /v:off /c for %i in (\"{pattern}.default\") do if not exist \"%~ni\" copy /y \"%~i\" \"%~ni\"",
        Services.OnWindows.Source(name).Item("ServiceConfigFile", name).PlanMsi().Cell("CustomAction", "CreateConfiguration1", "Target"));

    [Fact]
    public void A_default_and_a_file_of_its_name_cannot_be_in_one_directory() => Assert.Equal(
        ["SVCPKG3005"],
        Services.OnWindows.Source("a.conf").Source("a.conf.default").Item("ServiceConfigFile", "a.conf")
            .Item("ServicePackageFile", "a.conf.default", ("TargetPath", "{ConfigDirectory}/a.conf.default")).PlanMsi().Codes);

    // An older Windows shows the console windows of SYSTEM to the user who starts a repair (CVE-2024-38014).
    [Fact]
    public void Nothing_is_run_at_a_repair()
    {
        var planned = Services.FullOnWindows.PlanMsi();
        var commands = planned.Plan.Package.Rows.Where(row => row.Table.Name == "CustomAction" && (row["Type"].Number & 63) == 34).Select(row => row.Key).ToHashSet();

        Assert.All(planned.Sequence("InstallExecuteSequence").Where(step => commands.Contains(step.Action)), step => Assert.True(
            step.Condition.StartsWith("NOT Installed", StringComparison.Ordinal) || step.Condition.StartsWith("REMOVE=\"ALL\"", StringComparison.Ordinal)
            || step.Condition.StartsWith("$Program=3 AND NOT REINSTALL", StringComparison.Ordinal), $"{step}"));
    }

    [Fact]
    public void A_service_that_is_never_restarted_has_an_empty_list_of_actions() => Assert.Equal(
        "\"[System64Folder]sc.exe\" failure \"acme\" reset= 86400 actions= \"\"",
        Services.OnWindows.With("ServiceRestartLimit", "1").PlanMsi().Cell("CustomAction", "SetRecovery", "Target"));

    [Fact]
    public void A_firewall_rule_has_the_networks_and_addresses_that_were_set()
    {
        var planned = Services.OnWindows.Item("WindowsFirewallRule", "80", ("Profile", "Domain;Private"), ("RemoteAddress", "LocalSubnet + 10.0.0.0/8"))
            .Item("WindowsFirewallRule", "443").PlanMsiWithoutFindings();

        Assert.EndsWith(" localport=80 profile=domain,private remoteip=localsubnet,10.0.0.0/8", planned.Cell("CustomAction", "AddFirewallRule1", "Target"), StringComparison.Ordinal);
        Assert.EndsWith(" localport=443", planned.Cell("CustomAction", "AddFirewallRule2", "Target"), StringComparison.Ordinal);
        Assert.Equal(planned.Cell("CustomAction", "AddFirewallRule1", "Target"), planned.Cell("CustomAction", "RestoreFirewallRule1", "Target"));
    }

    [Theory]
    [InlineData("ProgramData/Acme/x", true)]
    [InlineData("ProgramData/Microsoft/x", false)]
    [InlineData("ProgramData/ssh/x", false)]
    public void The_directory_above_the_services_gets_permissions_unless_it_is_one_of_Windows(string directory, bool isSecured)
    {
        var planned = Services.OnWindows.With("WindowsServiceConfigDirectory", directory).PlanMsi();

        var above = $"\td_{directory.Split('/')[1]}_";
        Assert.Equal(isSecured, planned.Rows("MsiLockPermissionsEx").Any(row => row.Contains(above, StringComparison.Ordinal)));
        Assert.Equal(isSecured, planned.Rows("CreateFolder").Any(row => row.Contains(above, StringComparison.Ordinal)));
    }

    [Fact]
    public void Administrators_keep_how_they_had_a_service_started()
    {
        var planned = Services.OnWindows.With("ServiceStartMode", "Manual").PlanMsiWithoutFindings();

        Assert.Equal(
            ["KeepAutomatic\t$Program=3 AND NOT REINSTALL AND PREVIOUSSTART=\"#2\"\t5861", "KeepDisabled\t$Program=3 AND NOT REINSTALL AND PREVIOUSSTART=\"#4\"\t5862"],
            planned.Rows("InstallExecuteSequence").Select(row => row[(row.IndexOf('\t', StringComparison.Ordinal) + 1)..]).Where(row => row.StartsWith("Keep", StringComparison.Ordinal) && !row.StartsWith("KeepInstall", StringComparison.Ordinal)));
        Assert.Equal("\"[System64Folder]sc.exe\" config \"acme\" start= auto", planned.Cell("CustomAction", "KeepAutomatic", "Target"));
        Assert.False(planned.Has("ServiceControl", "StartService"));
    }

    [Fact]
    public void A_directory_that_is_to_be_kept_is_not_purged() => Assert.Equal(
        ["\"[System64Folder]cmd.exe\" /d /v:off /c rd /s /q \"[StateFolder]\"", "\"[System64Folder]cmd.exe\" /d /v:off /c rd \"[ConfigFolder]\"", "none"],
        [.. Purged(Services.OnWindows.Item("ServiceDirectory", "queue")), .. Purged(Services.OnWindows.Item("ServiceDirectory", "queue", ("Purge", "false"))).DefaultIfEmpty("none")]);

    [Fact]
    public void A_directory_that_was_moved_may_contain_other_files_and_is_not_purged() =>
        Assert.Empty(Purged(Services.OnWindows.With("ServiceStateDirectory", @"ProgramData\MySQL")));

    [Fact]
    public void The_directory_of_a_vendor_who_is_called_as_the_product_may_hold_other_products_and_is_not_purged()
    {
        Assert.Equal(
            ["\"[System64Folder]cmd.exe\" /d /v:off /c rd /s /q \"[StateFolder]\"", "\"[System64Folder]cmd.exe\" /d /v:off /c rd \"[ConfigFolder]\""],
            Purged(Services.OnWindows.Item("ServiceDirectory", ".", ("Kind", "Configuration"))));
        Assert.StartsWith("\"[System64Folder]cmd.exe\" /d /v:off /c rd /s /q \"[ConfigFolder]\"", Purged(Services.OnWindows.With("ServicePackageVendor", "Acme Ltd")).First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ACME_URL", true)]
    [InlineData("PATH", false)]
    [InlineData("DOTNET_ENVIRONMENT", false)]
    public void A_variable_of_the_machine_has_a_name_of_the_product_or_is_left_out(string name, bool isSet)
    {
        var planned = Services.UserOnWindows.Item("ServiceEnvironment", name, ("Value", "x")).PlanMsi();

        Assert.Equal(isSet, planned.Rows("Environment").Any(row => row.Contains($"=-*{name}\t", StringComparison.Ordinal)));
        Assert.Equal(!isSet, planned.Findings.Any(finding => finding.Message.StartsWith($"ServiceEnvironment is '{name}'", StringComparison.Ordinal)));
        Assert.Equal(isSet, planned.Rows("Property").Any(row => row.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_program_of_each_user_is_started_at_log_on_and_is_not_a_service()
    {
        var planned = Services.UserOnWindows.PlanMsi();

        Assert.Equal(["SVCPKG2011"], planned.Codes);
        Assert.Empty(planned.Rows("ServiceInstall", "ServiceControl", "MsiServiceConfig"));
        Assert.Equal(["INSTALLFOLDER"], planned.Plan.Package.Rows.Where(row => row.Table.Name == "CreateFolder").Select(row => row["Directory_"].Text));
        Assert.Contains(planned.Rows("Registry"), row => row.EndsWith("CurrentVersion\\Run\tacme\t\"[#f_Acme_exe_DFB2A9DF01BD]\" --config \"[ConfigFolder]\\\"\tProgram", StringComparison.Ordinal));
        Assert.DoesNotContain(Services.UserOnWindows.With("ServiceStartMode", "Disabled").PlanMsi().Rows("Registry"), row => row.Contains("\\Run\t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ServiceDirectory", "queue")]
    [InlineData("ServiceInstance", "eu")]
    public void Unsupported_settings_of_a_program_of_each_user_are_reported(string type, string include) =>
        Assert.Contains(Services.UserOnWindows.Item(type, include).PlanMsi().Findings, finding => finding.Message.StartsWith($"{type} is '{include}'", StringComparison.Ordinal));

    [Theory]
    [InlineData("ServiceRestart", "Always", "not restarted before the next log-on")]
    [InlineData("ServiceRestartLimit", "3", "has no effect")]
    [InlineData("ServiceHardening", "Strict", "all the rights of its user")]
    [InlineData("ServiceStopCommand", "stop", "when the user logs off")]
    [InlineData("ServiceReloadSignal", "SIGHUP", "notice changes itself")]
    public void A_program_of_each_user_is_not_promised_features_of_a_service(string property, string value, string instead)
    {
        var service = Services.UserOnWindows.With("ServiceRestartWindow", "60s").With("ServiceRestartLimit", "3").With(property, value);

        Assert.Contains(service.PlanMsi().Findings, finding =>
            finding.Message.StartsWith($"{property} is '{value}'", StringComparison.Ordinal) && finding.Message.EndsWith(instead + ".", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_of_each_user_does_not_wait_for_others() => Assert.Contains(
        Services.UserOnWindows.Item("ServiceDependency", "db", ("Kind", "Requires"), ("Windows", "DB")).PlanMsi().Findings,
        finding => finding.Message.EndsWith("the program has to try again until the other one runs.", StringComparison.Ordinal));

    [Fact]
    public void Events_have_their_texts_from_the_payload_where_they_are_published() => Assert.Contains(
        Services.OnWindows.Publishes("System.Diagnostics.EventLog.Messages.dll").PlanMsiWithoutFindings().Rows("Registry"),
        row => row.Contains("EventMessageFile\t#%[#f_System_Diagnostics_EventLog_Messages_dll_", StringComparison.Ordinal));

    [Theory]
    [InlineData("Microsoft.NETCore.App", "win-x64", "coreclr.dll", @"[ProgramFiles64Folder]dotnet\shared\Microsoft.NETCore.App\")]
    [InlineData("Microsoft.AspNetCore.App", "win-x86", "Microsoft.AspNetCore.dll", @"[ProgramFilesFolder]dotnet\shared\Microsoft.AspNetCore.App\")]
    public void A_program_without_its_runtime_needs_it_on_the_machine(string framework, string rid, string file, string path)
    {
        var planned = new Service().OnWindows(rid).Built(project => project with { SelfContained = false, Frameworks = [new(framework, "10.0.0")] }).PlanMsiWithoutFindings();

        Assert.Equal([$"DrLocator\tDotnetRuntime\t\t{path}\t1"], planned.Rows("DrLocator"));
        Assert.Equal([$"Signature\tDotnetRuntime\t{file}\t10.0.0.0\t10.65535.65535.65535"], planned.Rows("Signature"));
        Assert.Contains(planned.Rows("LaunchCondition"), row => row.Contains($"Installed OR DOTNETRUNTIME\t[ProductName] needs {framework} 10 for {rid[4..]}.", StringComparison.Ordinal));
        Assert.Contains("DOTNETRUNTIME", planned.Cell("Property", "SecureCustomProperties", "Value"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_maintainer_needs_no_address_on_Windows()
    {
        Assert.Equal("Acme", Services.OnWindows.With("ServicePackageMaintainer", "Acme").PlanMsiWithoutFindings().Cell("Property", "ARPCONTACT", "Value"));
        Assert.Empty(Services.OnMacOS.With("ServicePackageMaintainer", "Acme").PlanPkg().Findings);
    }

    [Fact]
    public void The_same_input_gives_the_same_package_in_any_order()
    {
        var service = Services.FullOnWindows.Publishes("lib/é.dll").Publishes("lib/e.dll").Publishes("Lib/Z").Publishes("😀");
        var expected = service.PlanMsi().Dump();
        Assert.All(Enumerable.Range(0, 10), seed => Assert.Equal(expected, service.Shuffled(seed).PlanMsi().Dump()));
    }

    [Fact]
    public void The_writer_accepts_every_plan()
    {
        foreach (var service in new[] { Services.OnWindows, Services.FullOnWindows, Services.UserOnWindows, new Service().OnWindows("win-x86") })
        {
            using var directory = new TemporaryTree();
            var plan = service.PlanMsi().Plan;
            plan.Write(directory.PathOf("/" + plan.FileName), TestContext.Current.CancellationToken);
            Assert.Equal(plan.FileName, Path.GetFileName(Assert.Single(directory.Files)));
        }
    }

    private static IEnumerable<string> Steps(Service service, string table) =>
        service.PlanMsiWithoutFindings().Sequence(table).Select(step => $"{step.Number} {step.Action}{(step.Condition.Length > 0 ? " if " : "")}{step.Condition}");

    private static IEnumerable<string> Purged(Service service) =>
        from row in service.PlanMsiWithoutFindings().Plan.Package.Rows
        where row.Table.Name == "CustomAction" && row.Key.StartsWith("Purge", StringComparison.Ordinal)
        select row["Target"].ToString();

    private static void AssertLines(string expected, IEnumerable<string> actual) => Assert.Equal(expected.Split('\n'), actual);
}
