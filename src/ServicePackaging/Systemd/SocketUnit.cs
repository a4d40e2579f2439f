using ServicePackaging.Model;
using ServicePackaging.Unix;

namespace ServicePackaging.Systemd;

/// <summary>The .socket unit (systemd.socket(5)).</summary>
internal static class SocketUnit
{
    private const string Socket = "Socket";

    public static UnitFile Create(ServiceDefinition definition)
    {
        var text = new UnitText(definition);
        var unit = new UnitFile().Add("Unit", "Description", text.Description($"Sockets of {definition.DisplayName}"));
        foreach (var socket in definition.Sockets)
        {
            unit.Add(Socket, socket.Kind == SocketKind.Datagram ? "ListenDatagram" : "ListenStream", text.Value(socket.Address));
        }

        if (definition.Sockets.FirstOrDefault(socket => socket.IsLocal) is { } local)
        {
            unit.Add(Socket, "SocketMode", UnixModes.ToOctal(local.Mode));
            if (definition.Scope == ServiceScope.System)
            {
                unit.Add(Socket, "SocketUser", definition.Account.User).Add(Socket, "SocketGroup", definition.Account.Group);
            }

            unit.Add(Socket, "RemoveOnStop", "yes");
        }

        unit.Add("Install", "WantedBy", "sockets.target");
        return ServiceUnit.ApplyDirectives(unit, definition, Socket);
    }
}
