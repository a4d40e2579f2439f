using System.Net.Sockets;
using System.Security.Cryptography;

namespace Tokentap;

/// <summary>How <c>tokentap down</c> asks the one that runs to stop: with a word that only their common user can read.</summary>
internal static class StopRequest
{
    public const string Path = "/down";
    public const string Header = "Tokentap-Stop-Word";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes a fresh word.</summary>
    public static string Prepare(Settings settings)
    {
        var word = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        File.Delete(settings.StopFile);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(settings.StopFile, options);
        file.Write(word);
        return word;
    }

    /// <summary>Asks, and waits until nobody listens any more.</summary>
    /// <returns>0 when none runs, 1 when it does not stop.</returns>
    public static async Task<int> SendAsync(Settings settings)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{settings.Port}{Path}");
        try
        {
            request.Headers.Add(Header, await File.ReadAllTextAsync(settings.StopFile));
            using var response = await client.SendAsync(request);
            response.EnsureSuccessStatusCode();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or HttpRequestException { InnerException: SocketException })
        {
            return 0;
        }
        catch (HttpRequestException e)
        {
            Console.Error.WriteLine($"tokentap: {e.Message}");
            return 1;
        }

        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (!File.Exists(settings.StopFile))
            {
                return 0;
            }

            await Task.Delay(Pause);
        }

        Console.Error.WriteLine("tokentap: it does not stop");
        return 1;
    }
}
