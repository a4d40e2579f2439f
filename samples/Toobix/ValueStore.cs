using System.Text.RegularExpressions;

namespace Toobix;

/// <summary>Small texts by key, a file each in the state directory.</summary>
internal sealed partial class ValueStore(OptionsStore options)
{
    public const int LargestValue = 64 << 10;

    private readonly string _directory = Directory.CreateDirectory(Path.Combine(options.Current.State, "values")).FullName;

    public static bool IsKey(string key) => Key().IsMatch(key);

    public async Task<string?> GetAsync(string key) => File.Exists(FileOf(key)) ? await File.ReadAllTextAsync(FileOf(key)) : null;

    public async Task SetAsync(string key, string value)
    {
        var beside = Path.Combine(_directory, Path.GetRandomFileName() + ".new");
        await File.WriteAllTextAsync(beside, value);
        File.Move(beside, FileOf(key), overwrite: true);
    }

    public void Delete(string key) => File.Delete(FileOf(key));

    private string FileOf(string key) => Path.Combine(_directory, key + ".txt");

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex Key();
}
