using System.Runtime.InteropServices;

namespace SandboxProbe;

/// <summary>Why something was refused, in the words of the operating system where it gave some.</summary>
internal static class Reason
{
    // .NET's errors of files carry the number of the system's error in their HResult, and its words are hidden by a text of .NET.
    public static string Of(Exception exception)
    {
        var innermost = exception.GetBaseException();
        return innermost switch
        {
            FileNotFoundException or DirectoryNotFoundException => Marshal.GetPInvokeErrorMessage(Native.NoSuchFile),
            IOException { HResult: > 0 } => Marshal.GetPInvokeErrorMessage(innermost.HResult),
            _ => innermost.Message.ReplaceLineEndings(" "),
        };
    }
}
