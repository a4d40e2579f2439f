using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Planning;

/// <summary>Everything that the rest of the product knows about a package format.</summary>
internal sealed record PackageFormat
{
    /// <summary>The name by which a developer selects it, such as <c>deb</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The platform of its packages.</summary>
    public required Platform Platform { get; init; }

    /// <summary>The format's names of architectures, by .NET's names: <c>x64</c> is <c>amd64</c> to Debian.</summary>
    public required IReadOnlyDictionary<string, string> Architectures { get; init; }

    /// <summary>The service manager that runs what its packages install.</summary>
    public required ServiceManager ServiceManager { get; init; }

    /// <summary>How the format writes relations and further metadata, with its own items.</summary>
    public RelationGrammar Relations { get; init; } = RelationGrammar.None;

    /// <summary>The directory of the files in which administrators set variables for services; null for the platform's own.</summary>
    public string? EnvironmentDirectory { get; init; }

    /// <summary>The keys of the generated files of its packages that a developer may replace.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Plans a package. Faults are reported, and if one of them is an error, the plan must not be written.</summary>
    public required Func<PackageRequest, DiagnosticBag, PackagePlan> Plan { get; init; }

    /// <summary>Whether a machine that has a package refuses other contents of the same version and release.</summary>
    public bool IsInstalledOncePerVersion { get; init; }

    /// <summary>Writes a plan of this format to a stream.</summary>
    public required WritePlan Write { get; init; }

    /// <summary>Finds faults in a finished package, before the file gets its final name.</summary>
    public required VerifyPackage Verify { get; init; }

    /// <summary>Returns the diagnostic of an exception that only this format's writer throws; null for others. The second argument is the
    /// path of the package.</summary>
    public Func<Exception, string, Diagnostic?> Diagnose { get; init; } = (_, _) => null;
}

/// <summary>Writes a plan to a stream.</summary>
/// <param name="plan">A plan of the format.</param>
/// <param name="output">Seekable; it stays open.</param>
/// <param name="temporaryDirectory">A directory for temporary files.</param>
/// <param name="cancellationToken">Cancels the work.</param>
internal delegate void WritePlan(PackagePlan plan, Stream output, string temporaryDirectory, CancellationToken cancellationToken);
