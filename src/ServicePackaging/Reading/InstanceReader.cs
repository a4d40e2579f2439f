using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the instances: each is the service, with what is said of it alone in the place of what is said of all.</summary>
internal sealed class InstanceReader(
    InputReader reader, ItemListReader items, PlaceReader places, ServiceDefinition service, PlatformRules rules, DiagnosticBag diagnostics)
{
    public IReadOnlyList<ServiceInstance> Read() => [.. items.Instances().Select(Read)];

    private ServiceInstance Read(ItemReader item)
    {
        var own = reader.For(item);
        var shared = service.ForInstance(item.Include, rules.Separator);
        var layout = ReadPlaces(item, shared.Layout);
        var process = ProcessReader.Read(own, service.Project, layout, rules, service.Name, diagnostics);
        var variables = ReadVariables(item, diagnostics);
        var files = items.EnvironmentFiles(item.Include);
        var instance = shared with
        {
            Layout = layout,
            Account = ReadAccount(item, own),
            Process = process with { Environment = [.. process.Environment.Where(variable => !variables.Exists(other => other.Key == variable.Key)), .. variables] },
            Hardening = ServiceDefinitionReader.ReadHardening(own.Properties),
            Limits = ServiceDefinitionReader.ReadLimits(own.Properties),
            HealthUrl = ServiceDefinitionReader.ReadHealthUrl(own.Properties),
            Logs = items.Logs(layout.Log),
            EnvironmentFiles = [.. service.EnvironmentFiles, .. files],
        };
        instance = instance with { Restart = ServiceDefinitionReader.ReadRestart(own, instance, rules) };
        var words = InstanceWords.OfProperties.Where(word => word != InstanceWords.HealthUrl);
        var standard = $"{layout.EnvironmentFile(service.Name)}-{item.Include}";
        return new(instance, IsOwnKind: variables.Count > 0 || files.Exists(file => file.TargetPath != standard) || words.Any(word => item.Values.Line(word) is not null));
    }

    private InstallLayout ReadPlaces(ItemReader item, InstallLayout shared)
    {
        return shared with { State = Read("StateDirectory", shared.State), Log = Read("LogDirectory", shared.Log) };

        string Read(string metadata, string fallback)
        {
            if (ProcessReader.ReadTokens(item.Values, metadata, diagnostics) is not { } text)
            {
                return fallback;
            }

            // Beside those of the service, or one of those itself: {StateDirectory}-dev.
            var path = DirectoryTokens.Expand(text, token => token == DirectoryTokens.Instance ? item.Include : service.Layout.Resolve(token));
            return path == service.Layout.State || path == service.Layout.Log ? path : places.Writable(item.Values.Describe(metadata), path, fallback);
        }
    }

    // One account is made at installation, and no other.
    private ServiceAccount ReadAccount(ItemReader item, InputReader own)
    {
        if (item.Values.Line(InstanceWords.User) is not { } user)
        {
            return service.Account;
        }

        if (service.Scope == ServiceScope.User)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, item.Values.Describe(InstanceWords.User), user, "ServiceScope", service.Scope, "each user's service runs as that user");
            return service.Account;
        }

        var account = rules.ReadAccount(own.Properties, service.Package, diagnostics);
        if (account == service.Account || rules.HasAccount(account) || rules.IsSystemAccount(account.User))
        {
            return account;
        }

        diagnostics.Report(
            DiagnosticCatalog.Contradiction, item.Values.Describe(InstanceWords.User), user, "ServiceUser", service.Account.User,
            $"one account is made; an instance has that, or one that every machine has, such as {rules.Superuser.User}");
        return service.Account;
    }

    private static List<KeyValuePair<string, string>> ReadVariables(ItemReader item, DiagnosticBag diagnostics)
    {
        var variables = new List<KeyValuePair<string, string>>();
        var text = ProcessReader.ReadTokens(item.Values, InstanceWords.Environment, diagnostics) ?? "";
        foreach (var assignment in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !NameRules.IsVariableName(assignment[..equals]))
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, item.Values.Describe(InstanceWords.Environment), assignment, "NAME=value, several joined with ;");
                continue;
            }

            variables.Add(new(assignment[..equals], assignment[(equals + 1)..]));
        }

        return variables;
    }
}
