using System.Globalization;
using System.Reflection;

namespace Tokentap;

/// <summary>What the environment says.</summary>
/// <param name="Port">The port of 127.0.0.1 to listen on.</param>
/// <param name="MongoUri">Where totals would go. This sample only names it in /status, and never speaks to a database.</param>
/// <param name="Directory">Where this user's totals are: STATE_DIRECTORY as service managers set it, else ~/.tokentap.</param>
internal sealed record Settings(int Port, string MongoUri, string Directory)
{
    private const int DefaultPort = 8080;

    public static string Version { get; } =
        typeof(Settings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    /// <summary>Where totals are kept.</summary>
    public string TotalsFile => Path.Combine(Directory, "totals.json");

    /// <summary>Holds a word that only this user can read, and that stops the service.</summary>
    public string StopFile => Path.Combine(Directory, "stop-word");

    /// <summary>Where a service without a console prints to.</summary>
    public string LogDirectory => Path.Combine(Directory, "logs");

    public static Settings Read() => new(
        int.TryParse(Environment.GetEnvironmentVariable("TOKENTAP_PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : DefaultPort,
        Environment.GetEnvironmentVariable("TOKENTAP_MONGO_URI") ?? "mongodb://127.0.0.1:27017",
        Environment.GetEnvironmentVariable("STATE_DIRECTORY")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".tokentap"));
}
