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
        Registry	r_Access_39A6FAC446EA	2	SOFTWARE\Acme Ltd\acme	Access	200F18FF3F9CAFA4	Access
        Registry	r_Environment_11EA4E3F7A79	2	SYSTEM\CurrentControlSet\Services\acme-eu	Environment	[~]CONFIGURATION_DIRECTORY=[ConfigFolder][~]STATE_DIRECTORY=[d_eu_EFBDC4C46DD6][~]CACHE_DIRECTORY=[d_eu_4D94BC3C5791][~]GREETING=[GREETING][~]	Program
        Registry	r_Environment_BAAFAC2EBED9	2	SYSTEM\CurrentControlSet\Services\acme-us	Environment	[~]CONFIGURATION_DIRECTORY=[ConfigFolder][~]STATE_DIRECTORY=[d_us_61E19CAF0290][~]CACHE_DIRECTORY=[d_us_48F8015E9B30][~]GREETING=[GREETING][~]REGION=us[~]	Program
        Registry	r_EventMessageFile_A9B88CED633D	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\collector	EventMessageFile	#%%SystemRoot%\Microsoft.NET\Framework\v4.0.30319\EventLogMessages.dll	Program
        Registry	r_EventMessageFile_FA9E0CCE5A08	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\Acme	EventMessageFile	#%%SystemRoot%\Microsoft.NET\Framework\v4.0.30319\EventLogMessages.dll	Program
        Registry	r_GREETING_13083348C08D	2	SOFTWARE\Acme Ltd\acme\Environment	GREETING	[GREETING]	Settings
        Registry	r_GREETING_6B679DDBE8F6	2	SOFTWARE\Acme Ltd\acme\Environment\Standard	GREETING	50% [\[]of[\]] [\{]x[\}]	Settings
        Registry	r_InstallFolder_1582C1F532CA	2	SOFTWARE\Acme Ltd\acme	InstallFolder	[INSTALLFOLDER]	Settings
        Registry	r_StartsService2_F16F8059C57E	2	SOFTWARE\Acme Ltd\acme	StartsService2	#1	Start2
        Registry	r_StartsService_03C29F081370	2	SOFTWARE\Acme Ltd\acme	StartsService	#1	Start
        Registry	r_TypesSupported_59E45C95CC38	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\collector	TypesSupported	#7	Program
        Registry	r_TypesSupported_C6A4F3145BE1	2	SYSTEM\CurrentControlSet\Services\EventLog\Application\Acme	TypesSupported	#7	Program
        Registry	r___E5C2983F4464	2	SOFTWARE\Acme Ltd\acme\Running	-		Settings
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
        CreateFolder	d_Acme_Ltd_60E839AA9EA1	c_Acme_Ltd_60E839AA9EA1
        CreateFolder	d_eu_4D94BC3C5791	c_eu_4D94BC3C5791
        CreateFolder	d_eu_EFBDC4C46DD6	c_eu_EFBDC4C46DD6
        CreateFolder	d_queue_9407C432CEF8	c_queue_9407C432CEF8
        CreateFolder	d_queue_EB34446BF377	c_queue_EB34446BF377
        CreateFolder	d_us_48F8015E9B30	c_us_48F8015E9B30
        CreateFolder	d_us_61E19CAF0290	c_us_61E19CAF0290
        Directory	CacheFolder	ConfigFolder	cache
        Directory	CommonAppDataFolder	TARGETDIR	CommApp
        Directory	ConfigFolder	d_Acme_Ltd_60E839AA9EA1	acme
        Directory	INSTALLFOLDER	d_Acme_Ltd_100AFD085541	acme
        Directory	LogFolder	ConfigFolder	logs
        Directory	ProgramFiles64Folder	TARGETDIR	PFiles64
        Directory	RuntimeFolder	ConfigFolder	run
        Directory	StateFolder	ConfigFolder	data
        Directory	System64Folder	TARGETDIR	System64
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
        MsiLockPermissionsEx	p_Acme_Ltd_60E839AA9EA1	d_Acme_Ltd_60E839AA9EA1	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1200a9;;;BU)
        MsiLockPermissionsEx	p__keep_134A0AC5E2C1	f__keep_134A0AC5E2C1	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p__keep_2A274F2F129E	f__keep_2A274F2F129E	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p__keep_2FAFCB418C27	f__keep_2FAFCB418C27	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p__keep_5A6188980CA8	f__keep_5A6188980CA8	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p__keep_788C8E038865	f__keep_788C8E038865	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;;0x1200a9;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p__keep_898680C045F9	f__keep_898680C045F9	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p__keep_A230B54B6EDA	f__keep_A230B54B6EDA	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p__keep_A82BEB412D48	f__keep_A82BEB412D48	File	O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;;0x1200a9;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_acme_CC030FDD9DDF	INSTALLFOLDER	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)
        MsiLockPermissionsEx	p_acme_DCF14E4E610E	ConfigFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICI;0x1200a9;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_cache_D7B8FDA13F63	CacheFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICIIO;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;;0x1201bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)(A;OICIIO;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_data_228C0C2C9CA0	StateFolder	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICIIO;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;;0x1201bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)(A;OICIIO;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_eu_4D94BC3C5791	d_eu_4D94BC3C5791	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICIIO;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p_eu_EFBDC4C46DD6	d_eu_EFBDC4C46DD6	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICIIO;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p_queue_9407C432CEF8	d_queue_9407C432CEF8	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)(A;OICIIO;0x1301bf;;;S-1-5-80-464014213-4263967589-4015351876-4071335546-4199351470)
        MsiLockPermissionsEx	p_queue_EB34446BF377	d_queue_EB34446BF377	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)(A;OICIIO;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_us_48F8015E9B30	d_us_48F8015E9B30	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)(A;OICIIO;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        MsiLockPermissionsEx	p_us_61E19CAF0290	d_us_61E19CAF0290	CreateFolder	O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)(A;OICIIO;0x1301bf;;;S-1-5-80-2470520620-3493786003-2367731519-2903877746-370960762)
        """,
        "Directory", "CreateFolder", "MsiLockPermissionsEx");

    [Fact]
    public void Custom_actions() => AssertRows(
        """
        CustomAction	AddFirewallRule1	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall add rule name="Acme Collector [\[]beta[\]] (TCP 8080)" dir=in action=allow program="[#f_Acme_exe_4C546B922731]" protocol=TCP localport=8080
        CustomAction	AddFirewallRule2	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall add rule name="Acme Collector [\[]beta[\]] (UDP 53)" dir=in action=allow program="[#f_Acme_exe_4C546B922731]" protocol=UDP localport=53
        CustomAction	CreateConfiguration1	3106	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme extra.json.default") do if not exist "%~ni" copy /y "%~i" "%~ni"
        CustomAction	CreateConfiguration2	3106	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme.toml.default") do if not exist "%~ni" copy /y "%~i" "%~ni"
        CustomAction	CreateConfiguration3	3106	INSTALLFOLDER	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("appsettings.json.default") do if not exist "%~ni" copy /y "%~i" "%~ni"
        CustomAction	ForgetAccess	3170	System64Folder	"[System64Folder]reg.exe" delete "HKLM\SOFTWARE\Acme Ltd\acme" /v Access /f
        CustomAction	InheritAccess1	3170	ConfigFolder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $icacls=$env:SystemRoot+'\System32\icacls.exe'; $secured=@('cache','cache\eu','cache\us','data','data\eu','data\eu\queue','data\us','data\us\queue'); function Test-Secured($name) [\{] ($secured -contains $name) -or @($secured | Where-Object [\{] $_.StartsWith($name+'\', 'OrdinalIgnoreCase') [\}]).Count [\}] function Reset-Access($directory, $path) [\{] $items=@(Get-ChildItem -Force -LiteralPath $directory | Where-Object [\{] -not ($_.Attributes -band 1024) [\}]); if (-not $items) [\{] return [\}] if (-not @($items | Where-Object [\{] Test-Secured ($path+$_.Name) [\}])) [\{] & $icacls ($directory+'\*') /reset /C /Q /L [\}] else [\{] foreach ($item in $items) [\{] if ($secured -notcontains $path+$item.Name) [\{] & $icacls $item.FullName /reset /C /Q /L [\}] [\}] [\}] foreach ($item in $items) [\{] if ($item.PSIsContainer) [\{] Reset-Access $item.FullName ($path+$item.Name+'\') [\}] [\}] [\}] Reset-Access (Get-Location).ProviderPath ''; exit 0"
        CustomAction	KeepDemand	3170	System64Folder	"[System64Folder]sc.exe" config "acme-eu" start= demand
        CustomAction	KeepDemand2	3170	System64Folder	"[System64Folder]sc.exe" config "acme-us" start= demand
        CustomAction	KeepDisabled	3170	System64Folder	"[System64Folder]sc.exe" config "acme-eu" start= disabled
        CustomAction	KeepDisabled2	3170	System64Folder	"[System64Folder]sc.exe" config "acme-us" start= disabled
        CustomAction	KeepInstallFolder	51	INSTALLFOLDER	[PREVIOUSFOLDER]
        CustomAction	KeepVariable1	51	GREETING	[PREVIOUSVARIABLE1]
        CustomAction	MoveForeignData1	3106	ConfigFolder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $root=(Get-Location).ProviderPath.TrimEnd('\'); if ((Get-Item -Force -LiteralPath $root).Attributes -band 1024) [\{] exit 1 [\}] $aside=$root+'.insecure-'+(Get-Date -Format yyyyMMddTHHmmss); function Test-Foreign($item) [\{] ($item.Attributes -band 1024) -or ((Get-Acl -LiteralPath $item.FullName).Sddl -notmatch '^O:(SY|BA|LS|NS|S-1-5-80-[\[]0-9-[\]]+)G:') [\}] function Clear-Directory($directory) [\{] foreach ($item in @(Get-ChildItem -Force -LiteralPath $directory)) [\{] if (Test-Foreign $item) [\{] $target=$aside+$item.FullName.Substring($root.Length); New-Item -ItemType Directory -Force -Path (Split-Path $target) | Out-Null; Move-Item -Force -LiteralPath $item.FullName -Destination $target [\}] elseif ($item.PSIsContainer) [\{] Clear-Directory $item.FullName [\}] [\}] [\}] Clear-Directory $root; exit 0"
        CustomAction	MoveForeignPrograms	3106	INSTALLFOLDER	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $root=(Get-Location).ProviderPath.TrimEnd('\'); if ((Get-Item -Force -LiteralPath $root).Attributes -band 1024) [\{] exit 1 [\}] $aside=$root+'.insecure-'+(Get-Date -Format yyyyMMddTHHmmss); function Test-Foreign($item) [\{] ($item.Attributes -band 1024) -or ((Get-Acl -LiteralPath $item.FullName).Sddl -notmatch '^O:(SY|BA|LS|NS|S-1-5-80-[\[]0-9-[\]]+)G:') [\}] function Clear-Directory($directory) [\{] foreach ($item in @(Get-ChildItem -Force -LiteralPath $directory)) [\{] if (Test-Foreign $item) [\{] $target=$aside+$item.FullName.Substring($root.Length); New-Item -ItemType Directory -Force -Path (Split-Path $target) | Out-Null; Move-Item -Force -LiteralPath $item.FullName -Destination $target [\}] elseif ($item.PSIsContainer) [\{] Clear-Directory $item.FullName [\}] [\}] [\}] Clear-Directory $root; exit 0"
        CustomAction	Purge1	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[ConfigFolder]acme extra.json"
        CustomAction	Purge2	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[ConfigFolder]acme.toml"
        CustomAction	Purge3	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[INSTALLFOLDER]appsettings.json"
        CustomAction	Purge4	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd /s /q "[CacheFolder]"
        CustomAction	Purge5	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[INSTALLFOLDER]"
        CustomAction	Purge6	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[ConfigFolder]"
        CustomAction	Purge7	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[d_Acme_Ltd_100AFD085541]"
        CustomAction	Purge8	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c rd "[d_Acme_Ltd_60E839AA9EA1]"
        CustomAction	RefuseLinkedDirectories	3106	CommonAppDataFolder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$ErrorActionPreference='Stop'; $icacls=$env:SystemRoot+'\System32\icacls.exe'; $above=@('Acme Ltd'); foreach ($name in $above+@('Acme Ltd\acme','Acme Ltd\acme\data','Acme Ltd\acme\cache','Acme Ltd\acme\data\eu','Acme Ltd\acme\data\us','Acme Ltd\acme\cache\eu','Acme Ltd\acme\cache\us','Acme Ltd\acme\data\eu\queue','Acme Ltd\acme\data\us\queue')) [\{] $item=Get-Item -Force -LiteralPath $name -ErrorAction SilentlyContinue; if (-not $item) [\{] continue [\}] if ($item.Attributes -band 1024) [\{] exit 1 [\}] if ($above -notcontains $name) [\{] continue [\}] & $icacls $name /setowner '*S-1-5-18' /L /Q; if ($LASTEXITCODE) [\{] exit 1 [\}] & $icacls $name /reset /L /Q; if ($LASTEXITCODE) [\{] exit 1 [\}] & $icacls $name /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-32-545:(RX)' /L /Q; if ($LASTEXITCODE) [\{] exit 1 [\}] [\}] exit 0"
        CustomAction	RefuseLinkedInstallFolder	3106	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]fsutil.exe" reparsepoint query "[INSTALLFOLDER]." >nul 2>nul & if errorlevel 1 (exit 0) else exit 1"
        CustomAction	RemoveFirewallRule1	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall delete rule name="Acme Collector [\[]beta[\]] (TCP 8080)"
        CustomAction	RemoveFirewallRule2	3170	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall delete rule name="Acme Collector [\[]beta[\]] (UDP 53)"
        CustomAction	RemoveKeepers1	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c del /f /q "[CacheFolder].keep" "[d_eu_4D94BC3C5791].keep" "[d_us_48F8015E9B30].keep" "[StateFolder].keep" "[d_eu_EFBDC4C46DD6].keep" "[d_queue_9407C432CEF8].keep" "[d_us_61E19CAF0290].keep" "[d_queue_EB34446BF377].keep"
        CustomAction	RepairWhenInstalled	51	REINSTALL	ALL
        CustomAction	RestoreConfiguration1	3426	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme extra.json.default") do if not exist "%~ni" copy /y "%~i" "%~ni"
        CustomAction	RestoreConfiguration2	3426	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme.toml.default") do if not exist "%~ni" copy /y "%~i" "%~ni"
        CustomAction	RestoreConfiguration3	3426	INSTALLFOLDER	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("appsettings.json.default") do if not exist "%~ni" copy /y "%~i" "%~ni"
        CustomAction	RestoreFirewallRule1	3426	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall add rule name="Acme Collector [\[]beta[\]] (TCP 8080)" dir=in action=allow program="[#f_Acme_exe_4C546B922731]" protocol=TCP localport=8080
        CustomAction	RestoreFirewallRule2	3426	System64Folder	"[System64Folder]netsh.exe" advfirewall firewall add rule name="Acme Collector [\[]beta[\]] (UDP 53)" dir=in action=allow program="[#f_Acme_exe_4C546B922731]" protocol=UDP localport=53
        CustomAction	RollBackConfiguration1	3426	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme extra.json.default") do for %j in ("acme extra.json") do if "%~ti %~zi"=="%~tj %~zj" "[System64Folder]fc.exe" /b "%~i" "%~j" >nul && del /f /q "%~j"
        CustomAction	RollBackConfiguration2	3426	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme.toml.default") do for %j in ("acme.toml") do if "%~ti %~zi"=="%~tj %~zj" "[System64Folder]fc.exe" /b "%~i" "%~j" >nul && del /f /q "%~j"
        CustomAction	RollBackConfiguration3	3426	INSTALLFOLDER	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("appsettings.json.default") do for %j in ("appsettings.json") do if "%~ti %~zi"=="%~tj %~zj" "[System64Folder]fc.exe" /b "%~i" "%~j" >nul && del /f /q "%~j"
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
        CustomAction	RollBackSid	3426	System64Folder	"[System64Folder]sc.exe" sidtype "acme-eu" unrestricted
        CustomAction	RollBackSid2	3426	System64Folder	"[System64Folder]sc.exe" sidtype "acme-us" unrestricted
        CustomAction	RollBackStart	3426	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]net.exe" stop "acme-eu" <nul && "[System64Folder]net.exe" start "acme-eu" || "[System64Folder]reg.exe" query "HKLM\SOFTWARE\Acme Ltd\acme\Running" /v "acme-eu" >nul && "[System64Folder]net.exe" start "acme-eu""
        CustomAction	RollBackStart2	3426	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]net.exe" stop "acme-us" <nul && "[System64Folder]net.exe" start "acme-us" || "[System64Folder]reg.exe" query "HKLM\SOFTWARE\Acme Ltd\acme\Running" /v "acme-us" >nul && "[System64Folder]net.exe" start "acme-us""
        CustomAction	RunAfterInstall1	3106	System64Folder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "[#f_AfterInstall_1_ps1_62F4250B18E0]"
        CustomAction	RunAfterUpgrade2	3106	System64Folder	"[System64Folder]WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "[#f_AfterUpgrade_2_ps1_0706E359D906]"
        CustomAction	RunBeforeRemove3	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[#f_BeforeRemove_3_cmd_BE3A7E123EF9]""
        CustomAction	SetInstallLocation	51	ARPINSTALLLOCATION	[INSTALLFOLDER]
        CustomAction	SetRecovery	3170	System64Folder	"[System64Folder]sc.exe" failure "acme-eu" reset= 3600 actions= restart/5000/restart/5000/""/0
        CustomAction	SetRecovery2	3170	System64Folder	"[System64Folder]sc.exe" failure "acme-us" reset= 3600 actions= restart/5000/restart/5000/""/0
        CustomAction	SetVariable1	51	GREETING	50% [\[]of[\]] [\{]x[\}]
        CustomAction	WaitForStop	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]reg.exe" delete "HKLM\SOFTWARE\Acme Ltd\acme\Running" /v "acme-eu" /f >nul 2>nul & "[System64Folder]net.exe" stop "acme-eu" <nul && "[System64Folder]reg.exe" add "HKLM\SOFTWARE\Acme Ltd\acme\Running" /v "acme-eu" /f"
        CustomAction	WaitForStop2	3170	System64Folder	"[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]reg.exe" delete "HKLM\SOFTWARE\Acme Ltd\acme\Running" /v "acme-us" /f >nul 2>nul & "[System64Folder]net.exe" stop "acme-us" <nul && "[System64Folder]reg.exe" add "HKLM\SOFTWARE\Acme Ltd\acme\Running" /v "acme-us" /f"
        CustomAction	WithdrawConfiguration1	3170	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme extra.json.default") do for %j in ("acme extra.json") do if "%~ti %~zi"=="%~tj %~zj" "[System64Folder]fc.exe" /b "%~i" "%~j" >nul && del /f /q "%~j"
        CustomAction	WithdrawConfiguration2	3170	ConfigFolder	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("acme.toml.default") do for %j in ("acme.toml") do if "%~ti %~zi"=="%~tj %~zj" "[System64Folder]fc.exe" /b "%~i" "%~j" >nul && del /f /q "%~j"
        CustomAction	WithdrawConfiguration3	3170	INSTALLFOLDER	"[System64Folder]cmd.exe" /d /v:off /c for %i in ("appsettings.json.default") do for %j in ("appsettings.json") do if "%~ti %~zi"=="%~tj %~zj" "[System64Folder]fc.exe" /b "%~i" "%~j" >nul && del /f /q "%~j"
        """,
        "CustomAction");

    [Fact]
    public void Searches_before_the_installation() => AssertRows(
        """
        AppSearch	DOTNETRUNTIME	DotnetRuntime
        AppSearch	PREVIOUSACCESS	PreviousAccess
        AppSearch	PREVIOUSFOLDER	PreviousFolder
        AppSearch	PREVIOUSSTART	PreviousStart
        AppSearch	PREVIOUSSTART2	PreviousStart2
        AppSearch	PREVIOUSVARIABLE1	PreviousVariable1
        AppSearch	STANDARDVARIABLE1	StandardVariable1
        DrLocator	DotnetRuntime		[ProgramFiles64Folder]dotnet\shared\Microsoft.AspNetCore.App\	1
        LaunchCondition	Installed OR DOTNETRUNTIME	[ProductName] needs Microsoft.AspNetCore.App 10 for arm64. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 first.
        LaunchCondition	Installed OR NOT INSTALLFOLDER >< "%"	[ProductName] cannot be in a directory with a percent sign. Name another INSTALLFOLDER.
        LaunchCondition	Installed OR VersionNT>=603 OR (VersionNT>=602 AND MsiNTProductType>1)	[ProductName] needs Windows 10, Windows Server 2012 or later.
        LaunchCondition	NOT NEWERVERSION	A newer version of [ProductName] is installed already. Remove it first to go back to 1.2.3.
        RegLocator	PreviousAccess	2	SOFTWARE\Acme Ltd\acme	Access	18
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
        Property	SecureCustomProperties	ACME_PORT;DOTNETRUNTIME;GREETING;INSTALLFOLDER;NEWERVERSION;OLDERVERSION;PREVIOUSACCESS;PREVIOUSFOLDER;PREVIOUSSTART;PREVIOUSSTART2;PREVIOUSVARIABLE1;PURGE;SERVICEPASSWORD;SERVICEUSER;STANDARDVARIABLE1;STARTSERVICE
        Property	UpgradeCode	{4A8C4ECF-C9BE-5530-B4BD-EFF21AA5FFBA}
        """,
        "Property", "Icon");

    [Fact]
    public void Components() => AssertLines(
        """
        Access INSTALLFOLDER 276
        Program INSTALLFOLDER 256
        Settings INSTALLFOLDER 260
        Start INSTALLFOLDER 324 STARTSERVICE<>"0" AND NOT PREVIOUSSTART="#4" AND NOT PREVIOUSSTART="#3"
        Start2 INSTALLFOLDER 324 STARTSERVICE<>"0" AND NOT PREVIOUSSTART2="#4" AND NOT PREVIOUSSTART2="#3"
        c_Acme_Ltd_60E839AA9EA1 d_Acme_Ltd_60E839AA9EA1 256
        c_Acme_dll_4498C551064D INSTALLFOLDER 256
        c_AfterInstall_1_ps1_62F4250B18E0 d_hooks_32ED0D40E912 256
        c_AfterUpgrade_2_ps1_0706E359D906 d_hooks_32ED0D40E912 256
        c_BeforeRemove_3_cmd_BE3A7E123EF9 d_hooks_32ED0D40E912 256
        c__keep_134A0AC5E2C1 d_eu_EFBDC4C46DD6 272
        c__keep_2A274F2F129E d_eu_4D94BC3C5791 272
        c__keep_2FAFCB418C27 d_us_48F8015E9B30 272
        c__keep_5A6188980CA8 d_us_61E19CAF0290 272
        c__keep_788C8E038865 CacheFolder 272
        c__keep_898680C045F9 d_queue_9407C432CEF8 272
        c__keep_A230B54B6EDA d_queue_EB34446BF377 272
        c__keep_A82BEB412D48 StateFolder 272
        c_acme_CC030FDD9DDF INSTALLFOLDER 256
        c_acme_DCF14E4E610E ConfigFolder 256
        c_acme_extra_json_default_575AA535C424 ConfigFolder 256
        c_acme_toml_default_908956F22281 ConfigFolder 256
        c_appsettings_json_default_6F96AB159EFE INSTALLFOLDER 256
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
        File	f_acme_extra_json_default_575AA535C424	c_acme_extra_json_default_575AA535C424	gd2rfq9d.def|acme extra.json.default
        File	f_acme_toml_default_908956F22281	c_acme_toml_default_908956F22281	u6y68a77.def|acme.toml.default
        File	f__keep_788C8E038865	c__keep_788C8E038865	qsf4qe85.kee|.keep
        File	f__keep_2A274F2F129E	c__keep_2A274F2F129E	qsf4qe85.kee|.keep
        File	f__keep_2FAFCB418C27	c__keep_2FAFCB418C27	qsf4qe85.kee|.keep
        File	f__keep_A82BEB412D48	c__keep_A82BEB412D48	qsf4qe85.kee|.keep
        File	f__keep_134A0AC5E2C1	c__keep_134A0AC5E2C1	qsf4qe85.kee|.keep
        File	f__keep_898680C045F9	c__keep_898680C045F9	qsf4qe85.kee|.keep
        File	f__keep_5A6188980CA8	c__keep_5A6188980CA8	qsf4qe85.kee|.keep
        File	f__keep_A230B54B6EDA	c__keep_A230B54B6EDA	qsf4qe85.kee|.keep
        File	f_Acme_dll_4498C551064D	c_Acme_dll_4498C551064D	Acme.dll
        File	f_Acme_exe_4C546B922731	Program	Acme.exe
        File	f_appsettings_json_default_6F96AB159EFE	c_appsettings_json_default_6F96AB159EFE	2npstyp8.def|appsettings.json.default
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
        1601 RollBackStart if REMOVE="ALL"
        1602 RollBackRecovery if REMOVE="ALL"
        1603 RollBackOnError if REMOVE="ALL"
        1604 RollBackSid if REMOVE="ALL"
        1605 RollBackPrivileges if REMOVE="ALL"
        1606 RollBackDelayed if REMOVE="ALL" AND PREVIOUSSTART="#2"
        1607 RollBackStart2 if REMOVE="ALL"
        1608 RollBackRecovery2 if REMOVE="ALL"
        1609 RollBackOnError2 if REMOVE="ALL"
        1610 RollBackSid2 if REMOVE="ALL"
        1611 RollBackPrivileges2 if REMOVE="ALL"
        1612 RollBackDelayed2 if REMOVE="ALL" AND PREVIOUSSTART2="#2"
        1800 UnpublishFeatures
        1801 RunBeforeRemove3 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND NOT INSTALLFOLDER >< "%"
        1820 RestoreFirewallRule1 if REMOVE="ALL"
        1821 RemoveFirewallRule1 if NOT Installed OR REMOVE="ALL"
        1822 RestoreFirewallRule2 if REMOVE="ALL"
        1823 RemoveFirewallRule2 if NOT Installed OR REMOVE="ALL"
        1824 WaitForStop if REMOVE="ALL"
        1825 WaitForStop2 if REMOVE="ALL"
        1826 ForgetAccess if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE AND PURGE="1"
        1900 StopServices
        2000 DeleteServices
        2600 RemoveRegistryValues
        3300 RemoveEnvironmentStrings
        3401 RemoveKeepers1 if REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE
        3402 RestoreConfiguration1 if REMOVE="ALL"
        3403 WithdrawConfiguration1 if REMOVE="ALL"
        3404 RestoreConfiguration2 if REMOVE="ALL"
        3405 WithdrawConfiguration2 if REMOVE="ALL"
        3406 RestoreConfiguration3 if REMOVE="ALL"
        3407 WithdrawConfiguration3 if REMOVE="ALL"
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
        3697 RefuseLinkedDirectories if NOT Installed
        3698 RefuseLinkedInstallFolder if NOT Installed
        3700 CreateFolders
        3710 MoveForeignPrograms if NOT Installed AND NOT OLDERVERSION AND NOT INSTALLFOLDER~<<ProgramFiles64Folder
        3711 MoveForeignData1 if NOT Installed AND NOT OLDERVERSION AND NOT PREVIOUSACCESS
        3712 InheritAccess1 if NOT Installed AND PREVIOUSACCESS<>"200F18FF3F9CAFA4"
        4000 InstallFiles
        4010 RollBackConfiguration1 if NOT Installed
        4011 CreateConfiguration1 if NOT Installed
        4012 RollBackConfiguration2 if NOT Installed
        4013 CreateConfiguration2 if NOT Installed
        4014 RollBackConfiguration3 if NOT Installed
        4015 CreateConfiguration3 if NOT Installed
        5000 WriteRegistryValues
        5200 WriteEnvironmentStrings
        5700 RunAfterInstall1 if NOT Installed AND NOT OLDERVERSION
        5701 RunAfterUpgrade2 if NOT Installed AND OLDERVERSION
        5750 RollBackFirewallRule1 if NOT Installed
        5751 AddFirewallRule1 if NOT Installed
        5752 RollBackFirewallRule2 if NOT Installed
        5753 AddFirewallRule2 if NOT Installed
        5800 InstallServices
        5850 MsiConfigureServices if VersionMsi >= "5.00"
        5860 SetRecovery if $Program=3 AND NOT REINSTALL
        5861 KeepDemand if $Program=3 AND NOT REINSTALL AND PREVIOUSSTART="#3"
        5862 KeepDisabled if $Program=3 AND NOT REINSTALL AND PREVIOUSSTART="#4"
        5863 SetRecovery2 if $Program=3 AND NOT REINSTALL
        5864 KeepDemand2 if $Program=3 AND NOT REINSTALL AND PREVIOUSSTART2="#3"
        5865 KeepDisabled2 if $Program=3 AND NOT REINSTALL AND PREVIOUSSTART2="#4"
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
