using System.IO.MemoryMappedFiles;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;

namespace SandboxProbe;

/// <summary>What services do with files. The paths outside of their own directories are prepared by the test.</summary>
internal static class FileChecks
{
    private const UnixFileMode SharedDirectory = UnixFileMode.SetGroup
        | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    public static string StateDirectory { get; } = Variable("STATE_DIRECTORY");

    public static string RuntimeDirectory { get; } = Variable("RUNTIME_DIRECTORY");

    public static IEnumerable<(string Name, Func<Task> Run)> All =>
    [
        ("temporary-file", () => RuntimeChecks.Run(() => File.Delete(Path.GetTempFileName()))),
        ("file-lock", FileLock),
        ("sqlite", SqliteAsync),
        ("memory-mapped-file", MemoryMappedFiles),
        ("file-watcher", FileWatcherAsync),
        ("home-directory", HomeDirectory),
        ("certificate-store", CertificateStore),
        ("drives", Drives),
        ("beside-program", () => RuntimeChecks.Run(() => File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "note"), ""))),
        ("elsewhere", () => RuntimeChecks.Run(() => File.WriteAllText($"/srv/probe/{Environment.ProcessId}", ""))),
        ("home", () => RuntimeChecks.Run(() => File.ReadAllText("/home/ann/note"))),
        ("shared-tmp", () => RuntimeChecks.Run(() => File.ReadAllText("/tmp/probe-note"))),
        ("group-file", () => RuntimeChecks.Run(() => File.ReadAllText("/srv/probe-group"))),
        ("change-group", () => RuntimeChecks.Run(() => Native.ChangeGroup(NewFile("changed")))),
        ("setgid-directory", () => RuntimeChecks.Run(() => Directory.CreateDirectory(InState("shared")).UnixFileMode = SharedDirectory)),
        ("device", () => RuntimeChecks.Run(() => File.OpenHandle("/dev/probe", access: FileAccess.Write).Dispose())),
        ("shared-memory", SharedMemory),
    ];

    private static string InState(string name) => Path.Combine(StateDirectory, name);

    private static string NewFile(string name)
    {
        File.WriteAllText(InState(name), "text");
        return InState(name);
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");

    private static Task FileLock()
    {
        using var file = new FileStream(NewFile("locked"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        file.Lock(0, 1);
        file.Unlock(0, 1);
        return Task.CompletedTask;
    }

    private static async Task SqliteAsync()
    {
        await using var database = new SqliteConnection($"Data Source={InState("probe.db")}");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t (n INTEGER); INSERT INTO t VALUES (1)";
        await command.ExecuteNonQueryAsync();
    }

    private static Task MemoryMappedFiles()
    {
        using var file = MemoryMappedFile.CreateFromFile(NewFile("mapped"), FileMode.Open, null, 4096);
        using var anonymous = MemoryMappedFile.CreateNew(null, 4096);
        file.CreateViewAccessor().Write(0, 1);
        anonymous.CreateViewAccessor().Write(0, 1);
        var memory = $"/dev/shm/probe-{Environment.ProcessId}";
        File.WriteAllText(memory, "");
        File.Delete(memory);
        return Task.CompletedTask;
    }

    private static async Task FileWatcherAsync()
    {
        var seen = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(StateDirectory, "watched") { EnableRaisingEvents = true };
        watcher.Created += (_, _) => seen.TrySetResult();
        watcher.Changed += (_, _) => seen.TrySetResult();
        NewFile("watched");
        await seen.Task;
    }

    private static Task HomeDirectory()
    {
        var directory = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        File.WriteAllText(Path.Combine(directory, "note"), "");
        return Task.CompletedTask;
    }

    private static Task CertificateStore()
    {
        using var certificate = NetworkChecks.SelfSigned();
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser, OpenFlags.ReadWrite);
        store.Add(certificate);
        store.Remove(certificate);
        return Task.CompletedTask;
    }

    private static Task SharedMemory()
    {
        Native.AttachSharedMemory(int.Parse(File.ReadAllText("/srv/probe/shared-memory")));
        return Task.CompletedTask;
    }

    private static Task Drives() =>
        RuntimeChecks.Expect("True", (DriveInfo.GetDrives().Length > 0 && new DriveInfo(StateDirectory).AvailableFreeSpace > 0).ToString());
}
