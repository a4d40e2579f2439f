using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>A part of an HTML page. Texts become part of it only encoded: literals of the source are the only markup.</summary>
internal sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Returns markup with encoded values. Attributes have to be in double quotes.</summary>
    public static Html Format(Template template) => new(template.Markup.ReplaceLineEndings("\n"));

    /// <summary>Returns parts, one after the other.</summary>
    public static Html Concat(IEnumerable<Html> parts) => new(string.Concat(parts));

    /// <summary>Returns parts with a separator between them.</summary>
    public static Html Join(Html separator, IEnumerable<Html> parts) => new(string.Join(separator._markup, parts));

    /// <summary>Returns a stylesheet, which HTML does not decode.</summary>
    /// <param name="css">Text of this project, which does not contain <c>&lt;</c>.</param>
    public static Html Stylesheet(string css) => new(css);

    /// <summary>Returns the markup.</summary>
    public override string ToString() => _markup;

    /// <summary>An interpolated string whose values are encoded.</summary>
    /// <param name="literalLength">The length of the literals.</param>
    /// <param name="formattedCount">The number of values.</param>
    [InterpolatedStringHandler]
    internal readonly ref struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

        /// <summary>The markup so far.</summary>
        public string Markup => _text.ToString();

        /// <summary>Appends markup of the source.</summary>
        public void AppendLiteral(string markup) => _text.Append(markup);

        /// <summary>Appends a text.</summary>
        public void AppendFormatted(string text) => _text.Append(WebUtility.HtmlEncode(text));

        /// <summary>Appends a part.</summary>
        public void AppendFormatted(Html part) => _text.Append(part._markup);
    }
}
