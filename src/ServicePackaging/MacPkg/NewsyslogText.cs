using System.Globalization;
using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Unix;

namespace ServicePackaging.MacPkg;

/// <summary>The log files as newsyslog.conf(5) of macOS rotates them.</summary>
internal static class NewsyslogText
{
    // Midnight of every day, of Sundays, of the first of the month.
    private static readonly Dictionary<LogRotation, string> When = new()
    {
        [LogRotation.Daily] = "$D0",
        [LogRotation.Weekly] = "$W0D0",
        [LogRotation.Monthly] = "$M1D0",
    };

    private const int LogMode = 0b110_100_000;

    public static string Create(ServiceDefinition definition)
    {
        var text = new StringBuilder("# logfilename [owner:group] mode count size when flags\n");
        foreach (var (log, service) in definition.RotatedLogs)
        {
            var (user, group) = service.Account;
            // Z compresses, N tells nobody, G takes the name for a pattern, B writes no line of its own.
            var flags = $"{(log.Compress ? "Z" : "")}N{(log.Path.AsSpan().ContainsAny("*?[") ? "G" : "")}B";
            text.Append(CultureInfo.InvariantCulture, $"{log.Path} {user}:{group} {UnixModes.ToOctal(LogMode)[1..]} {log.Keep} {Kilobytes(log.Size)} {When[log.Rotate]} {flags}\n");
        }

        return text.ToString();
    }

    private static string Kilobytes(string? size)
    {
        if (size is null)
        {
            return "*";
        }

        var unit = size[^1] switch { 'k' => 1L, 'M' => 1024L, 'G' => 1024L * 1024, _ => 0L };
        var number = long.Parse(size.AsSpan().TrimEnd("kMG"), CultureInfo.InvariantCulture);
        return (unit > 0 ? number * unit : Math.Max(1, number / 1024)).ToString(CultureInfo.InvariantCulture);
    }
}
