using ServicePackaging.Values;


namespace ServicePackaging.Platforms;

/// <summary>What systems with one tree of directories, modes and owners have in common.</summary>
internal abstract class UnixRules : PlatformRules
{
    /// <inheritdoc/>
    public override char Separator => '/';

    /// <inheritdoc/>
    public override (Func<string, bool> IsValid, string Alphabet) ServiceName => (NameRules.IsServiceName, "letters, digits and _ . : -");

    /// <inheritdoc/>
    public override bool HasSymlinks => true;

    /// <summary>What an account's name may contain, for messages.</summary>
    public abstract string AccountAlphabet { get; }

    /// <summary>The default name of a package's account, which may be too long for an account.</summary>
    public abstract string DeriveAccount(string packageName);

    /// <inheritdoc/>
    public override string Normalise(string path) => path;

    /// <inheritdoc/>
    public override bool IsAbsolute(string path) => path.StartsWith('/') || HomePaths.IsIn(path);

    /// <inheritdoc/>
    public override PathFault? FindRuntimeFault(string path) => UnixPaths.FindFault(path);

    /// <inheritdoc/>
    public override bool RunsHook(string fileName) => !WindowsRules.IsWindowsScript(fileName);
}
