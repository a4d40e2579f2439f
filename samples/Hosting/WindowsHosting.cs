namespace Hosting;

/// <summary>What <c>AddWindowsService()</c> does: a program that the Service Control Manager started answers to it, and nothing changes for any other.</summary>
internal static class WindowsHosting
{
    /// <summary>Makes the manager's wishes the host's.</summary>
    public static void AddWindowsLifetime<TService>(this IServiceCollection services, ServiceControlManager? scm)
        where TService : class, IReloads
    {
        if (OperatingSystem.IsWindows() && scm is not null)
        {
            services.AddSingleton<IReloads>(provider => provider.GetRequiredService<TService>());
            services.AddSingleton(scm).AddSingleton<IHostLifetime, WindowsServiceLifetime>();
        }
    }
}
