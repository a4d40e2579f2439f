using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>A package of a service with all settings, table by table.</summary>
public sealed class FullMsiPlanTests
{
    [Fact]
    public void The_services() => AssertRows(
        """
        MsiServiceConfig	Delayed	acme-eu	5	3	1	Program
        MsiServiceConfig	Delayed2	acme-us	5	3	1	Program
        MsiServiceConfig	OnError	acme-eu	5	4	1	Program
        MsiServiceConfig	OnError2	acme-us	5	4	1	Program
        MsiServiceConfig	Privileges	acme-eu	5	6	SeChangeNotifyPrivilege	Program
        MsiServiceConfig	Privileges2	acme-us	5	6	SeChangeNotifyPrivilege	Program
        MsiServiceConfig	Shutdown	acme-eu	5	7	45000	Program
        MsiServiceConfig	Shutdown2	acme-us	5	7	45000	Program
        MsiServiceConfig	Sid	acme-eu	5	5	1	Program
        MsiServiceConfig	Sid2	acme-us	5	5	1	Program
        Registry	r_Environment_11EA4E3F7A79	2	SYSTEM\CurrentControlSet\Services\acme-eu	Environment	[~]CONFIGURATION_DIRECTORY=[ConfigFolder][~]STATE_DIRECTORY=[d_eu_EFBDC4C46DD6][~]CACHE_DIRECTORY=[d_eu_4D94BC3C5791][~]GREETING=[GREETING][~]	Program
        Registry	r_Environment_BAAFAC2EBED9	2	SYSTEM\CurrentControlSet\Services\acme-us	Environment	[~]CONFIGURATION_DIRECTORY=[ConfigFolder][~]STATE_DIRECTORY=[d_us_61E19CAF0290][~]CACHE_DIRECTORY=[d_us_48F8015E9B30][~]GREETING=[GREETING][~]REGION=us[~]	Program
        Registry	r_EventMessageFile_A9B88CED633D	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\collector	EventMessageFile	#%%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll	Program
        Registry	r_EventMessageFile_FA9E0CCE5A08	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\Acme	EventMessageFile	#%%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll	Program
        Registry	r_GREETING_13083348C08D	2	SOFTWARE\Acme Ltd\acme\Environment	GREETING	[GREETING]	Settings
        Registry	r_GREETING_6B679DDBE8F6	2	SOFTWARE\Acme Ltd\acme\Environment\Standard	GREETING	50% [\[]of[\]] [\{]x[\}]	Settings
        Registry	r_InstallFolder_1582C1F532CA	2	SOFTWARE\Acme Ltd\acme	InstallFolder	[INSTALLFOLDER]	Settings
        Registry	r_StartsService2_F16F8059C57E	2	SOFTWARE\Acme Ltd\acme	StartsService2	#1	Start2
        Registry	r_StartsService_03C29F081370	2	SOFTWARE\Acme Ltd\acme	StartsService	#1	Start
        Registry	r_TypesSupported_59E45C95CC38	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\collector	TypesSupported	#7	Program
        Registry	r_TypesSupported_C6A4F3145BE1	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\Acme	TypesSupported	#7	Program
        ServiceControl	StartService	acme-eu	1		1	Start
        ServiceControl	StartService2	acme-us	1		1	Start2
        ServiceControl	StopService	acme-eu	162		1	Program
        ServiceControl	StopService2	acme-us	162		1	Program
        ServiceInstall	Service	acme-eu	Acme Collector [\[]beta[\]] (eu)	16	2	32769		Tcpip[~]MSSQLSERVER[~][~]	NT AUTHORITY\LocalService		--name eu --data "[d_eu_EFBDC4C46DD6]\" --config "[ConfigFolder]acme extra.json" --empty "" --json "[\{]\"a\":1[\}]"	Program	Collects what there is to collect
        ServiceInstall	Service2	acme-us	Acme Collector [\[]beta[\]] (us)	16	2	32769		Tcpip[~]MSSQLSERVER[~][~]	NT AUTHORITY\LocalService		--fast	Program	Collects what there is to collect
        """,
        "ServiceInstall", "ServiceControl", "MsiServiceConfig", "Registry");

    [Fact]
    public void Directories_and_who_may_do_what_in_them() => AssertRows(
        """
        CreateFolder	CacheFolder	c_cache_D7B8FDA13F63
        CreateFolder	ConfigFolder	c_acme_DCF14E4E610E
        CreateFolder	INSTALLFOLDER	c_acme_CC030FDD9DDF
        CreateFolder	StateFolder	c_data_228C0C2C9CA0
        CreateFolder	d_eu_4D94BC3C5791	c_eu_4D94BC3C5791
        CreateFolder	d_eu_EFBDC4C46DD6	c_eu_EFBDC4C46DD6
        CreateFolder	d_queue_9407C432CEF8	c_queue_9407C432CEF8
        CreateFolder	d_queue_EB34446BF377	c_queue_EB34446BF377
        CreateFolder	d_us_48F8015E9B30	c_us_48F8015E9B30
        CreateFolder	d_us_61E19CAF0290	c_us_61E19CAF0290
        Directory	CacheFolder	ConfigFolder	cache
        Directory	CommonAppDataFolder	TARGETDIR	.
        Directory	ConfigFolder	d_Acme_Ltd_60E839AA9EA1	acme
        Directory	INSTALLFOLDER	d_Acme_Ltd_100AFD085541	acme
        Directory	LogFolder	ConfigFolder	logs
        Directory	ProgramFiles64Folder	TARGETDIR	.
        Directory	RuntimeFolder	ConfigFolder	run
        Directory	StateFolder	ConfigFolder	data
        Directory	System64Folder	TARGETDIR	.
        Directory	TARGETDIR		SourceDir
        Directory	d_Acme_Ltd_100AFD085541	ProgramFiles64Folder	sbmjhrm8|Acme Ltd
        Directory	d_Acme_Ltd_60E839AA9EA1	CommonAppDataFolder	sbmjhrm8|Acme Ltd
        Directory	d_eu_4D94BC3C5791	CacheFolder	eu
        Directory	d_eu_EFBDC4C46DD6	StateFolder	eu
        Directory	d_hooks_32ED0D40E912	INSTALLFOLDER	hooks
        Directory	d_lib_F733B2B80DD8	d_win_799257FF826B	lib
        Directory	d_queue_9407C432CEF8	d_eu_EFBDC4C46DD6	queue
        Directory	d_queue_EB34446BF377	d_us_61E19CAF0290	queue
        Directory	d_runtimes_669F97C622EC	INSTALLFOLDER	runtimes
        Directory	d_us_48F8015E9B30	CacheFolder	us
        Directory	d_us_61E19CAF0290	StateFolder	us
        Directory	d_win_799257FF826B	d_runtimes_669F97C622EC	win
        MsiLockPermissionsEx	p_acme_CC030FDD9DDF	INSTALLFOLDER	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)
        MsiLockPermissionsEx	p_acme_DCF14E4E610E	ConfigFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICI;0x1200a9;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_cache_D7B8FDA13F63	CacheFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICI;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_data_228C0C2C9CA0	StateFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICI;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_eu_4D94BC3C5791	d_eu_4D94BC3C5791	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p_eu_EFBDC4C46DD6	d_eu_EFBDC4C46DD6	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p_queue_9407C432CEF8	d_queue_9407C432CEF8	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p_queue_EB34446BF377	d_queue_EB34446BF377	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_us_48F8015E9B30	d_us_48F8015E9B30	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_us_61E19CAF0290	d_us_61E19CAF0290	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        """,
        "Directory", "CreateFolder", "MsiLockPermissionsEx");

    [Fact]
    public void Custom_actions() => AssertRows(
        """
        CustomAction	AddFirewallRule1	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall add rule name="Acme Collector [\[]beta[\]] (TCP 8080)" dir=in action=allow program="[#f_Acme_exe_4C546B922731]" protocol=TCP localport=8080
        CustomAction	AddFirewallRule2	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall add rule name="Acme Collector [\[]beta[\]] (UDP 53)" dir=in action=allow program="[#f_Acme_exe_4C546B922731]" protocol=UDP localport=53
        CustomAction	KeepDemand	3170	System64Folder	"[System64Folder]sc.exe" config "acme-eu" start= demand
        CustomAction	KeepDemand2	3170	System64Folder	"[System64Folder]sc.exe" config "acme-us" start= demand
        CustomAction	KeepDisabled	3170	System64Folder	"[System64Folder]sc.exe" config "acme-eu" start= disabled
        CustomAction	KeepDisabled2	3170	System64Folder	"[System64Folder]sc.exe" config "acme-us" start= disabled
        CustomAction	KeepInstallFolder	51	INSTALLFOLDER	[PREVIOUSFOLDER]
        CustomAction	KeepVariable1	51	GREETING	[PREVIOUSVARIABLE1]
        CustomAction	Purge1	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[#f_acme_extra_json_0D698D071D33]"
        CustomAction	Purge2	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[#f_acme_toml_D47F05A83D68]"
        CustomAction	Purge3	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[#f_appsettings_json_653FDAC0FFC8]"
        CustomAction	Purge4	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd /s /q "[CacheFolder]"
        CustomAction	Purge5	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[INSTALLFOLDER]"
        CustomAction	Purge6	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[ConfigFolder]"
        CustomAction	Purge7	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[d_Acme_Ltd_100AFD085541]"
        CustomAction	Purge8	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[d_Acme_Ltd_60E839AA9EA1]"
        CustomAction	RemoveFirewallRule1	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall delete rule name="Acme Collector [\[]beta[\]] (TCP 8080)"
        CustomAction	RemoveFirewallRule2	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall delete rule name="Acme Collector [\[]beta[\]] (UDP 53)"
        CustomAction	RepairWhenInstalled	51	REINSTALL	ALL
        CustomAction	RollBackDelayed	3426	System64Folder	"[System64Folder]sc.exe" config "acme-eu" start= delayed-auto
        CustomAction	RollBackDelayed2	3426	System64Folder	"[System64Folder]sc.exe" config "acme-us" start= delayed-auto
        CustomAction	RollBackFirewallRule1	3426	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall delete rule name="Acme Collector [\[]beta[\]] (TCP 8080)"
        CustomAction	RollBackFirewallRule2	3426	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall delete rule name="Acme Collector [\[]beta[\]] (UDP 53)"
        CustomAction	RollBackOnError	3426	System64Folder	"[System64Folder]sc.exe" failureflag "acme-eu" 1
        CustomAction	RollBackOnError2	3426	System64Folder	"[System64Folder]sc.exe" failureflag "acme-us" 1
        CustomAction	RollBackPrivileges	3426	System64Folder	"[System64Folder]sc.exe" privs "acme-eu" SeChangeNotifyPrivilege
        CustomAction	RollBackPrivileges2	3426	System64Folder	"[System64Folder]sc.exe" privs "acme-us" SeChangeNotifyPrivilege
        CustomAction	RollBackRecovery	3426	System64Folder	"[System64Folder]sc.exe" failure "acme-eu" reset= 3600 actions= restart/5000/restart/5000/""/0
        CustomAction	RollBackRecovery2	3426	System64Folder	"[System64Folder]sc.exe" failure "acme-us" reset= 3600 actions= restart/5000/restart/5000/""/0
        CustomAction	RollBackRestart	3426	System64Folder	"[System64Folder]cmd.exe" /d /c ""[System64Folder]net.exe" stop "acme-eu" && "[System64Folder]net.exe" start "acme-eu""
        CustomAction	RollBackRestart2	3426	System64Folder	"[System64Folder]cmd.exe" /d /c ""[System64Folder]net.exe" stop "acme-us" && "[System64Folder]net.exe" start "acme-us""
        CustomAction	RollBackSid	3426	System64Folder	"[System64Folder]sc.exe" sidtype "acme-eu" unrestricted
        CustomAction	RollBackSid2	3426	System64Folder	"[System64Folder]sc.exe" sidtype "acme-us" unrestricted
        CustomAction	RollBackStart	3426	System64Folder	"[System64Folder]net.exe" start "acme-eu"
        CustomAction	RollBackStart2	3426	System64Folder	"[System64Folder]net.exe" start "acme-us"
        CustomAction	RunAfterInstall1	3106	System64Folder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "[#f_AfterInstall_1_ps1_62F4250B18E0]"
        CustomAction	RunAfterUpgrade2	3106	System64Folder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "[#f_AfterUpgrade_2_ps1_0706E359D906]"
        CustomAction	RunBeforeRemove3	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[#f_BeforeRemove_3_cmd_BE3A7E123EF9]""
        CustomAction	SetInstallLocation	51	ARPINSTALLLOCATION	[INSTALLFOLDER]
        CustomAction	SetRecovery	3170	System64Folder	"[System64Folder]sc.exe" failure "acme-eu" reset= 3600 actions= restart/5000/restart/5000/""/0
        CustomAction	SetRecovery2	3170	System64Folder	"[System64Folder]sc.exe" failure "acme-us" reset= 3600 actions= restart/5000/restart/5000/""/0
        CustomAction	SetVariable1	51	GREETING	50% [\[]of[\]] [\{]x[\}]
        """,
        "CustomAction");

    [Fact]
    public void Searches_before_the_installation() => AssertRows(
        """
        AppSearch	DOTNETRUNTIME	DotnetRuntime
        AppSearch	PREVIOUSFOLDER	PreviousFolder
        AppSearch	PREVIOUSSTART	PreviousStart
        AppSearch	PREVIOUSSTART2	PreviousStart2
        AppSearch	PREVIOUSVARIABLE1	PreviousVariable1
        AppSearch	STANDARDVARIABLE1	StandardVariable1
        DrLocator	DotnetRuntime		[ProgramFiles64Folder]dotnet\shared\Microsoft.AspNetCore.App\	1
        LaunchCondition	Installed OR DOTNETRUNTIME	Acme Collector [\[]beta[\]] needs Microsoft.AspNetCore.App 10 for Arm64. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 first.
        LaunchCondition	Installed OR NOT INSTALLFOLDER >< "%"	Acme Collector [\[]beta[\]] cannot be in a directory with a percent sign. Name another INSTALLFOLDER.
        LaunchCondition	Installed OR VersionNT>=603 OR (VersionNT>=602 AND MsiNTProductType>1)	Acme Collector [\[]beta[\]] needs Windows 10, Windows Server 2012 or later.
        LaunchCondition	NOT NEWERVERSION	A newer version of Acme Collector [\[]beta[\]] is installed already. Remove it first to go back to 1.2.3.
        RegLocator	PreviousFolder	2	SOFTWARE\Acme Ltd\acme	InstallFolder	18
        RegLocator	PreviousStart	2	SYSTEM\CurrentControlSet\Services\acme-eu	Start	18
        RegLocator	PreviousStart2	2	SYSTEM\CurrentControlSet\Services\acme-us	Start	18
        RegLocator	PreviousVariable1	2	SOFTWARE\Acme Ltd\acme\Environment	GREETING	18
        RegLocator	StandardVariable1	2	SOFTWARE\Acme Ltd\acme\Environment\Standard	GREETING	18
        Signature	DotnetRuntime	Microsoft.AspNetCore.dll	10.0.0.0	10.65535.65535.65535
        """,
        "AppSearch", "RegLocator", "DrLocator", "Signature", "LaunchCondition");

    [Fact]
    public void Properties() => AssertRows(
        """
        Icon	Product.ico	[stream]
        Property	ACME_PORT	80
        Property	ALLUSERS	1
        Property	ARPCOMMENTS	Collects what there is to collect
        Property	ARPCONTACT	Acme Ltd <ops@acme.example>
        Property	ARPHELPLINK	https://acme.example/
        Property	ARPNOMODIFY	1
        Property	ARPPRODUCTICON	Product.ico
        Property	ARPSIZE	5
        Property	ARPURLINFOABOUT	https://acme.example/
        Property	Manufacturer	Acme Ltd.
        Property	MsiHiddenProperties	SERVICEPASSWORD
        Property	ProductCode	{F9B4CDC8-B13C-5CDB-A77E-13A28A4A223E}
        Property	ProductLanguage	1033
        Property	ProductName	Acme Collector [beta]
        Property	ProductVersion	1.2.3
        Property	REINSTALLMODE	amus
        Property	STARTSERVICE	1
        Property	SecureCustomProperties	ACME_PORT;DOTNETRUNTIME;GREETING;INSTALLFOLDER;NEWERVERSION;OLDERVERSION;PREVIOUSFOLDER;PREVIOUSSTART;PREVIOUSSTART2;PREVIOUSVARIABLE1;PURGE;SERVICEPASSWORD;SERVICEUSER;STANDARDVARIABLE1;STARTSERVICE
        Property	UpgradeCode	{4A8C4ECF-C9BE-5530-B4BD-EFF21AA5FFBA}
        """,
        "Property", "Icon");

    [Fact]
    public void Components() => AssertLines(
        """
        Program INSTALLFOLDER 256
        Settings INSTALLFOLDER 260
        Start INSTALLFOLDER 324 STARTSERVICE<>"0" AND NOT PREVIOUSSTART="#4" AND NOT PREVIOUSSTART="#3"
        Start2 INSTALLFOLDER 324 STARTSERVICE<>"0" AND NOT PREVIOUSSTART2="#4" AND NOT PREVIOUSSTART2="#3"
        c_Acme_dll_4498C551064D INSTALLFOLDER 256
        c_AfterInstall_1_ps1_62F4250B18E0 d_hooks_32ED0D40E912 256
        c_AfterUpgrade_2_ps1_0706E359D906 d_hooks_32ED0D40E912 256
        c_BeforeRemove_3_cmd_BE3A7E123EF9 d_hooks_32ED0D40E912 256
        c_acme_CC030FDD9DDF INSTALLFOLDER 256
        c_acme_DCF14E4E610E ConfigFolder 256
        c_acme_extra_json_0D698D071D33 ConfigFolder 400
        c_acme_toml_D47F05A83D68 ConfigFolder 400
        c_appsettings_json_653FDAC0FFC8 INSTALLFOLDER 400
        c_cache_D7B8FDA13F63 CacheFolder 256
        c_data_228C0C2C9CA0 StateFolder 256
        c_eu_4D94BC3C5791 d_eu_4D94BC3C5791 256
        c_eu_EFBDC4C46DD6 d_eu_EFBDC4C46DD6 256
        c_queue_9407C432CEF8 d_queue_9407C432CEF8 256
        c_queue_EB34446BF377 d_queue_EB34446BF377 256
        c_us_48F8015E9B30 d_us_48F8015E9B30 256
        c_us_61E19CAF0290 d_us_61E19CAF0290 256
        c_x_dll_4147361A26B5 d_lib_F733B2B80DD8 256
        """,
        Planned.Plan.Package.Rows.Where(row => row.Table.Name == "Component")
            .Select(row => $"{row.Key} {row["Directory_"]} {row["Attributes"]} {row["Condition"]}".TrimEnd()).Order(StringComparer.Ordinal));

    [Fact]
    public void Files() => AssertLines(
        """
        File	f_acme_extra_json_0D698D071D33	c_acme_extra_json_0D698D071D33	3g4mvvrr.jso|acme extra.json
        File	f_acme_toml_D47F05A83D68	c_acme_toml_D47F05A83D68	gk9xe46e.tom|acme.toml
        File	f_Acme_dll_4498C551064D	c_Acme_dll_4498C551064D	Acme.dll
        File	f_Acme_exe_4C546B922731	Program	Acme.exe
        File	f_appsettings_json_653FDAC0FFC8	c_appsettings_json_653FDAC0FFC8	yxmpmx89.jso|appsettings.json
        File	f_AfterInstall_1_ps1_62F4250B18E0	c_AfterInstall_1_ps1_62F4250B18E0	4wnu6b79.ps1|AfterInstall-1.ps1
        File	f_AfterUpgrade_2_ps1_0706E359D906	c_AfterUpgrade_2_ps1_0706E359D906	izy5je6w.ps1|AfterUpgrade-2.ps1
        File	f_BeforeRemove_3_cmd_BE3A7E123EF9	c_BeforeRemove_3_cmd_BE3A7E123EF9	7r5dz389.cmd|BeforeRemove-3.cmd
        File	f_x_dll_4147361A26B5	c_x_dll_4147361A26B5	x.dll
        """,
        Planned.Files);

    [Fact]
    public void The_installation() => AssertLines(
        """
        25 FindRelatedProducts
        50 AppSearch
        60 KeepInstallFolder if PREVIOUSFOLDER AND NOT INSTALLFOLDER
        100 LaunchConditions
        120 RepairWhenInstalled if Installed AND NOT REMOVE AND NOT REINSTALL AND NOT PATCH
        130 KeepVariable1 if PREVIOUSVARIABLE1 AND NOT GREETING AND PREVIOUSVARIABLE1<>STANDARDVARIABLE1
        131 SetVariable1 if NOT GREETING
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
        1601 RollBackStart if UPGRADINGPRODUCTCODE AND REMOVE="ALL" AND ?Start=3 AND PREVIOUSSTART="#2"
        1602 RollBackRestart if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1603 RollBackRecovery if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1604 RollBackOnError if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1605 RollBackSid if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1606 RollBackPrivileges if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1607 RollBackDelayed if UPGRADINGPRODUCTCODE AND REMOVE="ALL" AND PREVIOUSSTART="#2"
        1608 RollBackStart2 if UPGRADINGPRODUCTCODE AND REMOVE="ALL" AND ?Start2=3 AND PREVIOUSSTART2="#2"
        1609 RollBackRestart2 if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1610 RollBackRecovery2 if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1611 RollBackOnError2 if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1612 RollBackSid2 if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1613 RollBackPrivileges2 if UPGRADINGPRODUCTCODE AND REMOVE="ALL"
        1614 RollBackDelayed2 if UPGRADINGPRODUCTCODE AND REMOVE="ALL" AND PREVIOUSSTART2="#2"
        1800 UnpublishFeatures
        1850 RunBeforeRemove3 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND NOT INSTALLFOLDER >< "%"
        1870 RemoveFirewallRule1 if NOT UPGRADINGPRODUCTCODE
        1871 RemoveFirewallRule2 if NOT UPGRADINGPRODUCTCODE
        1900 StopServices
        2000 DeleteServices
        2600 RemoveRegistryValues
        3300 RemoveEnvironmentStrings
        3500 RemoveFiles
        3600 RemoveFolders
        3610 Purge1 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3611 Purge2 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3612 Purge3 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3613 Purge4 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3614 Purge5 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3615 Purge6 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3616 Purge7 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3617 Purge8 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1" AND NOT INSTALLFOLDER >< "%"
        3700 CreateFolders
        4000 InstallFiles
        5000 WriteRegistryValues
        5200 WriteEnvironmentStrings
        5700 RunAfterInstall1 if NOT Installed AND NOT OLDERVERSION
        5701 RunAfterUpgrade2 if NOT Installed AND OLDERVERSION
        5750 RollBackFirewallRule1 if NOT Installed
        5751 AddFirewallRule1 if $Program=3
        5752 RollBackFirewallRule2 if NOT Installed
        5753 AddFirewallRule2 if $Program=3
        5800 InstallServices
        5850 MsiConfigureServices if VersionMsi >= "5.00"
        5860 SetRecovery if $Program=3
        5861 KeepDemand if $Program=3 AND PREVIOUSSTART="#3"
        5862 KeepDisabled if $Program=3 AND PREVIOUSSTART="#4"
        5863 SetRecovery2 if $Program=3
        5864 KeepDemand2 if $Program=3 AND PREVIOUSSTART2="#3"
        5865 KeepDisabled2 if $Program=3 AND PREVIOUSSTART2="#4"
        5950 StartServices
        6000 RegisterUser
        6100 RegisterProduct
        6300 PublishFeatures
        6400 PublishProduct
        6600 InstallFinalize
        """,
        Planned.Sequence("InstallExecuteSequence").Select(step => $"{step.Number} {step.Action}{(step.Condition.Length > 0 ? " if " : "")}{step.Condition}"));

    private static Planned<ServicePackaging.Msi.MsiPlan> Planned { get; } = Services.FullOnWindows.PlanMsi();

    private static void AssertRows(string expected, params string[] tables) => AssertLines(expected, Planned.Rows(tables));

    private static void AssertLines(string expected, IEnumerable<string> actual) => Assert.Equal(expected.Split('\n'), actual);
}
