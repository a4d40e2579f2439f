using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace ServicePackaging.Manifests;

/// <summary>Writes documents as YAML: properties that are null are omitted, texts with several lines are blocks, and lines are not
/// wrapped.</summary>
internal static partial class YamlText
{
    /// <summary>Writes a document.</summary>
    public static string Write(object document)
    {
        var serializer = new SerializerBuilder()
            .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
            .DisableAliases()
            .WithEventEmitter(next => new QuotingEmitter(next))
            .Build();
        using var text = new StringWriter { NewLine = "\n" };
        serializer.Serialize(new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n")), document);
        return text.ToString();
    }

    // Versions of YAML differ in which texts are numbers, dates or truth values. So only words are without quotes.
    private sealed class QuotingEmitter(IEventEmitter next) : ChainedEventEmitter(next)
    {
        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is string text)
            {
                eventInfo.Style = StyleOf(text);
            }

            base.Emit(eventInfo, emitter);
        }
    }

    private static ScalarStyle StyleOf(string text) =>
        Plain().IsMatch(text) && !TruthValue().IsMatch(text) ? ScalarStyle.Plain
        : Block().IsMatch(text) ? ScalarStyle.Literal
        : ScalarStyle.DoubleQuoted;

    // Starts with a letter; a colon is not before a space, and a number sign not after one.
    [GeneratedRegex(@"\A[A-Za-z](?:[A-Za-z0-9._/+()-]|:(?=[A-Za-z0-9/])| (?=[A-Za-z0-9(]))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(?:y|n|yes|no|on|off|true|false|null)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TruthValue();

    // Several lines of printable characters, none of which starts or ends with a space, and with at most one empty line between them.
    [GeneratedRegex(
        @"\A[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?(?:\n{1,2}[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
