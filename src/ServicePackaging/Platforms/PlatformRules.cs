using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>The rules of one platform for paths, names and accounts, and what the platform supports.</summary>
internal abstract class PlatformRules
{
    /// <summary>The rules of a platform.</summary>
    public static PlatformRules For(Platform platform) => platform switch
    {
        Platform.Linux => LinuxRules.Instance,
        Platform.MacOS => MacOSRules.Instance,
        _ => WindowsRules.Instance,
    };

    /// <summary>The platform.</summary>
    public abstract Platform Platform { get; }

    /// <summary>What separates the names of a path.</summary>
    public abstract char Separator { get; }

    /// <summary>A path for examples in messages.</summary>
    public abstract string ExamplePath { get; }

    /// <summary>The rule for a service's name, and a description of the characters that it allows.</summary>
    public abstract (Func<string, bool> IsValid, string Alphabet) ServiceName { get; }

    /// <summary>Whether packages contain symbolic links.</summary>
    public abstract bool HasSymlinks { get; }

    /// <summary>How the names of files are compared.</summary>
    public virtual StringComparer FileNameComparer => StringComparer.Ordinal;

    /// <summary>Whether every file at that path is configuration, which belongs to the administrator.</summary>
    public virtual bool IsConfigurationPath(string path) => false;

    /// <summary>Whether other products may have their directories in that one: it is not deleted with its content.</summary>
    public virtual bool MayHoldOtherProducts(string path) => false;

    /// <summary>Whether the service manager, or a script before the program, finds directories in a user's home.</summary>
    public virtual bool KnowsHomes => true;

    /// <summary>Whether the service manager can restart a service that ended with success.</summary>
    public virtual bool RestartsAfterSuccess => true;

    /// <summary>The account that has all rights.</summary>
    public abstract ServiceAccount Superuser { get; }

    /// <summary>The conventional directories of a package.</summary>
    public abstract InstallLayout LayoutFor(PackageIdentity identity);

    /// <summary>The path as the platform writes it.</summary>
    public abstract string Normalise(string path);

    /// <summary>Whether a path is not relative to another.</summary>
    public abstract bool IsAbsolute(string path);

    /// <summary>Returns why a text is not a path that can be passed to the running program; null if it is one.</summary>
    public abstract PathFault? FindRuntimeFault(string path);

    /// <summary>Checks the path of a directory of the package; a fault is reported.</summary>
    public abstract bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics);

    /// <summary>Checks the path of a file to be installed; a fault is reported.</summary>
    public abstract bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics);

    /// <summary>Checks the path of a log file, which may be a glob; a fault is reported.</summary>
    public virtual bool CheckLog(string subject, string path, string example, DiagnosticBag diagnostics) =>
        CheckTarget(subject, path, example, diagnostics);

    /// <summary>Returns why a directory that the service owns cannot have that path, although a file could; null if it can.</summary>
    public virtual PathFault? FindDirectoryFault(string path) => null;

    /// <summary>Returns why log files at that path, which may be a glob, cannot be rotated; null if they can.</summary>
    public virtual PathFault? FindLogFault(string path) => null;

    /// <summary>Returns why the service manager cannot start a program at that path; null if it can.</summary>
    public virtual PathFault? FindProgramFault(string path) => null;

    /// <summary>Returns why a file with a declared owner cannot be at a path; null if it can, or if files have no declared
    /// owners.</summary>
    public virtual PathFault? FindOwnedFault(string path) => null;

    /// <summary>Whether the platform runs a developer's hook, by the name of its file.</summary>
    public abstract bool RunsHook(string fileName);

    /// <summary>The name that a declared owner, group or account has on this platform.</summary>
    public virtual string AccountName(string name) => name;

    /// <summary>Whether a user or group of that name belongs to the system, so that no service may have it. The superuser does not
    /// count.</summary>
    public abstract bool IsSystemAccount(string name);

    /// <summary>Whether every machine has an account, so that it has to be neither created nor named at installation.</summary>
    public abstract bool HasAccount(ServiceAccount account);

    /// <summary>Joins a directory and a path relative to it; an absolute path is returned as it is.</summary>
    public string Combine(string directory, string path)
    {
        var normalised = Normalise(path);
        return IsAbsolute(normalised) ? normalised : normalised.Length == 0 ? directory : $"{directory}{Separator}{normalised}";
    }
}
