using System.Reflection;

namespace ServicePackaging.Diagnostics;

/// <summary>The findings about what was asked for (1xxx), the service model (2xxx) and files (3xxx), and the list of all of them.</summary>
public static class DiagnosticCatalog
{
    /// <summary>A word in ServicePackage that is no format.</summary>
    public static readonly DiagnosticDescriptor UnknownFormat = Error("SVCPKG1001");

    /// <summary>A format that the published RID cannot carry.</summary>
    public static readonly DiagnosticDescriptor FormatNeedsOtherRuntimeIdentifier = Error("SVCPKG1003");

    /// <summary>A Linux RID with another C library than Debian's.</summary>
    public static readonly DiagnosticDescriptor CLibraryMismatch = Error("SVCPKG1004");

    /// <summary>A processor that the format has no name for.</summary>
    public static readonly DiagnosticDescriptor UnknownArchitecture = Error("SVCPKG1005");

    /// <summary>The SDK stands before the .NET SDK (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor WrongSdkOrder = Error("SVCPKG1006");

    /// <summary>A .NET SDK that cannot load the tasks (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor SdkTooOld = Error("SVCPKG1007");

    /// <summary>Native AOT for another operating system (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor NativeAotElsewhere = Error("SVCPKG1008");

    /// <summary>A restore that did not know the runtime identifier (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor RestoredWithoutRuntimeIdentifier = Error("SVCPKG1009");

    /// <summary>Several runtime identifiers where restore does not see the SDK.</summary>
    public static readonly DiagnosticDescriptor OneRuntimeIdentifierOnly = Error("SVCPKG1010");

    /// <summary>A preview without a format.</summary>
    public static readonly DiagnosticDescriptor NothingToPreview = Error("SVCPKG1011");

    /// <summary>A folder to install named in a project that publishes.</summary>
    public static readonly DiagnosticDescriptor PayloadOfPublish = Error("SVCPKG1012");

    /// <summary>Two packages of one name that differ.</summary>
    public static readonly DiagnosticDescriptor SamePackage = Error("SVCPKG1013");

    /// <summary>A value of the wrong kind.</summary>
    public static readonly DiagnosticDescriptor InvalidValue = Error("SVCPKG2001");

    /// <summary>Metadata that an item cannot do without.</summary>
    public static readonly DiagnosticDescriptor MissingMetadata = Error("SVCPKG2002");

    /// <summary>A control character in a value.</summary>
    public static readonly DiagnosticDescriptor ControlCharacter = Error("SVCPKG2003");

    /// <summary>A directory token that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownToken = Error("SVCPKG2004");

    /// <summary>A command line with an open quote.</summary>
    public static readonly DiagnosticDescriptor UnbalancedQuotes = Error("SVCPKG2005");

    /// <summary>A name that does not follow its platform's rules.</summary>
    public static readonly DiagnosticDescriptor InvalidName = Error("SVCPKG2006");

    /// <summary>A path that is relative, not normalised or in a place that is not ours.</summary>
    internal static readonly DiagnosticDescriptor<PathFaultKind> InvalidPath = Error<PathFaultKind>("SVCPKG2007");

    /// <summary>The same thing said twice.</summary>
    public static readonly DiagnosticDescriptor Duplicate = Error("SVCPKG2008");

    /// <summary>Two settings that exclude one another.</summary>
    internal static readonly DiagnosticDescriptor<ConflictKind> Contradiction = Error<ConflictKind>("SVCPKG2009");

    /// <summary>A service that runs as the superuser.</summary>
    public static readonly DiagnosticDescriptor RunsAsRoot = Warning("SVCPKG2010");

    /// <summary>Something the platform cannot do as asked.</summary>
    internal static readonly DiagnosticDescriptor<UnsupportedKind> NotOnThisPlatform = Warning<UnsupportedKind>("SVCPKG2011");

    /// <summary>A setting that means something only beside another one.</summary>
    public static readonly DiagnosticDescriptor WithoutEffect = Warning("SVCPKG2012");

    /// <summary>A restart limit without the time it counts in, or the other way round.</summary>
    public static readonly DiagnosticDescriptor IncompleteLimit = Error("SVCPKG2013");

    /// <summary>The project's default texts in place of a description.</summary>
    public static readonly DiagnosticDescriptor NoDescription = Warning("SVCPKG2014");

    /// <summary>A name that cannot be derived without losing characters.</summary>
    public static readonly DiagnosticDescriptor LossyName = Error("SVCPKG2015");

    /// <summary>Metadata that an item does not have.</summary>
    public static readonly DiagnosticDescriptor UnknownMetadata = Error("SVCPKG2016");

    /// <summary>A file that systemd opens as root where the service may put a link in its place.</summary>
    public static readonly DiagnosticDescriptor OutputInOwnDirectory = Error("SVCPKG2017");

    /// <summary>A service under the name of an account of the system.</summary>
    internal static readonly DiagnosticDescriptor<SystemAccountKind> SystemAccount = Error<SystemAccountKind>("SVCPKG2018");

    /// <summary>A directory token in a property that tokens are resolved from.</summary>
    public static readonly DiagnosticDescriptor TokenInLayout = Error("SVCPKG2019");

    /// <summary>Nothing to run in the published output.</summary>
    public static readonly DiagnosticDescriptor NoProgram = Error("SVCPKG3001");

    /// <summary>A file name that package formats cannot hold.</summary>
    public static readonly DiagnosticDescriptor UnpackableName = Error("SVCPKG3002");

    /// <summary>A symbolic link in the payload that leads out of it.</summary>
    public static readonly DiagnosticDescriptor SymlinkLeavesPayload = Error("SVCPKG3003");

    /// <summary>A declared file that does not exist.</summary>
    public static readonly DiagnosticDescriptor FileNotFound = Error("SVCPKG3004");

    /// <summary>Two things at one place.</summary>
    public static readonly DiagnosticDescriptor SameTarget = Error("SVCPKG3005");

    /// <summary>A hook in a language that cannot be part of a script.</summary>
    public static readonly DiagnosticDescriptor HookLanguage = Error("SVCPKG3006");

    /// <summary>A template that nothing generated answers to.</summary>
    public static readonly DiagnosticDescriptor UnknownTemplate = Error("SVCPKG3007");

    /// <summary>A developer's template that cannot be rendered.</summary>
    public static readonly DiagnosticDescriptor TemplateFailed = Error("SVCPKG3008");

    /// <summary>A file of the payload that cannot be read.</summary>
    internal static readonly DiagnosticDescriptor<UnreadableKind> Unreadable = Error<UnreadableKind>("SVCPKG3009");

    /// <summary>A package that cannot be written.</summary>
    public static readonly DiagnosticDescriptor CannotWrite = Error("SVCPKG3010");

    /// <summary>A path that belongs to the administrator, the system or nobody.</summary>
    internal static readonly DiagnosticDescriptor<UnusualPlaceKind> UnusualPlace = Warning<UnusualPlaceKind>("SVCPKG3011");

    /// <summary>Something that the format has no place for, and that no rule above has caught.</summary>
    public static readonly DiagnosticDescriptor NotRepresentable = Error("SVCPKG3012");

    /// <summary>A project without .NET that does not say what to run.</summary>
    internal static readonly DiagnosticDescriptor<NoExecutableKind> NoExecutable = Error<NoExecutableKind>("SVCPKG3013");

    /// <summary>A program that the payload does not have.</summary>
    public static readonly DiagnosticDescriptor ExecutableNotFound = Error("SVCPKG3014");

    /// <summary>A text that names no program.</summary>
    internal static readonly DiagnosticDescriptor<ExecutablePathKind> ExecutablePath = Error<ExecutablePathKind>("SVCPKG3015");

    /// <summary>A file that the system does not start.</summary>
    internal static readonly DiagnosticDescriptor<UnfitExecutableKind> UnfitExecutable = Error<UnfitExecutableKind>("SVCPKG3016");

    /// <summary>A payload's folder that cannot be one.</summary>
    internal static readonly DiagnosticDescriptor<PayloadFolderKind> InvalidPayloadFolder = Error<PayloadFolderKind>("SVCPKG3017");

    /// <summary>Machine code for other machines.</summary>
    public static readonly DiagnosticDescriptor OtherArchitecture = Error("SVCPKG3018");

    /// <summary>What tools leave in folders.</summary>
    public static readonly DiagnosticDescriptor PayloadLitter = Warning("SVCPKG3019");

    /// <summary>A developer's template in the language that templates had before.</summary>
    public static readonly DiagnosticDescriptor HandlebarsTemplate = Error("SVCPKG3020");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. new[] { typeof(DiagnosticCatalog), typeof(PackageDiagnostics) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Select(field => field.GetValue(null) switch
            {
                DiagnosticDescriptor descriptor => descriptor,
                IDiagnosticKinds kinds => kinds.Descriptor,
                _ => null,
            })
            .OfType<DiagnosticDescriptor>()
            .OrderBy(descriptor => descriptor.Code, StringComparer.Ordinal),
    ];

    internal static DiagnosticDescriptor Error(string code) => new(code, DiagnosticSeverity.Error);

    internal static DiagnosticDescriptor Warning(string code) => new(code, DiagnosticSeverity.Warning);

    internal static DiagnosticDescriptor<TKind> Error<TKind>(string code)
        where TKind : struct, Enum => new(Error(code));

    internal static DiagnosticDescriptor<TKind> Warning<TKind>(string code)
        where TKind : struct, Enum => new(Warning(code));
}
