using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The programs of the target system that run the scripts of a payload.</summary>
internal static class InterpreterNeed
{
    /// <summary>The path of the interpreter that the service itself requires: that of its script, or the interpreter that is its program.
    /// Null if it requires none, or one that no package contains.</summary>
    public static string? OfService(ServiceDefinition definition, Payload payload)
    {
        var path = definition.Process.Program is { IsInPayload: false, Path: var program } ? program
            : ProgramCommand.PayloadPath(definition) is { } file && payload.Find(file)?.Shebang is { } line ? Interpreter.PathOf(line)
            : null;
        return path is not null && Interpreter.IsOfSystem(path) ? path : null;
    }

    /// <summary>The interpreter of the service, and those of the payload's other scripts that systems have at a known path. Not every other
    /// script in a payload is run.</summary>
    public static IReadOnlyList<string> Of(ServiceDefinition definition, Payload payload)
    {
        var paths = Interpreter.PathsIn(payload).Where(path => Interpreter.AtPath(path) is not null);
        return [.. OfService(definition, payload) is { } own ? paths.Append(own).Distinct() : paths];
    }
}
