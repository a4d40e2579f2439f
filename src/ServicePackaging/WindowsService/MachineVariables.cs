using System.Text.RegularExpressions;
using ServicePackaging.Model;

namespace ServicePackaging.WindowsService;

/// <summary>The machine's variables, which a program sees that is started at a log-on: there are none for it alone.</summary>
internal static partial class MachineVariables
{
    /// <summary>Whether a variable is the product's by its name, so that no other program on the machine goes by it.</summary>
    public static bool IsOwn(ServiceDefinition definition, string variable) =>
        variable.StartsWith(NotInName().Replace(definition.Package.Name, "_") + "_", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotInName();
}
