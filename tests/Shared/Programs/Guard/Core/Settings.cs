namespace Core;

public static class Settings
{
    public static string Read() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guard.config")).Trim();
}
