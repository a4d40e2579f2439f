namespace Vocoder;

/// <summary>Something that the main loop has to see to.</summary>
internal abstract record DaemonEvent;

/// <summary>A line from a client, and who waits for its answer.</summary>
internal sealed record RequestEvent(string Line, TaskCompletionSource<string> Answer) : DaemonEvent;

/// <summary>The configuration has changed.</summary>
internal sealed record ReloadEvent : DaemonEvent;

/// <summary>It is time to stop.</summary>
internal sealed record StopEvent : DaemonEvent;
