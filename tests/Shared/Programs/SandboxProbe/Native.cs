using System.Runtime.InteropServices;

namespace SandboxProbe;

/// <summary>System calls that .NET has no method for; each throws what the system said.</summary>
internal static partial class Native
{
    /// <summary>ENOENT.</summary>
    public const int NoSuchFile = 2;

    public static void ChangeGroup(string path) => Check(Chown(path, uint.MaxValue, GetGroup()));

    /// <summary>Maps a page that is writable and executable at once, and gives it back.</summary>
    public static unsafe void MapExecutable()
    {
        // PROT_READ | PROT_WRITE | PROT_EXEC; MAP_PRIVATE | MAP_ANONYMOUS
        var page = Map(null, 4096, 7, 0x22, -1, 0);
        Check(page == (void*)-1 ? -1 : 0);
        Check(Unmap(page, 4096));
    }

    /// <summary>Keeps a page in memory, as programs do with keys.</summary>
    public static unsafe void LockMemory()
    {
        var page = stackalloc byte[16];
        Check(Lock(page, 16));
        Check(Unlock(page, 16));
    }

    /// <summary>Becomes the debugger of a child process.</summary>
    public static void Attach(int process) => Check(Trace(Seize, process, 0, 0) == -1 ? -1 : 0);

    /// <summary>Attaches shared memory of System V.</summary>
    public static void AttachSharedMemory(int id) => Check(AttachMemory(id, 0, 0) == -1 ? -1 : 0);

    /// <summary>Turns off the randomization of addresses, as emulators and sanitizers do.</summary>
    public static void ChangePersonality() => Check(Personality(0x0040000));

    /// <summary>Asks for the scheduling class of real-time programs, SCHED_FIFO, with priority 1.</summary>
    public static void BecomeRealTime()
    {
        var priority = 1;
        Check(SetScheduler(0, 1, ref priority));
        var none = 0;
        Check(SetScheduler(0, 0, ref none));
    }

    private const int Seize = 0x4206; // PTRACE_SEIZE

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "getgid")]
    private static partial uint GetGroup();

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static unsafe partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static unsafe partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "mlock", SetLastError = true)]
    private static unsafe partial int Lock(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "munlock", SetLastError = true)]
    private static unsafe partial int Unlock(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    private static partial nint Trace(nint request, int process, nint address, nint data);

    [LibraryImport("libc", EntryPoint = "shmat", SetLastError = true)]
    private static partial nint AttachMemory(int id, nint address, int flags);

    [LibraryImport("libc", EntryPoint = "personality", SetLastError = true)]
    private static partial int Personality(ulong persona);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int process, int policy, ref int priority);
}
