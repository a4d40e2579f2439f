using System.Runtime.InteropServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>The functions of liblzma that read and write xz streams (lzma/base.h and lzma/container.h of xz 5.2).</summary>
internal static unsafe partial class Liblzma
{
    // A separate name: with its real name, the loader would find the system's liblzma before the one next to this assembly.
    private const string Library = "servicepackaging-liblzma";

    /// <summary>LZMA_CONCATENATED: a decoder continues with the next stream until the input ends.</summary>
    public const uint Concatenated = 0x08;

    private static readonly Lazy<nint> Handle = new(() => Load(Candidates()));

    static Liblzma() =>
        NativeLibrary.SetDllImportResolver(typeof(Liblzma).Assembly, (name, _, _) => name == Library ? Handle.Value : 0);

    /// <summary>lzma_ret.</summary>
    public enum Result
    {
        Ok = 0,
        StreamEnd = 1,
        MemoryError = 5,
        MemoryLimitError = 6,
        FormatError = 7,
        OptionsError = 8,
        DataError = 9,
        BufferError = 10,
    }

    /// <summary>lzma_action.</summary>
    public enum Action
    {
        Run = 0,
        Finish = 3,
    }

    /// <summary>lzma_check.</summary>
    public enum Check
    {
        Crc32 = 1,
    }

    [LibraryImport(Library, EntryPoint = "lzma_stream_encoder_mt")]
    public static partial Result StreamEncoderMt(Stream* stream, MtOptions* options);

    [LibraryImport(Library, EntryPoint = "lzma_stream_decoder")]
    public static partial Result StreamDecoder(Stream* stream, ulong memoryLimit, uint flags);

    [LibraryImport(Library, EntryPoint = "lzma_code")]
    public static partial Result Code(Stream* stream, Action action);

    [LibraryImport(Library, EntryPoint = "lzma_end")]
    public static partial void End(Stream* stream);

    /// <summary>The possible paths of the library, in order of preference: first the library in the SDK package, then that of the
    /// system.</summary>
    internal static IEnumerable<string> Candidates()
    {
        var beside = Path.GetDirectoryName(typeof(Liblzma).Assembly.Location);
        var (os, file, system) = OperatingSystem.IsWindows() ? ("win", "liblzma.dll", "liblzma.dll")
            : OperatingSystem.IsMacOS() ? ("osx", "liblzma.dylib", "liblzma.5.dylib")
            : ("linux", "liblzma.so", "liblzma.so.5");
        if (!string.IsNullOrEmpty(beside))
        {
            // Runtime identifiers use the same names for x64, x86, arm and arm64.
            var rid = $"{os}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
            yield return Path.Combine(beside, "runtimes", rid, "native", file);
        }

        yield return system;
        if (OperatingSystem.IsMacOS())
        {
            // The loader does not search the directory of Homebrew.
            yield return "/opt/homebrew/lib/liblzma.5.dylib";
            yield return "/usr/local/lib/liblzma.5.dylib";
        }
    }

    /// <summary>Loads the first candidate that can be loaded.</summary>
    /// <exception cref="CompressionUnavailableException">No candidate can be loaded.</exception>
    internal static nint Load(IEnumerable<string> candidates)
    {
        var searched = new List<string>();
        foreach (var candidate in candidates)
        {
            // A library for a different C library (glibc on musl) exists but cannot be loaded. The next candidate may work.
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }

            searched.Add(candidate);
        }

        throw new CompressionUnavailableException(CompressionKind.Xz, searched);
    }

    /// <summary>Loads the library, or throws if it is unavailable.</summary>
    /// <exception cref="CompressionUnavailableException">The library is not found.</exception>
    public static void Require() => _ = Handle.Value;

    /// <summary>Returns the exception for a failed call.</summary>
    public static Exception Failure(Result result) => result switch
    {
        Result.MemoryError => new InsufficientMemoryException("liblzma could not allocate its tables."),
        Result.MemoryLimitError => new InvalidDataException("The xz stream needs more memory to decompress than is allowed."),
        Result.FormatError => new InvalidDataException("The data is not an xz stream."),
        Result.OptionsError => new InvalidDataException("The xz stream uses filters or options that are not supported."),
        Result.DataError => new InvalidDataException("The xz stream is corrupt."),
        Result.BufferError => new InvalidDataException("The xz stream is truncated."),
        _ => new InvalidOperationException($"liblzma failed with code {(int)result}."),
    };

    /// <summary>lzma_stream, which must not move while it is in use.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Stream
    {
        public byte* NextIn;
        public nuint AvailableIn;
        public ulong TotalIn;
        public byte* NextOut;
        public nuint AvailableOut;
        public ulong TotalOut;
        public void* Allocator;
        public void* Internal;
        public fixed byte Reserved[96];
    }

    /// <summary>lzma_mt.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MtOptions
    {
        public uint Flags;
        public uint Threads;
        public ulong BlockSize;
        public uint Timeout;
        public uint Preset;
        public void* Filters;
        public Check Check;
        public fixed byte Reserved[128];
    }
}
