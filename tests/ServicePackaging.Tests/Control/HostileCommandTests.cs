using System.Globalization;

namespace ServicePackaging.Tests.Control;

/// <summary>Many more texts than the ordinary tests try: ./build.sh --target=HostileCommands. They are new ones in every run; SERVICEPACKAGING_HOSTILE sets
/// how many.</summary>
public sealed class HostileCommandTests(WineMachine machine) : IClassFixture<WineMachine>
{
    private const string Many = "10000";
    private const int InOneRun = 250;

    [Fact(Explicit = true)]
    public async Task Many_texts_run_nothing()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("SERVICEPACKAGING_HOSTILE") ?? Many, CultureInfo.InvariantCulture);
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var tests = new WindowsCommandFuzzTests(machine);
        foreach (var texts in WindowsCommandFuzzTests.Texts(count, seed).Chunk(InOneRun))
        {
            await tests.RunAsync(texts);
        }
    }
}
