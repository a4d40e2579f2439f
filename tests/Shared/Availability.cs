namespace ServicePackaging.TestSupport;

/// <summary>What this machine lacks for a test, and what to do about it.</summary>
internal sealed record Lack(string Reason, string Remedy)
{
    public override string ToString() => $"{Reason}: {Remedy}";
}

/// <summary>The one place where tests decide not to run.</summary>
internal static class Availability
{
    // Continuous integration has all that the tests need: a test that does not run there is a failure (CI=true, as the services set it).
    private static readonly bool NothingMayBeSkipped =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Skips the running test, aloud, when the machine lacks something; fails it on a CI machine.</summary>
    public static void Require(Lack? lack)
    {
        if (lack is not null && NothingMayBeSkipped)
        {
            Assert.Fail($"Nothing may be skipped where CI=true. {lack}");
        }

        if (lack is not null)
        {
            Assert.Skip(lack.ToString());
        }
    }

    /// <summary>Requires a program on the search path.</summary>
    /// <param name="name">One that <see cref="ToolList"/> has.</param>
    public static void RequireProgram(string name) => Require(Program(name));

    /// <summary>What is lacking for a program, or null when it is on the search path.</summary>
    /// <param name="name">One that <see cref="ToolList"/> has.</param>
    public static Lack? Program(string name)
    {
        var missing = Missing(name);
        return IsOnSearchPath(name) ? null : missing;
    }

    /// <summary>That something is not installed, and which packages contain it.</summary>
    /// <param name="name">A name that <see cref="ToolList"/> has.</param>
    public static Lack Missing(string name) => new($"{name} is not installed", $"apt-get install {ToolList.PackagesOf(name)}");

    /// <summary>Whether there is a program of a name on the search path, or a file of a path.</summary>
    public static bool IsOnSearchPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, name)));
}
