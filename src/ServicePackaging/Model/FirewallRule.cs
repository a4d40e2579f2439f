namespace ServicePackaging.Model;

/// <summary>A port that the firewall lets through to the program.</summary>
/// <param name="Port">From 1 to 65535.</param>
/// <param name="Protocol">What it speaks.</param>
public sealed record FirewallRule(int Port, PortProtocol Protocol);

/// <summary>What a port speaks.</summary>
public enum PortProtocol
{
    /// <summary>Connections.</summary>
    Tcp,

    /// <summary>Single messages.</summary>
    Udp,
}
