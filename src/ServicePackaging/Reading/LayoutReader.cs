using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the directories of a service.</summary>
internal sealed class LayoutReader(ServiceScope scope, PlatformRules rules, DiagnosticBag diagnostics)
{
    /// <summary>The layout with the directories that properties set, and the conventional ones for all others.</summary>
    public InstallLayout Read(ValueReader properties, InstallLayout conventional)
    {
        return conventional with
        {
            Install = Read(ServiceProperties.InstallDirectory, conventional.Install, Program),
            Config = Read(ServiceProperties.ConfigDirectory, conventional.Config, OfMachine),
            State = Read(ServiceProperties.StateDirectory, conventional.State, Writable),
            Log = Read(ServiceProperties.LogDirectory, conventional.Log, Writable),
        };

        string Read(ServiceProperty property, string fallback, Func<string, string, string, string> read)
        {
            if (properties.Line(property) is not { } path)
            {
                return fallback;
            }

            var subject = properties.Describe(property);
            if (DirectoryTokens.Find(path).FirstOrDefault() is not { } token)
            {
                return read(subject, path, fallback);
            }

            diagnostics.Report(DiagnosticCatalog.TokenInLayout, subject, path, token, fallback);
            return fallback;
        }
    }

    /// <summary>A directory that the service writes to; a fault is reported, and the fallback is used. A user's service writes only in that
    /// user's home.</summary>
    /// <param name="subject">How a message names the path.</param>
    /// <param name="path">As the developer wrote it, without tokens.</param>
    /// <param name="fallback">The path that is used if there is a fault.</param>
    public string Writable(string subject, string path, string fallback)
    {
        if (HomePaths.IsIn(path))
        {
            return InHome(subject, path, fallback);
        }

        if (scope == ServiceScope.System || !rules.KnowsHomes)
        {
            return OfMachine(subject, path, fallback);
        }

        new PathFault(PathFaultKind.SharedByUsers).Report(diagnostics, subject, path, "~/.name");
        return fallback;
    }

    private string Program(string subject, string path, string fallback)
    {
        if (rules.FindProgramFault(path) is not { } fault)
        {
            return OfMachine(subject, path, fallback);
        }

        fault.Report(diagnostics, subject, path, fallback);
        return fallback;
    }

    private string OfMachine(string subject, string path, string fallback)
    {
        var normalised = rules.Normalise(path);
        return rules.CheckOwnDirectory(subject, normalised, fallback, diagnostics) ? normalised : fallback;
    }

    private string InHome(string subject, string path, string fallback)
    {
        if (!HomePaths.Check(subject, path, scope, fallback, diagnostics))
        {
            return fallback;
        }

        if (rules.FindDirectoryFault(path) is { } fault)
        {
            fault.Report(diagnostics, subject, path, fallback);
            return fallback;
        }

        if (rules.KnowsHomes)
        {
            return path;
        }

        diagnostics.Report(DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.UserDirectory, subject, path);
        return fallback;
    }
}
