namespace ServicePackaging.Model;

/// <summary>A port of the program that the firewall opens.</summary>
/// <param name="Port">From 1 to 65535.</param>
/// <param name="Protocol">Its protocol.</param>
public sealed record FirewallRule(int Port, PortProtocol Protocol);

/// <summary>The protocol of a port.</summary>
public enum PortProtocol
{
    /// <summary>Connections.</summary>
    Tcp,

    /// <summary>Single messages.</summary>
    Udp,
}
