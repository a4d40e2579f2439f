using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>The sample that each user has of one's own, on a Windows where it is started at each log-on.</summary>
public sealed class TokentapMsiTests(PackageFactory packages)
{
    private const string Program = @"C:\Program Files\tokentap";
    private const string Variable = "TOKENTAP_MONGO_URI";
    private const string Machine = @"HKLM\System\CurrentControlSet\Control\Session Manager\Environment";
    private const string Run = @"HKLM\Software\Microsoft\Windows\CurrentVersion\Run";

    [Fact]
    public async Task It_starts_at_log_on_and_its_variable_is_the_administrators()
    {
        var first = await packages.SampleMsiAsync("Tokentap");
        var second = await packages.SampleMsiAsync("Tokentap", "1.1.0");
        await using var box = await WineBox.StartAsync();

        (await box.InstallAsync(first.Msi, $"{Variable}=mongodb://said")).Succeeded();
        Assert.Equal("mongodb://said", await VariableAsync(box));
        Assert.Equal($@"""{Program}\tokentap.exe"" up --no-detach", (await box.RegistryAsync(Run))?["tokentap"].Data);

        // What setx /m sets wins, and an upgrade keeps it.
        (await box.RunAsync("reg", "add", Machine, "/v", Variable, "/d", "mongodb://administrator", "/f")).Succeeded();
        (await box.InstallAsync(second.Msi)).Succeeded();
        Assert.Equal("mongodb://administrator", await VariableAsync(box));
        await AssertRunsAsync(box);

        (await box.UninstallAsync(second.Msi)).Succeeded();
        Assert.Null(await VariableAsync(box));
        Assert.Null(await box.RegistryAsync(@"HKLM\Software\tokentap"));
        Assert.DoesNotContain("tokentap", (await box.RegistryAsync(Run))?.Keys ?? []);

        (await box.InstallAsync(second.Msi)).Succeeded();
        Assert.Equal("mongodb://127.0.0.1:27017", await VariableAsync(box));
    }

    // As at a log-on: in the background, with the machine's variables.
    private static async Task AssertRunsAsync(WineBox box)
    {
        const string wine = "LC_ALL=C.UTF-8 WINEPREFIX=/wine WINEDEBUG=-all WINEDLLOVERRIDES=mshtml= /usr/lib/wine/wine64";
        (await box.ExecAsync("sh", "-c", $"env {wine} \"$0\" up --no-detach </dev/null >/dev/null 2>&1 &", $@"{Program}\tokentap.exe")).Succeeded();
        await box.UntilAsync("curl -sf -x http://127.0.0.1:8080 http://localhost/health | grep -q '{\"status\":\"ok\",\"proxy\":true}'");
        Assert.Contains("\"mongodb://administrator\"", await box.ReadAsync("curl -sf http://127.0.0.1:8080/status"), StringComparison.Ordinal);
        (await box.RunAsync($@"{Program}\tokentap.exe", "down")).Succeeded();
        await box.UntilAsync("grep -q 'Stopped after 0 requests' /wine/drive_c/users/*/.tokentap/logs/service.log");
    }

    private static async Task<string?> VariableAsync(WineBox box) => (await box.RegistryAsync(Machine))?.GetValueOrDefault(Variable)?.Data;
}
