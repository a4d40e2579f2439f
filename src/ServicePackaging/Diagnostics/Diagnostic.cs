using System.Globalization;

namespace ServicePackaging.Diagnostics;

/// <summary>How much a finding weighs.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The package is made; it may not do all that was asked.</summary>
    Warning,

    /// <summary>No package is made.</summary>
    Error,
}

/// <summary>One kind of finding: its code and its texts. All of them stand in <see cref="DiagnosticCatalog"/>.</summary>
/// <param name="Code">Stable, unique, <c>SVCPKG</c> and four digits.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Title">The heading of its help entry.</param>
/// <param name="MessageFormat">A composite format string: names what is wrong, the value, and what to type instead.</param>
/// <param name="Help">Why it is so and what to do, for <c>docs/diagnostics.md</c>.</param>
public sealed record DiagnosticDescriptor(string Code, DiagnosticSeverity Severity, string Title, string MessageFormat, string Help);

/// <summary>A finding about the developer's input.</summary>
/// <param name="Descriptor">Its kind.</param>
/// <param name="Message">The whole message.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, string Message)
{
    /// <summary>A finding with its kind's message about these values.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, params object[] arguments) =>
        new(descriptor, string.Format(CultureInfo.InvariantCulture, descriptor.MessageFormat, arguments));

    /// <inheritdoc/>
    public override string ToString() => $"{Descriptor.Severity} {Descriptor.Code}: {Message}";
}

/// <summary>Collects findings, so that one build names everything that is wrong and not only the first thing.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether any finding forbids making the package.</summary>
    public bool HasErrors => _items.Exists(item => item.Descriptor.Severity == DiagnosticSeverity.Error);

    /// <summary>Adds a finding; the same finding said twice is kept once.</summary>
    public void Report(DiagnosticDescriptor descriptor, params object[] arguments)
    {
        var diagnostic = Diagnostic.Create(descriptor, arguments);
        if (!_items.Contains(diagnostic))
        {
            _items.Add(diagnostic);
        }
    }
}

/// <summary>Carries one coded finding out of code that cannot go on, such as the I/O around a plan.</summary>
public sealed class DiagnosticException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    /// <summary>A finding of a kind about these values.</summary>
    public DiagnosticException(DiagnosticDescriptor descriptor, params object[] arguments)
        : this(Diagnostic.Create(descriptor, arguments))
    {
    }

    /// <summary>The finding.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;
}
