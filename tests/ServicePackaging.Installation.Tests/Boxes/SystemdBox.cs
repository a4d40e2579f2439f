namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>A box where a real systemd is the first process and runs services.</summary>
internal sealed class SystemdBox : Box
{
    private SystemdBox(BoxKeeper keeper)
        : base(keeper)
    {
    }

    /// <summary>What systemd said of itself at the end of the last boot: <c>running</c>, or <c>degraded</c> when a unit failed.</summary>
    public string State { get; private set; } = "";

    /// <summary>Boots a fresh system; skips the test aloud where that is not possible.</summary>
    public static async Task<SystemdBox> StartAsync(BoxImage? image = null)
    {
        var box = new SystemdBox(await StartKeeperAsync("systemd", image ?? BoxImage.Systemd));
        try
        {
            box.State = await box.Keeper.BootedAsync();
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    /// <summary>Shuts down and boots again; what was written stays, except in /run.</summary>
    public async Task RebootAsync()
    {
        // The box may be gone before systemctl has heard that its wish was granted.
        await ExecAsync("systemctl", "reboot");
        State = await Keeper.BootedAsync();
    }

    /// <summary>Shuts down for good, with every service stopped in order.</summary>
    /// <exception cref="TimeoutException">A service did not let the system go down within 30 seconds.</exception>
    public async Task PowerOffAsync()
    {
        await ExecAsync("systemctl", "poweroff");
        await Keeper.EndedAsync();
    }

    /// <summary>A unit's property, as <c>systemctl show</c> has it.</summary>
    public async Task<string> ShowAsync(string unit, string property) =>
        (await ExecAsync("systemctl", "show", "--value", "--property", property, unit)).Succeeded().Text;

    /// <summary>Waits until a unit's property has a value.</summary>
    public async Task EventuallyAsync(string unit, string property, string expected)
    {
        var wait = $"until [ \"$(systemctl show --value --property {property} {unit})\" = '{expected}' ]; do sleep 0.05; done";
        var result = await ExecAsync("timeout", Patience, "sh", "-c", wait);
        if (result.ExitCode != 0)
        {
            Assert.Fail($"{unit}: {property} is {await ShowAsync(unit, property)}, not {expected}\n{await LogAsync(unit)}");
        }
    }

    /// <summary>What a unit has logged since the box began.</summary>
    public async Task<string> LogAsync(string unit) => (await ExecAsync("journalctl", "--no-pager", "--output=cat", "--unit", unit)).Text;
}
