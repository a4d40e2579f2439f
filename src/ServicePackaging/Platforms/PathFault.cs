using ServicePackaging.Diagnostics;

namespace ServicePackaging.Platforms;

/// <summary>Why a path cannot be used.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Detail">The part of the path, or the limit, that the message names.</param>
internal sealed record PathFault(PathFaultKind Kind, string Detail = "")
{
    /// <summary>Reports it.</summary>
    /// <param name="diagnostics">Receives the finding.</param>
    /// <param name="subject">How the message names the path's property or item.</param>
    /// <param name="path">As the developer wrote it.</param>
    /// <param name="example">A path that could be used.</param>
    public void Report(DiagnosticBag diagnostics, string subject, string path, string example) =>
        diagnostics.Report(DiagnosticCatalog.InvalidPath, Kind, subject, path, example, Detail);
}
