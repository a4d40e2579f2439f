using System.Reflection;

namespace ServicePackaging.Diagnostics;

/// <summary>The findings about the requested formats (1xxx), the service model (2xxx) and files (3xxx), and the list of all of
/// them.</summary>
public static class DiagnosticCatalog
{
    /// <summary>A name in ServicePackage that is not a format.</summary>
    public static readonly DiagnosticDescriptor UnknownFormat = Error("SVCPKG1001");

    /// <summary>A format that does not support the published runtime identifier.</summary>
    internal static readonly DiagnosticDescriptor<RuntimeIdentifierSource> FormatNeedsOtherRuntimeIdentifier =
        Error<RuntimeIdentifierSource>("SVCPKG1003");

    /// <summary>A Linux RID with another C library than Debian's.</summary>
    public static readonly DiagnosticDescriptor CLibraryMismatch = Error("SVCPKG1004");

    /// <summary>A processor that the format has no name for.</summary>
    public static readonly DiagnosticDescriptor UnknownArchitecture = Error("SVCPKG1005");

    /// <summary>The SDK precedes the .NET SDK (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor WrongSdkOrder = Error("SVCPKG1006");

    /// <summary>A .NET SDK that cannot load the tasks (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor SdkTooOld = Error("SVCPKG1007");

    /// <summary>Native AOT for another operating system (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor NativeAotElsewhere = Error("SVCPKG1008");

    /// <summary>A restore that did not know the runtime identifier (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor RestoredWithoutRuntimeIdentifier = Error("SVCPKG1009");

    /// <summary>Several runtime identifiers in a project in which restore does not see the SDK.</summary>
    public static readonly DiagnosticDescriptor OneRuntimeIdentifierOnly = Error("SVCPKG1010");

    /// <summary>A preview without a format.</summary>
    public static readonly DiagnosticDescriptor NothingToPreview = Error("SVCPKG1011");

    /// <summary>A folder to install, specified in a project that publishes.</summary>
    public static readonly DiagnosticDescriptor PayloadOfPublish = Error("SVCPKG1012");

    /// <summary>Two packages with the same name that differ.</summary>
    public static readonly DiagnosticDescriptor SamePackage = Error("SVCPKG1013");

    /// <summary>A repository whose commit cannot be read.</summary>
    public static readonly DiagnosticDescriptor UnknownCommitTime = Warning("SVCPKG1016");

    /// <summary>A restored package that the project's lock file does not lock.</summary>
    public static readonly DiagnosticDescriptor NotInLockFile = Error("SVCPKG1017");

    /// <summary>An output directory that all projects of a solution share (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor SharedOutput = Error("SVCPKG1018");

    /// <summary>A publish of another command than dotnet publish (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor PublishWithoutPackage = Warning("SVCPKG1019");

    /// <summary>A package of a project that is not a program (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor PackageOfLibrary = Warning("SVCPKG1014");

    /// <summary>A package asked of dotnet pack (reported by ServicePackaging.Checks.targets).</summary>
    public static readonly DiagnosticDescriptor PackageOfPack = Warning("SVCPKG1015");

    /// <summary>A value of the wrong kind.</summary>
    public static readonly DiagnosticDescriptor InvalidValue = Error("SVCPKG2001");

    /// <summary>Required metadata that an item does not have.</summary>
    public static readonly DiagnosticDescriptor MissingMetadata = Error("SVCPKG2002");

    /// <summary>A control character in a value.</summary>
    public static readonly DiagnosticDescriptor ControlCharacter = Error("SVCPKG2003");

    /// <summary>A directory token that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownToken = Error("SVCPKG2004");

    /// <summary>A command line with an open quote.</summary>
    public static readonly DiagnosticDescriptor UnbalancedQuotes = Error("SVCPKG2005");

    /// <summary>A name that does not follow its platform's rules.</summary>
    public static readonly DiagnosticDescriptor InvalidName = Error("SVCPKG2006");

    /// <summary>A path that is relative, not normalized, or in a directory that packages must not use.</summary>
    internal static readonly DiagnosticDescriptor<PathFaultKind> InvalidPath = Error<PathFaultKind>("SVCPKG2007");

    /// <summary>A duplicate declaration.</summary>
    public static readonly DiagnosticDescriptor Duplicate = Error("SVCPKG2008");

    /// <summary>Two settings that exclude one another.</summary>
    internal static readonly DiagnosticDescriptor<ConflictKind> Contradiction = Error<ConflictKind>("SVCPKG2009");

    /// <summary>A service that runs as the superuser.</summary>
    public static readonly DiagnosticDescriptor RunsAsRoot = Warning("SVCPKG2010");

    /// <summary>A setting that the platform does not support.</summary>
    internal static readonly DiagnosticDescriptor<UnsupportedKind> NotOnThisPlatform = Warning<UnsupportedKind>("SVCPKG2011");

    /// <summary>A setting that has an effect only together with another one.</summary>
    public static readonly DiagnosticDescriptor WithoutEffect = Warning("SVCPKG2012");

    /// <summary>A restart limit without a time window, or a time window without a limit.</summary>
    public static readonly DiagnosticDescriptor IncompleteLimit = Error("SVCPKG2013");

    /// <summary>A description that is only the default text of the project.</summary>
    public static readonly DiagnosticDescriptor NoDescription = Warning("SVCPKG2014");

    /// <summary>A name that cannot be derived without losing characters.</summary>
    public static readonly DiagnosticDescriptor LossyName = Error("SVCPKG2015");

    /// <summary>Metadata that an item does not have.</summary>
    public static readonly DiagnosticDescriptor UnknownMetadata = Error("SVCPKG2016");

    /// <summary>A file that systemd opens as root in a directory in which the service may replace it by a link.</summary>
    public static readonly DiagnosticDescriptor OutputInOwnDirectory = Error("SVCPKG2017");

    /// <summary>A service that runs under the name of a system account.</summary>
    internal static readonly DiagnosticDescriptor<SystemAccountKind> SystemAccount = Error<SystemAccountKind>("SVCPKG2018");

    /// <summary>A directory token in a property that tokens are resolved from.</summary>
    public static readonly DiagnosticDescriptor TokenInLayout = Error("SVCPKG2019");

    /// <summary>A name that is almost one of the vocabulary.</summary>
    internal static readonly DiagnosticDescriptor<MisspelledNameKind> MisspelledName = Warning<MisspelledNameKind>("SVCPKG2020");

    /// <summary>Variables joined with a character that may be part of a value.</summary>
    public static readonly DiagnosticDescriptor AmbiguousVariables = Error("SVCPKG2021");

    /// <summary>A variable that looks like a secret.</summary>
    internal static readonly DiagnosticDescriptor<SecretKind> Secret = Warning<SecretKind>("SVCPKG2022");

    /// <summary>A license whose file does not exist.</summary>
    public static readonly DiagnosticDescriptor LicenseFileNotFound = Warning("SVCPKG2023");

    /// <summary>A path by which root works in a directory in which the service may put a link.</summary>
    internal static readonly DiagnosticDescriptor<RootPathKind> RootInOwnDirectory = Error<RootPathKind>("SVCPKG2024");

    /// <summary>No program in the published output.</summary>
    public static readonly DiagnosticDescriptor NoProgram = Error("SVCPKG3001");

    /// <summary>A file name that package formats cannot hold.</summary>
    public static readonly DiagnosticDescriptor UnpackableName = Error("SVCPKG3002");

    /// <summary>A symbolic link in the payload that leads out of it.</summary>
    public static readonly DiagnosticDescriptor SymlinkLeavesPayload = Error("SVCPKG3003");

    /// <summary>A declared file that does not exist.</summary>
    public static readonly DiagnosticDescriptor FileNotFound = Error("SVCPKG3004");

    /// <summary>Two files at the same path.</summary>
    public static readonly DiagnosticDescriptor SameTarget = Error("SVCPKG3005");

    /// <summary>A hook in a language that cannot be part of a script.</summary>
    public static readonly DiagnosticDescriptor HookLanguage = Error("SVCPKG3006");

    /// <summary>A template for a generated file that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownTemplate = Error("SVCPKG3007");

    /// <summary>A developer's template that cannot be rendered.</summary>
    public static readonly DiagnosticDescriptor TemplateFailed = Error("SVCPKG3008");

    /// <summary>A file of the payload that cannot be read.</summary>
    internal static readonly DiagnosticDescriptor<UnreadableKind> Unreadable = Error<UnreadableKind>("SVCPKG3009");

    /// <summary>A package that cannot be written.</summary>
    public static readonly DiagnosticDescriptor CannotWrite = Error("SVCPKG3010");

    /// <summary>A file in a directory that packages should not use.</summary>
    internal static readonly DiagnosticDescriptor<UnusualPlaceKind> UnusualPlace = Warning<UnusualPlaceKind>("SVCPKG3011");

    /// <summary>Something that the format cannot represent, and that no other rule reports.</summary>
    public static readonly DiagnosticDescriptor NotRepresentable = Error("SVCPKG3012");

    /// <summary>A project without .NET that does not specify a program.</summary>
    internal static readonly DiagnosticDescriptor<NoExecutableKind> NoExecutable = Error<NoExecutableKind>("SVCPKG3013");

    /// <summary>A program that is missing in the payload.</summary>
    public static readonly DiagnosticDescriptor ExecutableNotFound = Error("SVCPKG3014");

    /// <summary>A text that is not the path of a program.</summary>
    internal static readonly DiagnosticDescriptor<ExecutablePathKind> ExecutablePath = Error<ExecutablePathKind>("SVCPKG3015");

    /// <summary>A file that the system cannot start.</summary>
    internal static readonly DiagnosticDescriptor<UnfitExecutableKind> UnfitExecutable = Error<UnfitExecutableKind>("SVCPKG3016");

    /// <summary>A folder that cannot be the payload.</summary>
    internal static readonly DiagnosticDescriptor<PayloadFolderKind> InvalidPayloadFolder = Error<PayloadFolderKind>("SVCPKG3017");

    /// <summary>Machine code for another architecture.</summary>
    public static readonly DiagnosticDescriptor OtherArchitecture = Error("SVCPKG3018");

    /// <summary>Files that tools leave in folders.</summary>
    public static readonly DiagnosticDescriptor PayloadLitter = Warning("SVCPKG3019");

    /// <summary>A developer's template in the language that templates had in earlier versions.</summary>
    public static readonly DiagnosticDescriptor HandlebarsTemplate = Error("SVCPKG3020");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. new[] { typeof(DiagnosticCatalog), typeof(PackageDiagnostics), typeof(SigningDiagnostics), typeof(ReleaseDiagnostics) }
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
