namespace ServicePackaging.Benchmarks;

/// <summary>Where the benchmarks run.</summary>
internal static class Machine
{
    /// <summary>The load average over the last minute: above 0 something else may take part.</summary>
    public static string Load => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    /// <summary>The directory of the solution that this program was built from.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The global packages folder of NuGet.</summary>
    public static string PackageCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string FindRepository()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ServicePackaging.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName
            ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a checkout of the repository.");
    }
}
