using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Vocabulary;

/// <summary>A service manager: what it supports, and what it does not allow.</summary>
/// <param name="Support">What it does with each property and item.</param>
/// <param name="CheckService">Reports settings that contradict each other there.</param>
internal sealed record ServiceManager(SupportTable Support, Action<ServiceDefinition, DiagnosticBag> CheckService)
{
    /// <summary>Reports the settings of each service that the service manager does not support, or that contradict each other
    /// there.</summary>
    public void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        foreach (var service in definition.Services.Prepend(definition).Distinct())
        {
            Support.Report(service, diagnostics);
            CheckService(service, diagnostics);
        }
    }
}
