using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the instances: each one is the service with the metadata of its item instead of the service's properties.</summary>
internal sealed class InstanceReader(
    ReadingContext context, ServiceItemReader items, PackageItemReader packageItems, LayoutReader layouts, ServiceDefinition service)
{
    private const string ExpectedVariables = "NAME=value, several joined with ; (a value that contains ; in quotes: NAME=\"a;b\")";

    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    public IReadOnlyList<ServiceInstance> Read() => [.. items.Instances().Select(Read)];

    private ServiceInstance Read(ItemReader item)
    {
        var own = context.Reader.For(item);
        var shared = service.ForInstance(item.Include, context.Rules.Separator);
        var layout = ReadLayout(item, shared.Layout);
        var process = new ProcessReader(own, service.Project, context).Read(layout);
        var variables = ReadVariables(item);
        var files = packageItems.EnvironmentFiles(item.Include);
        var instance = SettingsReader.Apply(
            own.Properties, PropertyScope.Instance, shared with
            {
                Layout = layout,
                Account = ReadAccount(item, own),
                Process = process with { Environment = [.. process.Environment.Where(other => !IsIn(variables, other)), .. variables] },
                Logs = items.Logs(layout.Log),
                EnvironmentFiles = [.. service.EnvironmentFiles, .. files],
            });
        instance = SettingsReader.ApplyRestart(own.Properties, context.Rules, instance);
        var standard = $"{layout.EnvironmentFile(service.Name)}-{item.Include}";
        return new(instance, variables.Count > 0 || files.Exists(file => file.TargetPath != standard) || OverridesProcess(item));

        static bool IsIn(List<KeyValuePair<string, string>> variables, KeyValuePair<string, string> other) =>
            variables.Exists(variable => variable.Key == other.Key);
    }

    // Only the management command uses the address of the health check. The process is not started with it.
    private static bool OverridesProcess(ItemReader item) => ServiceItems.Instance.Metadata.Any(metadata =>
        metadata.Name != ServiceProperties.HealthUrl.InstanceMetadata && metadata != ServiceItems.InstanceEnvironment
        && item.Values.Line(metadata) is not null);

    private InstallLayout ReadLayout(ItemReader item, InstallLayout shared)
    {
        return shared with
        {
            State = Read(ServiceProperties.StateDirectory, shared.State),
            Log = Read(ServiceProperties.LogDirectory, shared.Log),
        };

        string Read(ServiceProperty property, string fallback)
        {
            var metadata = ServiceItems.Instance.Metadata.First(row => row.Name == property.InstanceMetadata);
            if (Tokens.Read(item.Values, metadata, _diagnostics) is not { } text)
            {
                return fallback;
            }

            // The path is beside the service's directories, such as {StateDirectory}-dev, or is one of them.
            var path = DirectoryTokens.Expand(
                text, token => token == DirectoryTokens.Instance ? item.Include : service.Layout.Resolve(token));
            return path == service.Layout.State || path == service.Layout.Log
                ? path
                : layouts.Writable(item.Values.Describe(metadata), path, fallback);
        }
    }

    // The installation creates only one account.
    private ServiceAccount ReadAccount(ItemReader item, InputReader own)
    {
        var metadata = ServiceItems.Instance.Metadata.First(row => row.Name == ServiceProperties.User.InstanceMetadata);
        if (item.Values.Line(metadata) is not { } user)
        {
            return service.Account;
        }

        if (service.Scope == ServiceScope.User)
        {
            _diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.InstanceUserScope, item.Values.Describe(metadata), user);
            return service.Account;
        }

        var account = new AccountReader(own.Properties, service.Package, _diagnostics).Read(context.Rules);
        if (account == service.Account || context.Rules.HasAccount(account) || context.Rules.IsSystemAccount(account.User))
        {
            return account;
        }

        _diagnostics.Report(
            DiagnosticCatalog.Contradiction, ConflictKind.InstanceUser,
            item.Values.Describe(metadata), user, service.Account.User, context.Rules.Superuser.User);
        return service.Account;
    }

    private List<KeyValuePair<string, string>> ReadVariables(ItemReader item)
    {
        var variables = new List<KeyValuePair<string, string>>();
        var text = Tokens.Read(item.Values, ServiceItems.InstanceEnvironment, _diagnostics) ?? "";
        var assignments = AssignmentText.Parse(text);
        foreach (var assignment in assignments)
        {
            if (!assignment.IsClosed)
            {
                _diagnostics.Report(DiagnosticCatalog.UnbalancedQuotes, item.Values.Describe(ServiceItems.InstanceEnvironment), text);
            }
            else if (assignment.Name is not { } name || !NameRules.IsVariableName(name))
            {
                var fragment = assignment.Name is null ? assignment.Value : $"{assignment.Name}={assignment.Value}";
                item.Values.Refuse(ServiceItems.InstanceEnvironment, fragment, ExpectedVariables);
            }
            else
            {
                CheckEnd(item, text, assignment, isLast: ReferenceEquals(assignment, assignments[^1]));
                variables.Add(new(name, assignment.Value));
            }
        }

        return variables;
    }

    // A connection string contains the separator, and its parts look like variables. An equals sign at the end of a value is the padding of
    // Base64.
    private void CheckEnd(ItemReader item, string text, Assignment assignment, bool isLast)
    {
        if (!isLast && !assignment.IsQuoted && assignment.Value.TrimEnd('=').Contains('=', StringComparison.Ordinal))
        {
            _diagnostics.Report(
                DiagnosticCatalog.AmbiguousVariables, item.Values.Describe(ServiceItems.InstanceEnvironment), text, assignment.Name!,
                assignment.Value);
        }
    }
}
