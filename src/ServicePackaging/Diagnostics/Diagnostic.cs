using System.Globalization;

namespace ServicePackaging.Diagnostics;

/// <summary>A finding about the developer's input.</summary>
/// <param name="Descriptor">Its kind.</param>
/// <param name="Message">The whole message.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, string Message)
{
    /// <summary>A finding with its kind's message about these values.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, params object[] arguments) =>
        Create(descriptor, null, arguments);

    /// <inheritdoc/>
    public override string ToString() => $"{Descriptor.Severity} {Descriptor.Code}: {Message}";

    /// <summary>A finding with the message of one case about these values.</summary>
    internal static Diagnostic Create<TKind>(DiagnosticDescriptor<TKind> descriptor, TKind kind, params object[] arguments)
        where TKind : struct, Enum => Create(descriptor.Descriptor, kind.ToString(), arguments);

    /// <summary>A finding with the message of one case, or of its only one, about these values.</summary>
    internal static Diagnostic Create(DiagnosticDescriptor descriptor, string? kind, object[] arguments) =>
        new(descriptor, string.Format(CultureInfo.InvariantCulture, descriptor.FormatOf(kind), arguments));
}

/// <summary>Collects findings, so that one build names everything that is wrong and not only the first thing.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether any finding forbids creating the package.</summary>
    public bool HasErrors => _items.Exists(item => item.Descriptor.Severity == DiagnosticSeverity.Error);

    /// <summary>Adds a finding; the same finding reported twice is kept once.</summary>
    public void Report(DiagnosticDescriptor descriptor, params object[] arguments) => Add(Diagnostic.Create(descriptor, arguments));

    /// <summary>Adds a finding of one case; the same finding reported twice is kept once.</summary>
    internal void Report<TKind>(DiagnosticDescriptor<TKind> descriptor, TKind kind, params object[] arguments)
        where TKind : struct, Enum => Add(Diagnostic.Create(descriptor, kind, arguments));

    private void Add(Diagnostic diagnostic)
    {
        if (!_items.Contains(diagnostic))
        {
            _items.Add(diagnostic);
        }
    }
}

/// <summary>Carries one coded finding out of code that cannot continue, such as the I/O around a plan.</summary>
public sealed class DiagnosticException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    /// <summary>A finding of a kind about these values.</summary>
    public DiagnosticException(DiagnosticDescriptor descriptor, params object[] arguments)
        : this(Diagnostic.Create(descriptor, arguments))
    {
    }

    /// <summary>The finding.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>A finding of one case about these values.</summary>
    internal static DiagnosticException Of<TKind>(DiagnosticDescriptor<TKind> descriptor, TKind kind, params object[] arguments)
        where TKind : struct, Enum => new(Diagnostic.Create(descriptor, kind, arguments));
}
