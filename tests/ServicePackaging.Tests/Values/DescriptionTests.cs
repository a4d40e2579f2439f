using ServicePackaging.Tests.Support;
using ServicePackaging.Values;

namespace ServicePackaging.Tests.Values;

/// <summary>A description is a synopsis of one sentence or line, and paragraphs.</summary>
public sealed class DescriptionTests
{
    public static TheoryData<string, string, string> Descriptions => new()
    {
        { "Collects things.", "Collects things", "" },
        { "Collects things\nMany of them.", "Collects things", "Many of them." },
        { "Collects things. It never stops, and it keeps what it has collected until somebody asks for it.", "Collects things", "It never stops, and it keeps what it has collected until somebody asks for it." },
        {
            // Garnet's, as its project has it.
            """

                Garnet is a remote cache-store from Microsoft Research that offers strong performance,
                scalability, storage, recovery, cluster sharding, key migration, and replication features.
                Garnet can work with existing Redis clients.

            """,
            "Garnet is a remote cache-store from Microsoft Research",
            """
            Garnet is a remote cache-store from Microsoft Research that offers strong
            performance, scalability, storage, recovery, cluster sharding, key migration,
            and replication features. Garnet can work with existing Redis clients.
            """
        },
        {
            "A server that is broken\nover two lines. And more\nthat follows.\n\nSecond paragraph.",
            "A server that is broken over two lines", "And more that follows.\n\nSecond paragraph."
        },
        {
            "Collects:\n- the first thing\n- the second thing, which needs so many words that its line has to be broken somewhere\n1. a number\n\nAnd an end.",
            "Collects:",
            """
              - the first thing
              - the second thing, which needs so many words that its line has to be broken
                somewhere
              1. a number

            And an end.
            """
        },
        { "Reads e.g. files. Writes none.\nMore.", "Reads e.g. files. Writes none", "More." },
        { string.Join(' ', Enumerable.Repeat("collects", 12)) + ".", "", string.Join(' ', Enumerable.Repeat("collects", 8)) + "\n" + string.Join(' ', Enumerable.Repeat("collects", 4)) + "." },
        { new string('x', 100), "", new string('x', 100) },
    };

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void A_text_is_split_and_reflowed(string text, string synopsis, string extended)
    {
        var description = DescriptionText.Parse(text);

        Assert.Equal(synopsis, description.Synopsis);
        Assert.Equal(extended.Replace("\r", "", StringComparison.Ordinal), description.Extended);
    }

    [Fact]
    public void Both_Linux_packages_have_it()
    {
        var service = new Service().With("ServiceDescription", "Collects things.\n\n    It never\n    stops:\n    * not at night\n    * not at noon");

        Assert.Equal("Collects things\nIt never stops:\n  * not at night\n  * not at noon", service.PlanWithoutFindings().Control("Description"));
        Assert.Contains("\n It never stops:\n   * not at night\n   * not at noon\n", service.PlanWithoutFindings().Plan.Metadata[0].Value, StringComparison.Ordinal);
        Assert.Equal("It never stops:\n  * not at night\n  * not at noon", service.PlanRpmWithoutFindings().Plan.Package.Description);
    }

    [Fact]
    public void Without_a_short_sentence_the_name_is_the_synopsis()
    {
        var text = string.Join(' ', Enumerable.Repeat("collects", 12)) + ".";
        var definition = new Service().With("ServiceDescription", text).Read().Definition;

        Assert.Equal(("Background service acme", "Background service acme"), (definition.Package.Summary, definition.Description));
    }
}
