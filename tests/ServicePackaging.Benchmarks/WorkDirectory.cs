namespace ServicePackaging.Benchmarks;

/// <summary>The directory for payloads and packages; deleted at the end unless the user has named it.</summary>
internal sealed class WorkDirectory(string? chosen) : IDisposable
{
    public string Path { get; } = chosen is null
        ? Directory.CreateTempSubdirectory("servicepackaging-bench-").FullName
        : Directory.CreateDirectory(chosen).FullName;

    public void Dispose()
    {
        if (chosen is null)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
