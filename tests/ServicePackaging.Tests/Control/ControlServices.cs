using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Control;

/// <summary>Services with a management command, by the differences between their commands.</summary>
internal static class ControlServices
{
    public const string Url = "http://127.0.0.1:8765/health?of=me&in=50%25";

    public static readonly IReadOnlyDictionary<string, Func<Service, Service>> Kinds = new Dictionary<string, Func<Service, Service>>
    {
        ["one"] = Command,
        ["one that is asked"] = service => Command(service).With("ServiceHealthUrl", Url),
        ["instances"] = service => Command(service).Item("ServiceInstance", "east").Item("ServiceInstance", "west-2.b"),
        ["instances that are asked"] = service => Command(service).With("ServiceHealthUrl", "http://127.0.0.1/{Instance}")
            .Item("ServiceInstance", "east").Item("ServiceInstance", "west", ("HealthUrl", "http://127.0.0.1:81/?it's=[west]")),
        ["some are asked"] = service => Command(service).Item("ServiceInstance", "east").Item("ServiceInstance", "west", ("HealthUrl", "http://127.0.0.1:81/")),
        ["user"] = service => Command(service).With("ServiceScope", "User").With("ServiceHealthUrl", Url),
        ["user with files"] = service => Command(service).With("ServiceScope", "User").With("ServiceStandardOutput", "{LogDirectory}/a b.log"),
        ["some print to files"] = service => Command(service).Item("ServiceInstance", "east", ("StandardOutput", "/var/log/acme-output/a.log")).Item("ServiceInstance", "west"),
        ["socket"] = service => Command(service).Item("ServiceSocket", "8080"),
        ["on demand"] = service => Command(service).Item("ServiceSocket", "8080").With("ServiceStartMode", "Manual"),
        ["socket of a user"] = service => Command(service).Item("ServiceSocket", "8080").With("ServiceScope", "User"),
        ["socket instances"] = service => Command(service).Item("ServiceInstance", "7001").Item("ServiceInstance", "7002").Item("ServiceSocket", "{Instance}"),
        ["timer"] = service => Command(service).Item("ServiceTimer", "often", ("Every", "1h")),
        ["odd names"] = service => Command(service).With("ServiceDisplayName", "Acme's \"$Collector\" `x`").With("ServiceLogIdentifier", "it's 50%"),
    };

    public static Service Command(Service service) => service.With("ServiceControlCommand", "acmectl");
}
