using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServicePackaging.Repositories.Writing;

/// <summary>Describes changes as JSON, for scripts that upload them: a list of files for each stage, in order.</summary>
internal static class WriteListing
{
    private const string Volatile = "no-cache";
    private const string Immutable = "public, max-age=31536000, immutable";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Returns the JSON text.</summary>
    public static string Render(IReadOnlyList<RepositoryWrite> writes) => JsonSerializer.Serialize(
        new
        {
            Writes = writes.Select(write => new
            {
                Stage = JsonNamingPolicy.CamelCase.ConvertName(write.Stage.ToString()),
                write.Path,
                CacheControl = write.Stage switch
                {
                    WriteStage.Delete => null,
                    WriteStage.Immutable => Immutable,
                    _ => Volatile,
                },
            }),
        },
        Options);
}
