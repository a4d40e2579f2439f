namespace ServicePackaging.Diagnostics;

/// <summary>How serious a finding is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The package is created; it may not do everything that was requested.</summary>
    Warning,

    /// <summary>No package is created.</summary>
    Error,
}

/// <summary>One kind of finding. Its texts are in <c>DiagnosticTexts.resx</c>, its row in <see cref="DiagnosticCatalog"/>.</summary>
/// <param name="Code">Stable and unique: <c>SVCPKG</c> and four digits.</param>
/// <param name="Severity">How serious it is.</param>
public sealed record DiagnosticDescriptor(string Code, DiagnosticSeverity Severity)
{
    /// <summary>The heading of its help entry.</summary>
    public string Title => DiagnosticTexts.Get($"{Code}.Title");

    /// <summary>The reason and the remedy, for the reference.</summary>
    public string Help => DiagnosticTexts.Get($"{Code}.Help");

    /// <summary>Its messages as composite format strings: one, or one for each of its cases. Each names what is wrong, the value, and what
    /// to type instead.</summary>
    public IReadOnlyList<string> MessageFormats => DiagnosticTexts.FindMessages(Code);

    /// <summary>The format of its message, or of the message for one of its cases.</summary>
    internal string FormatOf(string? kind) => DiagnosticTexts.Get(kind is null ? $"{Code}.Message" : $"{Code}.Message.{kind}");
}

/// <summary>A kind of finding with several cases, each with its own message.</summary>
/// <typeparam name="TKind">Its cases.</typeparam>
/// <param name="Descriptor">What the cases have in common.</param>
internal sealed record DiagnosticDescriptor<TKind>(DiagnosticDescriptor Descriptor) : IDiagnosticKinds
    where TKind : struct, Enum
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds => Enum.GetNames<TKind>();
}

/// <summary>The cases of a kind of finding.</summary>
internal interface IDiagnosticKinds
{
    /// <summary>What the cases have in common.</summary>
    DiagnosticDescriptor Descriptor { get; }

    /// <summary>The names of the cases, which are part of the names of their messages.</summary>
    IReadOnlyList<string> Kinds { get; }
}
