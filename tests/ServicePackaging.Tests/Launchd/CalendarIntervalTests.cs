using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Launchd;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Launchd;

/// <summary>Calendar events of systemd.time(7) as launchd's intervals.</summary>
public sealed class CalendarIntervalTests
{
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    [Theory]
    [InlineData("daily", "Hour=0 Minute=0")]
    [InlineData("*-*-* 03:00:00", "Hour=3 Minute=0")]
    [InlineData("03:00", "Hour=3 Minute=0")]
    [InlineData("hourly", "Minute=0")]
    [InlineData("minutely", "")]
    [InlineData("weekly", "Weekday=1 Hour=0 Minute=0")]
    [InlineData("monthly", "Day=1 Hour=0 Minute=0")]
    [InlineData("Yearly", "Month=1 Day=1 Hour=0 Minute=0")]
    [InlineData("semiannually", "Month=1 Day=1 Hour=0 Minute=0|Month=7 Day=1 Hour=0 Minute=0")]
    [InlineData("Mon", "Weekday=1 Hour=0 Minute=0")]
    [InlineData("sunday 5:7", "Weekday=0 Hour=5 Minute=7")]
    [InlineData("Sat..Mon 12:30", "Weekday=6 Hour=12 Minute=30|Weekday=0 Hour=12 Minute=30|Weekday=1 Hour=12 Minute=30")]
    [InlineData("*:0/15", "Minute=0|Minute=15|Minute=30|Minute=45")]
    [InlineData("8..18/5:30", "Hour=8 Minute=30|Hour=13 Minute=30|Hour=18 Minute=30")]
    [InlineData("02-29", "Month=2 Day=29 Hour=0 Minute=0")]
    [InlineData("*-1/6-1,15 *:59", "Month=1 Day=1 Minute=59|Month=1 Day=15 Minute=59|Month=7 Day=1 Minute=59|Month=7 Day=15 Minute=59")]
    public void An_event_is_these_intervals(string calendar, string expected) => Assert.Equal(expected, Describe(Assert.IsType<IReadOnlyList<PropertyDictionary>>(CalendarIntervals.Parse(calendar), exactMatch: false)));

    // Seconds, years, time zones, days from a month's end; a weekday of certain days, of which one is enough for launchd and cron; and what systemd refuses.
    [Theory]
    [InlineData("*-*-* 03:00:30")]
    [InlineData("2026-01-01 00:00")]
    [InlineData("03:00 UTC")]
    [InlineData("*-*~1")]
    [InlineData("Mon *-*-01..07")]
    [InlineData("Fri *-12-* 18:00")]
    [InlineData("*:*/15")]
    [InlineData("*,5:00")]
    [InlineData("Monster")]
    [InlineData("Thurs")]
    [InlineData("25:00")]
    [InlineData("*-13-01")]
    [InlineData("5..1:00")]
    [InlineData("*:0/0")]
    [InlineData("Mon..")]
    [InlineData("Mon*-*-*")]
    [InlineData("every day")]
    [InlineData("*-*-1..31 0..23:0..59/2")]
    [InlineData("99999999999:00")]
    public void An_event_that_launchd_cannot_express_is_left_out(string calendar) => Assert.Null(CalendarIntervals.Parse(calendar));

    [Fact]
    public void The_intervals_match_when_the_event_does() => Prop.ForAll(Events.ToArbitrary(), item =>
    {
        var (calendar, matches) = item;
        var intervals = CalendarIntervals.Parse(calendar);
        if (intervals is null)
        {
            return true;
        }

        var random = new System.Random(calendar.Length);
        return Enumerable.Range(0, 500).Select(_ => new DateTime(2026, 1, 1).AddMinutes(random.Next(4 * 366 * 24 * 60)))
            .All(time => matches(time) == intervals.Any(interval => Matches(interval, time)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Systemd_interprets_the_events_of_these_tests_in_the_same_way()
    {
        Availability.RequireProgram("systemd-analyze");
        foreach (var (calendar, matches) in Events.Sample(12))
        {
            var answer = (await ProcessRunner.RunAsync(
                new ProcessOptions { Environment = new Dictionary<string, string?> { ["TZ"] = "UTC", ["LC_ALL"] = "C" } },
                "systemd-analyze", "calendar", "--iterations=5", "--base-time=2026-01-01 00:00:00 UTC", calendar)).Succeeded().StandardOutput;
            var times = answer.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words is ["Next", "elapse:", ..] or ["Iter.", ..])
                .Select(words => words.SkipWhile(word => !word.EndsWith(':')).Skip(1).ToList()).Where(words => words.Count >= 3)
                .Select(words => DateTime.Parse($"{words[1]} {words[2]}", CultureInfo.InvariantCulture)).ToList();
            Assert.True(times.Count > 0 || answer.Contains("never", StringComparison.Ordinal), answer);
            Assert.All(times, time => Assert.True(matches(time), $"{calendar}: {time:s}"));
        }
    }

    // Events with what they mean, independent of the code: a weekday, a date and a time.
    private static Gen<(string Calendar, Func<DateTime, bool> Matches)> Events =>
        from days in Gen.Elements(new[] { -1, -1, -1, 0, 1, 3, 6 })
        from month in Part(1, 12)
        from day in Part(1, 28)
        from hour in Part(0, 23)
        from minute in Part(0, 59)
        from hasDate in Gen.Elements(true, false)
        select (
            $"{(days < 0 ? "" : DayNames[days] + " ")}{(hasDate ? $"*-{month.Text}-{day.Text} " : "")}{hour.Text}:{minute.Text}",
            (Func<DateTime, bool>)(time => (days < 0 || (int)time.DayOfWeek == days) && (!hasDate || (month.Has(time.Month) && day.Has(time.Day))) && hour.Has(time.Hour) && minute.Has(time.Minute)));

    private static Gen<(string Text, Func<int, bool> Has)> Part(int minimum, int maximum) =>
        from kind in Gen.Choose(0, 4)
        from a in Gen.Choose(minimum, maximum)
        from b in Gen.Choose(minimum, maximum)
        from step in Gen.Choose(1, 20)
        let low = Math.Min(a, b)
        let high = Math.Max(a, b)
        select kind switch
        {
            0 => ("*", (Func<int, bool>)(_ => true)),
            2 => ($"{low}..{high}", number => number >= low && number <= high),
            3 when a + step <= maximum => ($"{a}/{step}", number => number >= a && (number - a) % step == 0),
            1 or 3 => ($"{a:00}", number => number == a),
            _ => ($"{a},{b}", number => number == a || number == b),
        };

    // launchd.plist(5), StartCalendarInterval: "missing arguments are considered to be wildcard"; a weekday beside a day would be either, as in crontab(5).
    private static bool Matches(PropertyDictionary interval, DateTime time)
    {
        var values = interval.Values.ToDictionary(pair => pair.Key, pair => ((PropertyInteger)pair.Value).Number);
        Assert.False(values.ContainsKey("Weekday") && (values.ContainsKey("Day") || values.ContainsKey("Month")));
        return values.All(pair => pair.Value == pair.Key switch
        {
            "Month" => time.Month,
            "Day" => time.Day,
            "Weekday" => (int)time.DayOfWeek,
            "Hour" => time.Hour,
            _ => time.Minute,
        });
    }

    private static string Describe(IReadOnlyList<PropertyDictionary> intervals) =>
        string.Join('|', intervals.Select(interval => string.Join(' ', interval.Values.Select(pair => $"{pair.Key}={((PropertyInteger)pair.Value).Number}"))));
}
