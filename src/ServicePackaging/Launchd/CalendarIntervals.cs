using System.Globalization;
using System.Text.RegularExpressions;

namespace ServicePackaging.Launchd;

/// <summary>Calendar events of systemd.time(7) as launchd's StartCalendarInterval (launchd.plist(5)): each key is a number, and an absent
/// key matches any number.</summary>
internal static partial class CalendarIntervals
{
    private const int MostIntervals = 400;

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["minutely"] = "*-*-* *:*:00",
        ["hourly"] = "*-*-* *:00:00",
        ["daily"] = "*-*-* 00:00:00",
        ["weekly"] = "Mon *-*-* 00:00:00",
        ["monthly"] = "*-*-01 00:00:00",
        ["quarterly"] = "*-01,04,07,10-01 00:00:00",
        ["semiannually"] = "*-01,07-01 00:00:00",
        ["yearly"] = "*-01-01 00:00:00",
        ["annually"] = "*-01-01 00:00:00",
    };

    /// <summary>Returns the intervals, or null if launchd cannot express the event: it does not support years, seconds, or weekdays of
    /// certain months or days.</summary>
    public static IReadOnlyList<PropertyDictionary>? Parse(string calendar)
    {
        var match = Event().Match(Shorthands.GetValueOrDefault(calendar.Trim(), calendar.Trim()));
        if (!match.Success
            || Weekdays(match.Groups["days"]) is not { } weekdays
            || Numbers(match.Groups["month"], null, 1, 12) is not { } months
            || Numbers(match.Groups["day"], null, 1, 31) is not { } days
            || Numbers(match.Groups["hour"], 0, 0, 23) is not { } hours
            || Numbers(match.Groups["minute"], 0, 0, 59) is not { } minutes
            || (IsRestricted(weekdays) && (IsRestricted(months) || IsRestricted(days))))
        {
            return null;
        }

        var intervals =
            from month in months
            from day in days
            from weekday in weekdays
            from hour in hours
            from minute in minutes
            select new PropertyDictionary()
                .Add("Month", Value(month))
                .Add("Day", Value(day))
                .Add("Weekday", Value(weekday))
                .Add("Hour", Value(hour))
                .Add("Minute", Value(minute));
        var all = intervals.Take(MostIntervals + 1).ToList();
        return all.Count <= MostIntervals ? all : null;
    }

    // systemd requires a day that matches both. For launchd and cron, a match of either one is enough (crontab(5), and
    // calendarinterval_setalarm of launchd's source, which also ignores the month if there is a weekday).
    private static bool IsRestricted(List<int?> numbers) => numbers.Exists(number => number is not null);

    private static PropertyValue? Value(int? number) => number is { } value ? value : null;

    // Null for any number, which is one interval without the key.
    private static List<int?>? Numbers(Group group, int? absent, int minimum, int maximum)
    {
        if (!group.Success)
        {
            return [absent];
        }

        if (group.Value == "*")
        {
            return [null];
        }

        var numbers = new List<int?>();
        foreach (var part in group.Value.Split(','))
        {
            var match = Part().Match(part);
            var first = Number(match.Groups["first"].Value);
            var step = match.Groups["step"].Success ? Number(match.Groups["step"].Value) : 0;
            var last = match.Groups["last"].Success ? Number(match.Groups["last"].Value) : step > 0 ? maximum : first;
            if (!match.Success || first < minimum || last > maximum || last < first || (match.Groups["step"].Success && step == 0))
            {
                return null;
            }

            for (var number = first; number <= last; number += Math.Max(step, 1))
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    private static List<int?>? Weekdays(Group group)
    {
        if (!group.Success)
        {
            return [null];
        }

        var days = new List<int?>();
        foreach (var part in group.Value.Split(','))
        {
            var ends = part.Split("..").Select(Day).ToList();
            if (ends.Count > 2 || ends.Contains(-1))
            {
                return null;
            }

            // The range may continue in the next week: Sat..Mon.
            for (var day = ends[0]; ; day = (day + 1) % Days.Length)
            {
                days.Add(day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return days;
    }

    // The whole name, or its first three letters (systemd.time(7), "Calendar Events").
    private static int Day(string name) =>
        Array.FindIndex(
            Days,
            day => day.Equals(name, StringComparison.OrdinalIgnoreCase) || day[..3].Equals(name, StringComparison.OrdinalIgnoreCase));

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    [GeneratedRegex(
        @"\A(?:(?<days>[A-Za-z][A-Za-z.,]*)(?:\s+|\z))?"
        + @"(?:(?:\*-)?(?<month>[0-9*,./]+)-(?<day>[0-9*,./]+))?"
        + @"\s*(?:(?<hour>[0-9*,./]+):(?<minute>[0-9*,./]+)(?::0{1,2})?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Event();

    [GeneratedRegex(@"\A(?<first>[0-9]{1,2})(?:\.\.(?<last>[0-9]{1,2}))?(?:/(?<step>[0-9]{1,2}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
