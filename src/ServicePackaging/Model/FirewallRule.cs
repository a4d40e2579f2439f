namespace ServicePackaging.Model;

/// <summary>A port of the program that the firewall opens.</summary>
/// <param name="Port">From 1 to 65535.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Profiles">The profiles of networks on which it is open, joined with commas; null for all.</param>
/// <param name="RemoteAddresses">The addresses that may connect, joined with commas; null for all.</param>
public sealed record FirewallRule(int Port, PortProtocol Protocol, string? Profiles = null, string? RemoteAddresses = null);

/// <summary>The protocol of a port.</summary>
public enum PortProtocol
{
    /// <summary>Connections.</summary>
    Tcp,

    /// <summary>Single messages.</summary>
    Udp,
}
