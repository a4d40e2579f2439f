using System.Text.RegularExpressions;
using ServicePackaging.Model;

namespace ServicePackaging.WindowsService;

/// <summary>The variables of the machine, which a program that is started at log-on sees. Such a program cannot have its own
/// variables.</summary>
internal static partial class MachineVariables
{
    /// <summary>Whether a variable belongs to the product because of its name, so that no other program on the machine depends on
    /// it.</summary>
    public static bool IsOwn(ServiceDefinition definition, string variable) =>
        variable.StartsWith(NotInName().Replace(definition.Package.Name, "_") + "_", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotInName();
}
