using System.Globalization;
using ServicePackaging.Installation.Tests.Boxes;

namespace ServicePackaging.Installation.Tests;

/// <summary>Where a running box can be seen on this machine.</summary>
internal sealed record BoxTraces(string Directory, int FirstProcess, IReadOnlyList<string> ControlGroups)
{
    public static BoxTraces Of(Box box) => Of(Path.GetDirectoryName(box.ShareDirectory)!);

    public static BoxTraces Of(string directory)
    {
        var first = int.Parse(File.ReadAllText(Path.Combine(directory, "pid")), CultureInfo.InvariantCulture);
        return new BoxTraces(directory, first, File.ReadAllLines(Path.Combine(directory, "cgroups")));
    }

    /// <summary>What can still be seen of it.</summary>
    public IEnumerable<string> Left() =>
        ControlGroups.Append(Directory).Where(System.IO.Directory.Exists)
            .Concat(IsAlive(FirstProcess) ? [$"process {FirstProcess}"] : [])
            .Concat(File.ReadLines("/proc/self/mountinfo").Where(mount => mount.Contains(Directory, StringComparison.Ordinal)));

    // A zombie is dead: this machine's first process may take its time to bury it.
    private static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..] is not ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return false;
        }
    }
}
