namespace ServicePackaging.Model;

/// <summary>A socket that starts the service when it is used.</summary>
/// <param name="Kind">What it carries.</param>
/// <param name="Address">A port, an address with port, or the absolute path of a local socket; may contain directory tokens and the token
/// of the instance.</param>
/// <param name="Mode">Permission bits of a local socket.</param>
public sealed record ServiceSocket(SocketKind Kind, string Address, UnixFileMode Mode)
{
    /// <summary>Whether it is a file.</summary>
    public bool IsLocal =>
        Address[0] == '/' || (Address[0] == '{' && !Address.StartsWith(ServiceDefinition.AnyInstance, StringComparison.Ordinal));
}

/// <summary>What a socket carries.</summary>
public enum SocketKind
{
    /// <summary>A connection.</summary>
    Stream,

    /// <summary>Single messages.</summary>
    Datagram,
}
