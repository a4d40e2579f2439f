using System.Text.RegularExpressions;
using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Placement;

namespace ServicePackaging.MacPkg;

/// <summary>The files that services print to. Linux has the limits of the journal; here, a file that no <c>ServiceLog</c> rotates would
/// grow without bound.</summary>
internal static class PrintedLogs
{
    // As many bytes as six files of this size have, the current one included, and no more than the output of half an hour above it.
    private const string Size = "10M";
    private const int Keep = 5;

    /// <summary>Returns the files that no declared log covers, and the service that prints to each.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="jobs">The jobs of the services, in the order of <see cref="ServiceDefinition.Services"/>.</param>
    public static IEnumerable<(ServiceLog Log, ServiceDefinition Service)> Of(
        ServiceDefinition definition, IReadOnlyList<LaunchdJob> jobs)
    {
        var declared = definition.RotatedLogs.Select(row => Matcher(row.Log.Path)).ToList();
        return
        [
            .. from pair in definition.Services.Zip(jobs)
               from path in PathsOf(pair.First, pair.Second).Distinct()
               where !declared.Exists(matcher => matcher.IsMatch(path)) && MayRotate(pair.First, path)
               select (new ServiceLog(path, LogRotation.Monthly, Keep, Size, Compress: true, Reload: false), pair.First),
        ];
    }

    private static IEnumerable<string> PathsOf(ServiceDefinition service, LaunchdJob job) => service.Scope == ServiceScope.User
        ? RunScript.OutputsOf(service).OfType<string>().Where(path => UserPlaces.HoldLog(service, path))
        : job.Keys.Values.Where(pair => pair.Key is "StandardOutPath" or "StandardErrorPath").Select(pair => pair.Value)
            .OfType<PropertyText>().Select(text => text.Text).Where(path => !path.StartsWith("/dev/", StringComparison.Ordinal));

    // The account of the service creates the old files beside it.
    private static bool MayRotate(ServiceDefinition service, string path) =>
        service.Scope == ServiceScope.User || service.Account.IsRoot
        || ServiceDirectories.AtInstallation(service, Platform.MacOS).Any(directory =>
            directory.Account == service.Account && path.StartsWith(directory.Path + "/", StringComparison.OrdinalIgnoreCase));

    // A pattern of the shell.
    private static Regex Matcher(string pattern)
    {
        var expression = Regex.Escape(pattern)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal)
            .Replace(@"\[!", "[^", StringComparison.Ordinal).Replace(@"\[", "[", StringComparison.Ordinal);
        return new Regex($@"\A{expression}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
    }
}
