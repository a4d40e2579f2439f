using System.Text;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.Executables;

/// <summary>Wine's implementation of Windows Installer reads the versions of files.</summary>
public sealed class VersionResourceOracleTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void It_reads_the_same_as_Windows_Installer()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var packs = Path.Combine(packages, "microsoft.netcore.app.runtime.win-x64");
        string[] files = Directory.Exists(packs)
            ? [.. new[] { "*.dll", "*.exe", "*.json" }.SelectMany(pattern => Directory.GetFiles(packs, pattern, SearchOption.AllDirectories))]
            : [];
        Availability.Require(files.Length > 0 ? null : new Lack("There is no runtime for win-x64 in the package cache", "./build.sh --target=Demo"));

        Assert.Equal(Ask(files), files.Select(path =>
        {
            using var stream = File.OpenRead(path);
            return VersionResource.Read(stream) is { } resource ? $"{resource.Version}|{string.Join(',', resource.Languages)}" : "|";
        }));
    }

    public void Dispose() => _directory.Dispose();

    private string[] Ask(string[] files)
    {
        _directory.Write("ask.c", Encoding.UTF8.GetBytes(
            """
            #include <windows.h>
            #include <msi.h>
            #include <stdio.h>
            int wmain(int argc, wchar_t **argv)
            {
                for (int i = 1; i < argc; i++)
                {
                    WCHAR version[64] = L"", languages[128] = L"";
                    DWORD versionLength = 64, languagesLength = 128;
                    MsiGetFileVersionW(argv[i], version, &versionLength, languages, &languagesLength);
                    wprintf(L"%ls|%ls\n", version, languages);
                }
                return 0;
            }

            """));
        Tool.Run("x86_64-w64-mingw32-gcc -municode -o ask.exe ask.c -lmsi", _directory.Path);
        var wine = $"env -u DISPLAY WINEPREFIX={_directory.File("prefix")} WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= wine";
        Availability.RequireProgram("wine");
        Tool.Run($"{wine} wineboot -i");
        return
        [
            .. files.Chunk(100).SelectMany(some =>
                Tool.Run($"{wine} {_directory.File("ask.exe")} {string.Join(' ', some.Select(file => "Z:" + file))}")
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
    }
}
