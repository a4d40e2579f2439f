using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Control;

/// <summary>What the management command does on Windows, by the cmd of Wine.</summary>
public sealed class WindowsControlTests
{
    [Fact]
    public void Dump()
    {
        Directory.CreateDirectory("/tmp/ctl/w");
        foreach (var (name, say) in ControlServices.Kinds)
        {
            if (name != "user")
            {
                File.WriteAllText($"/tmp/ctl/w/{name}.cmd", WindowsCommands.Text(say(new Service().OnWindows().With("ServiceName", "Acme Collector"))));
            }

            File.WriteAllText($"/tmp/ctl/w/{name}.sh", say(new Service()).Plan().Text("/usr/bin/acmectl"));
        }
    }
}
