using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ServicePackaging.Formats.Compression;

/// <summary>A running encoder or decoder of liblzma. Its native memory is released with it, at the latest by the finalizer.</summary>
internal sealed unsafe class LzmaCoder : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Creates a zeroed state, as liblzma requires. The runtime requires a constructor of every safe handle.</summary>
    public LzmaCoder()
        : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(Liblzma.Stream)));

    private Liblzma.Stream* Stream => (Liblzma.Stream*)handle;

    /// <summary>Creates an encoder of one xz stream.</summary>
    /// <exception cref="CompressionUnavailableException">liblzma is not found on this host.</exception>
    public static LzmaCoder Encoder(uint preset, ulong blockSize, uint threads, Liblzma.Check check)
    {
        var options = new Liblzma.MtOptions { Threads = threads, BlockSize = blockSize, Preset = preset, Check = check };
        Liblzma.Require();
        var coder = new LzmaCoder();
        return coder.Checked(Liblzma.StreamEncoderMt(coder.Stream, &options));
    }

    /// <summary>Creates a decoder of any number of xz streams.</summary>
    /// <exception cref="CompressionUnavailableException">liblzma is not found on this host.</exception>
    public static LzmaCoder Decoder(ulong memoryLimit)
    {
        Liblzma.Require();
        var coder = new LzmaCoder();
        return coder.Checked(Liblzma.StreamDecoder(coder.Stream, memoryLimit, Liblzma.Concatenated));
    }

    /// <summary>Consumes input and produces output, at least one of the two unless the input is empty.</summary>
    /// <returns>Whether the stream has ended.</returns>
    /// <exception cref="InvalidDataException">The input cannot be decoded.</exception>
    public bool Step(Liblzma.Action action, ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int produced)
    {
        Liblzma.Result result;
        fixed (byte* source = input, target = output)
        {
            Stream->NextIn = source;
            Stream->AvailableIn = (nuint)input.Length;
            Stream->NextOut = target;
            Stream->AvailableOut = (nuint)output.Length;
            result = Liblzma.Code(Stream, action);
            consumed = input.Length - (int)Stream->AvailableIn;
            produced = output.Length - (int)Stream->AvailableOut;
        }

        return result is Liblzma.Result.Ok or Liblzma.Result.StreamEnd ? result == Liblzma.Result.StreamEnd : throw Liblzma.Failure(result);
    }

    protected override bool ReleaseHandle()
    {
        Liblzma.End(Stream);
        NativeMemory.Free((void*)handle);
        return true;
    }

    private LzmaCoder Checked(Liblzma.Result result)
    {
        if (result == Liblzma.Result.Ok)
        {
            return this;
        }

        Dispose();
        throw Liblzma.Failure(result);
    }
}
