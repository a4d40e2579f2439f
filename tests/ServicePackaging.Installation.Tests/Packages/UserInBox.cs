using ServicePackaging.Installation.Tests.Boxes;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>What somebody who is no administrator does with a service of their own: ann, whose manager runs without her being logged in.</summary>
internal static class UserInBox
{
    private const int Ann = 1000;

    /// <summary>Makes ann an account, and starts her manager.</summary>
    public static Task<string> AddAnnAsync(this SystemdBox box) =>
        box.ReadAsync($"useradd --uid {Ann} --create-home --shell /bin/bash ann; loginctl enable-linger ann; systemctl start user@{Ann}");

    /// <summary>The output of a shell script of ann's, which has to succeed.</summary>
    public static async Task<string> AnnReadsAsync(this SystemdBox box, string script) => (await box.ExecAsync(AsAnn("-euo", "pipefail", "-c", script))).Succeeded().Text;

    /// <summary>Runs a shell condition of ann's until it holds.</summary>
    public static async Task AnnWaitsAsync(this SystemdBox box, string condition)
    {
        var result = await box.ExecAsync(["timeout", Box.Patience, .. AsAnn("-c", $"until {condition}; do sleep 0.05; done")]);
        Assert.True(result.ExitCode == 0, $"not in {Box.Patience} seconds: {condition}\n{result}\n{await box.ReadAsync($"journalctl --quiet --no-pager --lines=30 _UID={Ann}")}");
    }

    /// <summary>A property of a unit of ann's.</summary>
    public static Task<string> AnnsAsync(this SystemdBox box, string unit, string property) => box.AnnReadsAsync($"systemctl --user show --value --property {property} {unit}");

    /// <summary>Adds a drop-in to a service of ann's, as <c>systemctl --user edit</c> would.</summary>
    public static Task<string> AnnEditsAsync(this SystemdBox box, string unit, string settings) => box.AnnReadsAsync($"""
        mkdir -p ~/.config/systemd/user/{unit}.service.d
        printf '[Service]\n{settings}\n' >~/.config/systemd/user/{unit}.service.d/override.conf
        systemctl --user daemon-reload
        """);

    private static string[] AsAnn(params string[] arguments) =>
        ["runuser", "--user", "ann", "--", "env", "HOME=/home/ann", $"XDG_RUNTIME_DIR=/run/user/{Ann}", "bash", .. arguments];
}
