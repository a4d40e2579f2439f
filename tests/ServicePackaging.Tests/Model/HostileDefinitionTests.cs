using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Diagnostics;
using ServicePackaging.Planning;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>No value crashes the build: whatever a project sets, it gets a package or findings with codes.</summary>
public sealed class HostileDefinitionTests
{
    private const int Many = 100_000;
    private const int WriteEvery = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact(Explicit = true)]
    public void Many_definitions_give_a_package_or_coded_findings()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("SERVICEPACKAGING_HOSTILE") ?? Many.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var faults = new Dictionary<string, string>();
        Prop.ForAll(HostileDefinition.All, definition =>
        {
            // The first of each kind, so that one run shows all of them.
            if (FaultOf(definition) is { } fault && !faults.ContainsKey(fault.Kind))
            {
                faults.Add(fault.Kind, $"{Shrink(definition, fault.Kind)}\n{fault.Text}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

        Assert.True(faults.Count == 0, string.Join("\n\n", faults.Values));
    }

    internal static void Check(int count, ulong seed)
    {
        var tried = 0;
        Prop.ForAll(HostileDefinition.All, definition => Try(definition, tried++ % WriteEvery == 0))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, (seed * 2) + 1));
    }

    private static HostileDefinition Shrink(HostileDefinition definition, string kind) =>
        HostileDefinition.Smaller(definition).FirstOrDefault(smaller => FaultOf(smaller)?.Kind == kind) is { } found ? Shrink(found, kind) : definition;

    private static (string Kind, string Text)? FaultOf(HostileDefinition definition)
    {
        try
        {
            Try(definition, isWritten: definition.Settings.Count % 3 == 0);
            return null;
        }
        catch (Exception exception)
        {
            var text = exception.ToString();
            var frames = exception.StackTrace?.Split('\n').Where(line => line.Contains(" ServicePackaging.", StringComparison.Ordinal)).Take(2) ?? [];
            return (exception.GetType().Name + string.Concat(frames), text[..Math.Min(text.Length, 2500)]);
        }
    }

    private static void Try(HostileDefinition definition, bool isWritten)
    {
        foreach (var (format, service) in All(definition))
        {
            Try(format, service, isWritten);
        }
    }

    private static IEnumerable<(PackageFormat Format, Service Service)> All(HostileDefinition definition)
    {
        var onLinux = definition.Apply(Services.Minimal);
        yield return (PackageFormats.Find("deb")!, onLinux);
        yield return (PackageFormats.Find("rpm")!, onLinux);
        yield return (PackageFormats.Find("pkg")!, definition.Apply(Services.Minimal.OnMacOS()));
        yield return (PackageFormats.Find("msi")!, definition.Apply(Services.Minimal.OnWindows()));
    }

    private static void Try(PackageFormat format, Service service, bool isWritten)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var diagnostics = new DiagnosticBag();
        try
        {
            var plan = service.PlanAny(format, diagnostics);
            if (isWritten && !diagnostics.HasErrors)
            {
                using var output = new MemoryStream();
                format.Write(plan, output, Path.GetTempPath(), CancellationToken.None);
                output.Position = 0;
                // What it finds is SVCPKG5008: a template of the developer may contain anything.
                _ = format.Verify(output, CancellationToken.None);
            }
        }
        catch (DiagnosticException)
        {
            // A coded finding too.
        }

        var duration = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        Assert.True(duration < Patience, $"{format.Name} took {duration}.");
    }
}
