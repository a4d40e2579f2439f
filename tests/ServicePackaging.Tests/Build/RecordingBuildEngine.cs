using System.Collections;
using Microsoft.Build.Framework;

namespace ServicePackaging.Tests.Build;

/// <summary>Replaces MSBuild for one task, and keeps what it reports.</summary>
internal sealed class RecordingBuildEngine : IBuildEngine
{
    /// <summary>The errors and warnings, in order.</summary>
    public List<string> Messages { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public bool BuildProjectFile(
        string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException("A task builds no project here.");

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public void LogErrorEvent(BuildErrorEventArgs e) => Messages.Add($"error {e.Code}: {e.Message}");

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
    }

    public void LogWarningEvent(BuildWarningEventArgs e) => Messages.Add($"warning {e.Code}: {e.Message}");
}
