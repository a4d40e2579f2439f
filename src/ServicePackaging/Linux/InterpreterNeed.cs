using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The programs of the target that read the scripts of a payload.</summary>
internal static class InterpreterNeed
{
    /// <summary>The path of the one that the service itself needs: that of its script, or the program that it is; null where it needs none,
    /// or one that no package brings.</summary>
    public static string? OfService(ServiceDefinition definition, Payload payload)
    {
        var path = definition.Process.Program is { IsInPayload: false, Path: var program } ? program
            : ProgramCommand.PayloadPath(definition) is { } file && payload.Find(file)?.Shebang is { } line ? Interpreter.PathOf(line)
            : null;
        return path is not null && Interpreter.IsOfSystem(path) ? path : null;
    }

    /// <summary>The service's, and those of the payload's other scripts as far as systems have them at one place: what else lies in a
    /// folder of somebody's is not all run.</summary>
    public static IReadOnlyList<string> Of(ServiceDefinition definition, Payload payload)
    {
        var paths = Interpreter.PathsIn(payload).Where(path => Interpreter.AtPath(path) is not null);
        return [.. OfService(definition, payload) is { } own ? paths.Append(own).Distinct() : paths];
    }
}
