using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>A library that a native file of the payload is linked against, and that the payload does not have.</summary>
/// <param name="File">The file.</param>
/// <param name="Library">The library's name (DT_NEEDED).</param>
/// <param name="Versions">The symbol versions it has to have; may be none.</param>
internal sealed record NativeNeed(PayloadFile File, string Library, IReadOnlyList<string> Versions)
{
    // .NET's tracing provider is loaded only where its library is installed.
    private static readonly string[] Optional = ["liblttng-ust"];

    /// <summary>What the payload needs of the system.</summary>
    public static IReadOnlyList<NativeNeed> Of(Payload payload)
    {
        var files = payload.Items.OfType<PayloadFile>().Where(file => file.Elf is not null).ToList();
        var own = files.SelectMany(file => new[] { Path.GetFileName(file.Path), file.Elf!.SoName }).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from file in files
               from library in file.Elf!.Needed
               where !own.Contains(library) && !Array.Exists(Optional, prefix => library.StartsWith(prefix, StringComparison.Ordinal))
               let versions = file.Elf!.VersionNeeds.Where(need => need.File == library).SelectMany(need => need.Versions)
               select new NativeNeed(file, library, [.. versions]),
        ];
    }
}
