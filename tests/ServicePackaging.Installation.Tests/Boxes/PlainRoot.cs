namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>A box without a service manager, as in a container or while an image is built.</summary>
internal sealed class PlainRoot : Box
{
    private PlainRoot(BoxKeeper keeper)
        : base(keeper)
    {
    }

    /// <summary>Makes a fresh root; skips the test aloud where that is not possible.</summary>
    public static async Task<PlainRoot> StartAsync(BoxImage? image = null)
    {
        var root = new PlainRoot(await StartKeeperAsync("plain", image ?? BoxImage.Plain));
        try
        {
            await root.Keeper.BootedAsync();
            return root;
        }
        catch
        {
            await root.DisposeAsync();
            throw;
        }
    }
}
