namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>What the probe's project says for the packages that the tests install. All variants are in one project and differ by a property, so
/// that the program is compiled once for a version.</summary>
internal static class ProbeProject
{
    public const string Name = "probe";
    public const string Program = @"C:\Program Files\Acme\probe";
    public const string Data = @"C:\ProgramData\Acme\probe\data";
    public const string Config = @"C:\ProgramData\Acme\probe\probe.conf";

    /// <summary>What the probe and the hooks write down.</summary>
    public const string Events = Data + @"\events.log";

    /// <summary>With this file, the hook behind an installation fails.</summary>
    public const string FailingHook = @"C:\ProgramData\fail-hook";

    /// <summary>The words behind the program, as the program is to get them.</summary>
    public static readonly string[] Arguments =
    [
        @"--data=C:\ProgramData\Acme\probe\data\", "--plain", "two words", "say \"it\"", "", @"end\", @"inner\\slash", "[brackets]", "{braces}", "[INSTALLFOLDER]", "[~]",
        "100%", "^&|<>", "Zähler-探針-🙂",
    ];

    /// <summary>Files beside the program whose names are not those of every day.</summary>
    public static readonly string[] OddFiles =
    [
        "odd/empty", "odd/.hidden", "odd/two words.txt", "odd/no.extension.but.dots", "odd/UPPER.TXT", "odd/[brackets] {braces}.txt", "odd/per%20cent%PATH%.txt",
        "odd/it's, & more + some = $sum #1 @home!.txt", "odd/Zähler-探針-🙂.txt", "odd/longname1.txt", "odd/longname2.txt", "odd/longname3.longer",
        $"odd/{new string('n', 150)}.txt", "odd/a/b/c/d/e/f/g/h/deep.txt",
    ];

    private const string Declarations = """
        <ItemGroup Condition="'$(Variant)' != 'User'">
          <ServiceConfigFile Include="probe.conf" Condition="'$(Version)' != '2.0.0'" />
          <ServiceConfigFile Include="second/probe.conf" TargetPath="probe.conf" Condition="'$(Version)' == '2.0.0'" />
          <ServicePackageScript Include="AfterInstall.cmd" Stage="AfterInstall" />
          <ServicePackageScript Include="AfterUpgrade.cmd" Stage="AfterUpgrade" />
          <ServicePackageScript Include="BeforeRemove.cmd" Stage="BeforeRemove" />
          <ServiceDirectory Include="." Kind="State" />
          <ServiceDirectory Include="archive" Kind="State" Purge="false" />
          <ServiceEnvironment Include="GREETING" Value="hello %25USERNAME%25 [and] {all}" />
          <ServiceDependency Include="spool" Kind="Requires" Windows="Spooler" />
          <MsiProperty Include="ARPSYSTEMCOMPONENT" Value="1" />
          <MsiProperty Include="PORT" Value="80" />
        </ItemGroup>
        <PropertyGroup>
          <ServiceDisplayName>Prüfer 探針</ServiceDisplayName>
          <ServiceDescription>Misst – und schreibt &lt;auf&gt;</ServiceDescription>
          <ServiceRestartDelay>7s</ServiceRestartDelay>
          <ServiceRestartLimit>3</ServiceRestartLimit>
          <ServiceRestartWindow>5min</ServiceRestartWindow>
          <NoWarn>$(NoWarn);SVCPKG5003</NoWarn>
        </PropertyGroup>
        <PropertyGroup Condition="'$(Variant)' == ''">
          <ServiceArguments>ARGUMENTS</ServiceArguments>
        </PropertyGroup>
        <ItemGroup Condition="'$(Variant)' == ''">
          <Content Include="odd/**" CopyToPublishDirectory="PreserveNewest" />
        </ItemGroup>
        <ItemGroup Condition="'$(Variant)' == 'Instances'">
          <ServiceInstance Include="one" Arguments="--data={StateDirectory}" />
          <ServiceInstance Include="two" Arguments="--data={StateDirectory} --loud" />
        </ItemGroup>
        <PropertyGroup Condition="'$(Variant)' == 'User'">
          <ServiceScope>User</ServiceScope>
          <ServiceArguments>--data=elsewhere "two words"</ServiceArguments>
        </PropertyGroup>
        """;

    // The command line of the vocabulary: a backslash is itself except before a quote or a backslash within double quotes.
    private const string CommandLine = """
        --data={StateDirectory}/ --plain "two words" "say \"it\"" "" end\ inner\\slash [brackets] {braces} [INSTALLFOLDER] [~] 100%25 ^&amp;|&lt;&gt; Zähler-探針-🙂
        """;

    /// <summary>Completes a copy of the probe's project.</summary>
    public static async Task WriteAsync(string directory)
    {
        var project = Path.Combine(directory, "Probe.csproj");
        var text = await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken);
        var declarations = Declarations.Replace("ARGUMENTS", CommandLine.Trim(), StringComparison.Ordinal);
        await WriteAsync(project, text.Replace("<!-- declarations -->", declarations, StringComparison.Ordinal));
        await WriteAsync(Path.Combine(directory, "probe.conf"), "as packaged\n");
        Directory.CreateDirectory(Path.Combine(directory, "second"));
        await WriteAsync(Path.Combine(directory, "second", "probe.conf"), "as packaged in 2.0.0\n");
        string[] hooks = ["AfterInstall", "AfterUpgrade", "BeforeRemove"];
        foreach (var hook in hooks)
        {
            await WriteAsync(Path.Combine(directory, hook + ".cmd"), $"""
                @echo off
                echo {hook}>>"{Events}"
                if exist "{FailingHook}" exit /b 3
                exit /b 0

                """);
        }

        foreach (var file in OddFiles)
        {
            var path = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(path, file.EndsWith("empty", StringComparison.Ordinal) ? "" : file);
        }
    }

    private static Task WriteAsync(string path, string text) => File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
}
