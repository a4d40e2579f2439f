using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The start of a program at each user's log-on.</summary>
internal static class MsiLogOn
{
    private const string RunAtLogOn = @"SOFTWARE\Microsoft\Windows\CurrentVersion\Run";

    /// <summary>Returns the registry value that starts the program.</summary>
    public static MsiFragment Create(ServiceDefinition definition, MsiPlannedFile program, MsiTree tree)
    {
        if (definition.Scope == ServiceScope.System || !definition.IsEnabledAtInstallation)
        {
            return MsiFragment.Empty;
        }

        var arguments = MsiText.CommandLine(definition.Process.Arguments, "", token => tree[definition.Layout.Resolve(token)]);
        var command = $"\"[#{program.Key}]\" {arguments}".TrimEnd();
        return new MsiFragment
        {
            Rows = [MsiRegistry.Value(MsiNames.ProgramComponent, RunAtLogOn, MsiText.Escape(definition.Name), command)],
        };
    }
}
