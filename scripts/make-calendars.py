"""Makes the exchange calendars, their golden table and the table of exceptions.

Sources: exchange_calendars 4.13.2 (Apache-2.0) for equities, ICE_US and as a second opinion on CFE;
pandas_market_calendars 5.5.0 (MIT) for CFE and the CME families. The script reads nothing else, asks no network and
writes the same bytes each time:

    python3 -m venv /tmp/calendars
    /tmp/calendars/bin/pip install exchange_calendars==4.13.2 pandas_market_calendars==5.5.0 tzdata==2026.6
    /tmp/calendars/bin/python scripts/make-calendars.py

It writes
  core/time-manager/exchange-calendars.json     what the program reads
  test/fixtures/exchange-calendars-golden.json  counts and hashes of each year, taken from the sources, not from the file above
  docs/calendar-exceptions.md                   every day on which two sources, or a source and the exchange, disagree
"""

import collections
import datetime
import hashlib
import importlib.metadata
import json
import pathlib
import warnings
import zoneinfo

zoneinfo.reset_tzpath(to=[])  # the tzdata package, not the machine's

import exchange_calendars  # noqa: E402
import pandas  # noqa: E402
import pandas_market_calendars  # noqa: E402
from exchange_calendars import calendar_utils  # noqa: E402

warnings.filterwarnings("ignore")

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSIONS = {"exchange_calendars": "4.13.2", "pandas_market_calendars": "5.5.0", "tzdata": "2026.6"}
for package, version in VERSIONS.items():
    assert importlib.metadata.version(package) == version, f"{package} {version} is expected"

EPOCH = datetime.date(1970, 1, 1)
EQUITIES_FROM = "2000-01-01"
FUTURES_FROM = "2021-06-28"  # ES and NQ halted from 15:15 to 15:30 Chicago until the session before
# Both packages were released in 2026. A source without a bound is trusted to the end of the next year.
UNBOUNDED_UNTIL = "2027-12-31"

# group: (source, the source's name of it)
EC, PMC = "exchange_calendars", "pandas_market_calendars"
EQUITIES = (
    "XLON XETR XPAR XAMS XMIL XSWX XSTO XTKS XHKG XSHG XNSE XSES XASX XTSE XKRX XTAI BVMF XJSE XMEX".split()
)
GROUPS = {group: (EC, "XBOM" if group == "XNSE" else group) for group in EQUITIES}
GROUPS |= {
    "CME_EQUITY": (PMC, "CME Globex Equity"),
    "CME_ENERGY": (PMC, "CMEGlobex_Energy"),
    "CME_METALS": (PMC, "CMEGlobex_Metals"),
    "CME_FX": (PMC, "CMEGlobex_FX"),
    "CME_RATES": (PMC, "CME Globex Interest Rate Products"),
    "CME_GRAINS": (PMC, "CME_Agriculture"),
    "CFE": (PMC, "CFE"),
    "ICE_US": (EC, "IEPA"),
}
# A second source for the same market; a difference is an exception.
SECOND = {
    "CME_EQUITY": (PMC, "CME_Equity"),
    "CME_RATES": (PMC, "CME_Bond"),
    "CME_GRAINS": (PMC, "CMEGlobex_Grains"),
    "CFE": (EC, "XCBF"),
    "ICE_US": (PMC, "ICE"),
}

MOURNING = "CME Group's notice of 30 December 2024: equity index futures until 08:30, rates and grains until 12:15"
NO_REPORT = (
    "CME trades on Good Friday only when the US employment report comes out that day, which it does not; "
    "pandas_market_calendars' CME_Bond and exchange_calendars' CMES have no session"
)
TWELVE_FIFTEEN = "CME's holiday schedules close equity index futures at 12:15 on this day, as both calendars do for rates"
EVE = "CME's holiday schedules close energy and metals at 12:45 on Christmas Eve; the source has it for 2026 alone"
JUNETEENTH_RATES = "CME has halted rates at 12:00 on Juneteenth since 2022, as it halts equity index futures"
GLOBEX_FRIDAY = "CME closes rates at 10:15 when the employment report comes out on Good Friday"
GRAIN_HOLIDAY = "CME's grain floor and Globex are closed on Juneteenth since 2022; the second source does not know the day"
GRAIN_EARLY = "CME closes grains around noon on this day; the second source has no early close at all"
CFE_EARLY = "Cboe closes at 12:15 on the day before Independence Day; the second source stops knowing it in 2013"
ICE_OPEN = "the dollar index opens at 20:00; 20:01 is the close of the first minute, by a convention of older packages"

# Days on which none of the sources is taken: segments in minutes of the label's midnight, or None for a closed day.
CORRECTIONS = {
    ("CME_EQUITY", "2025-01-09"): ([-420, 510], MOURNING),
    ("CME_RATES", "2025-01-09"): ([-420, 735], MOURNING),
    ("CME_GRAINS", "2025-01-09"): ([-300, 465, 510, 735], MOURNING),
    ("CME_ENERGY", "2024-12-24"): ([-420, 765], EVE),
    ("CME_ENERGY", "2025-12-24"): ([-420, 765], EVE),
    ("CME_METALS", "2024-12-24"): ([-420, 765], EVE),
    ("CME_METALS", "2025-12-24"): ([-420, 765], EVE),
}
for friday in ("2024-03-29", "2025-04-18", "2027-03-26"):
    for family in ("CME_EQUITY", "CME_FX", "CME_RATES"):
        CORRECTIONS[(family, friday)] = (None, NO_REPORT)


def why_first_source(group, day):
    """Why a difference between two sources is settled for the first."""
    if group == "CME_RATES":
        return GLOBEX_FRIDAY if day in ("2023-04-07", "2026-04-03") else JUNETEENTH_RATES
    if group == "CME_GRAINS":
        return GRAIN_HOLIDAY if "-06-" in day else GRAIN_EARLY
    return {"CME_EQUITY": TWELVE_FIFTEEN, "CFE": CFE_EARLY, "ICE_US": ICE_OPEN}[group]


def number(day):
    return (datetime.date.fromisoformat(day) - EPOCH).days


def day_of(day_number):
    return (EPOCH + datetime.timedelta(days=day_number)).isoformat()


def wall_minutes(instant, zone, label):
    """Minutes of the label's own midnight on the exchange's clock; negative on the day before."""
    return round((instant.tz_convert(zone).tz_localize(None) - label).total_seconds() / 60)


def rows(schedule, zone, columns):
    """{day: [open, (break start, break end,) close]} in minutes of the label's midnight."""
    opens, closes, starts, ends = columns
    segments = {}
    for label, row in schedule.iterrows():
        minutes = [wall_minutes(row[opens], zone, label), wall_minutes(row[closes], zone, label)]
        if starts in schedule and not pandas.isna(row[starts]) and row[starts] < row[ends]:
            minutes[1:1] = [wall_minutes(row[starts], zone, label), wall_minutes(row[ends], zone, label)]
        segments[label.strftime("%Y-%m-%d")] = minutes
    return segments


def read_source(source, name, first, last):
    """(zone, sessions, days that close early) of `[first, last]`."""
    if source == EC:
        calendar = exchange_calendars.get_calendar(name, start=first, end=last)
        zone = str(calendar.tz)
        sessions = rows(calendar.schedule, zone, ("open", "close", "break_start", "break_end"))
        early = {day.strftime("%Y-%m-%d") for day in calendar.early_closes}
    else:
        calendar = pandas_market_calendars.get_calendar(name)
        schedule = calendar.schedule(first, last)
        zone = str(calendar.tz)
        sessions = rows(schedule, zone, ("market_open", "market_close", "break_start", "break_end"))
        early = {day.strftime("%Y-%m-%d") for day in calendar.early_closes(schedule).index}
    return {"US/Eastern": "America/New_York"}.get(zone, zone), sessions, early


def known_range(group, source, name):
    first = EQUITIES_FROM if group in EQUITIES else FUTURES_FROM
    if source != EC:
        return first, UNBOUNDED_UNTIL
    bound = calendar_utils._default_calendar_factories[name].bound_max()
    return first, UNBOUNDED_UNTIL if bound is None else bound.strftime("%Y-%m-%d")


def eras_of(sessions):
    """[[first day, hours]]: the hours that hold for most sessions from that day on."""
    days = sorted(sessions)
    eras = []
    for at, day in enumerate(days):
        hours = sessions[day]
        if eras and eras[-1][1] == hours:
            continue
        ahead = [tuple(sessions[next_day]) for next_day in days[at : at + 15]]
        usual, count = collections.Counter(ahead).most_common(1)[0]
        if not eras or (tuple(hours) == usual and len(ahead) >= 8 and count * 2 > len(ahead)):
            eras.append([day, list(usual if not eras else hours)])
    return eras


def deltas(day_numbers):
    """Day numbers, each as the distance from the one before (the first from 1970-01-01)."""
    before, coded = 0, []
    for day_number in day_numbers:
        coded.append(day_number - before)
        before = day_number
    return coded


def weekday(day_number):
    return (day_number + 4) % 7  # 0 is Sunday


def encode(source, name, zone, first, last, sessions, early):
    """One group as the program reads it. `early` names the days that close early against the rule of the eras."""
    weekdays = collections.Counter(weekday(number(day)) for day in sessions)
    mask = [day for day in range(7) if weekdays[day] * 20 > len(sessions)]
    closed, extra, special = [], [], collections.defaultdict(list)
    eras = eras_of(sessions)
    era = -1
    disagree = []
    for day_number in range(number(first), number(last) + 1):
        day = day_of(day_number)
        while era + 1 < len(eras) and eras[era + 1][0] <= day:
            era += 1
        hours = sessions.get(day)
        usual = weekday(day_number) in mask
        if hours is None:
            if usual:
                closed.append(day_number)
            continue
        if not usual:
            extra.append(day_number)
        if hours != eras[era][1]:
            special[tuple(hours)].append(day_number)
        if (hours[-1] < eras[era][1][-1]) != (day in early):
            disagree.append(day)
    return {
        "source": f"{source} {VERSIONS[source]}, {name}",
        "zone": zone,
        "from": first,
        "until": last,
        "weekdays": mask,
        "eras": [[number(day), hours] for day, hours in eras],
        "closed": deltas(closed),
        "extra": deltas(extra),
        "special": [[list(hours), deltas(days)] for hours, days in sorted(special.items())],
    }, disagree


def instant(day, minutes, zone):
    label = datetime.datetime.fromisoformat(day) + datetime.timedelta(minutes=minutes)
    return label.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(datetime.timezone.utc)


def line(day, hours, zone, is_early):
    """One session as the golden table hashes it."""
    times = [instant(day, minutes, zone).strftime("%Y-%m-%dT%H:%MZ") for minutes in hours]
    return f"{day} {' '.join(times)} {'early' if is_early else 'full'}\n"


def golden(zone, sessions, early):
    """{year: [sessions, early closes, SHA-256 of their lines]}"""
    years = collections.defaultdict(list)
    for day in sorted(sessions):
        years[day[:4]].append((day, line(day, sessions[day], zone, day in early)))
    return {
        year: [
            len(lines),
            sum(day in early for day, _ in lines),
            hashlib.sha256("".join(text for _, text in lines).encode()).hexdigest(),
        ]
        for year, lines in years.items()
    }


def clock(minutes):
    day_before = " the day before" if minutes < 0 else ""
    return f"{minutes % 1440 // 60:02d}:{minutes % 60:02d}{day_before}"


def words(hours):
    if hours is None:
        return "closed"
    pairs = zip(hours[::2], hours[1::2])
    return ", ".join(f"{clock(start)} to {clock(end)}" for start, end in pairs)


def transitions(zone):
    """Changes of a zone's offset, 2026 to 2029: [[minutes since 1970, offset in minutes from then on]]."""
    tz, utc = zoneinfo.ZoneInfo(zone), datetime.timezone.utc
    hour, end = datetime.datetime(2026, 1, 1, tzinfo=utc), datetime.datetime(2030, 1, 1, tzinfo=utc)
    changes, before = [], None
    while hour < end:
        offset = int(hour.astimezone(tz).utcoffset().total_seconds() // 60)
        if offset != before:
            changes.append([int(hour.timestamp() // 60), offset])
        before = offset
        hour += datetime.timedelta(hours=1)
    return changes


def exception_rows(group, zone, sessions, second):
    """Lines of the table: the days on which sources differ or a correction holds."""
    lines = []
    other = {}
    if second is not None:
        _, other, _ = second
    every_day = group == "ICE_US"  # all of its days differ in the same minute
    for day in sorted(set(sessions) | set(other) | {day for known, day in CORRECTIONS if known == group}):
        correction = CORRECTIONS.get((group, day))
        first, also = sessions.get(day), other.get(day) if second is not None else "none"
        differs = second is not None and first != also
        if every_day and first is not None and also is not None and also != "none":
            differs = first[1:] != also[1:]
        if correction is None and not differs:
            continue
        taken, why = correction if correction is not None else (first, why_first_source(group, day))
        said = "no second source" if also == "none" else words(also)
        lines.append(f"| {group} | {day} | {words(first)} | {said} | {words(taken)} | {why}. |")
    return lines


EXCEPTIONS_HEAD = """# Days on which the calendars' sources disagree

`scripts/make-calendars.py` makes this page together with the calendars. Times are the exchange's. A day that is not here
is the first source's, to the minute.

- CME_EQUITY: pandas_market_calendars 5.5.0 *CME Globex Equity*, then its *CME_Equity*.
- CME_RATES: pandas_market_calendars *CME Globex Interest Rate Products*, then its *CME_Bond*.
- CME_GRAINS: pandas_market_calendars *CME_Agriculture*, then its *CMEGlobex_Grains*.
- CME_ENERGY, CME_METALS, CME_FX: pandas_market_calendars alone. exchange_calendars' CMES has no pause from 16:00 to 17:00 and
  no half-traded Good Friday: it is no second opinion on hours.
- CFE: pandas_market_calendars *CFE*, then exchange_calendars 4.13.2 *XCBF*.
- ICE_US: exchange_calendars *IEPA*, then pandas_market_calendars *ICE*. **Every session differs in its open**: 20:00 the day before in the
  first, 20:01 in the second. 20:00 is taken: the dollar index opens at 20:00, and 20:01 is the end of its first minute. The table
  has the days that differ in more than that.
- XNSE is made from exchange_calendars' XBOM, the Bombay exchange, which keeps the same days and hours. pandas_market_calendars' NSE answers 2027
  with no holiday at all and is not used.
- All other equities: exchange_calendars alone. US_EQUITY: Tapedeck's own rules, which a test compares with exchange_calendars' XNYS.
- CRYPTO and FOREX are rules: the UTC day; Sunday 17:00 to Friday 17:00 New York without the labels 25 December and 1 January.

| group | day | first source | second source | taken | why |
|---|---|---|---|---|---|
"""


def main():
    groups, tables, exceptions, zones = {}, {}, [], set()
    for group, (source, name) in GROUPS.items():
        first, last = known_range(group, source, name)
        zone, sessions, early = read_source(source, name, first, last)
        second = read_source(*SECOND[group], first, last) if group in SECOND else None
        exceptions += exception_rows(group, zone, sessions, second)
        for (known, day), (hours, _) in CORRECTIONS.items():
            if known != group:
                continue
            early.discard(day)
            if hours is None:
                sessions.pop(day, None)
            else:
                sessions[day] = hours
                early.add(day)
        zones.add(zone)
        groups[group], disagree = encode(source, name, zone, first, last, sessions, early)
        if disagree:
            print(f"{group}: early closes differ from the rule on {disagree[:20]} ({len(disagree)})")
        tables[group] = golden(zone, sessions, early)
    # US_EQUITY is the program's own rules; the source says whether they hold.
    tables["US_EQUITY"] = golden(*read_source(EC, "XNYS", "1990-01-01", UNBOUNDED_UNTIL))

    body = ",\n".join(
        f'    "{group}": {json.dumps(data, separators=(",", ":"))}' for group, data in groups.items()
    )
    offsets = ",\n".join(
        f'    "{zone}": {json.dumps(transitions(zone), separators=(",", ":"))}' for zone in sorted(zones)
    )
    (ROOT / "core/time-manager/exchange-calendars.json").write_text(
        f'{{\n  "sources": {json.dumps(VERSIONS)},\n  "groups": {{\n{body}\n  }},\n  "offsets": {{\n{offsets}\n  }}\n}}\n'
    )
    (ROOT / "test/fixtures/exchange-calendars-golden.json").write_text(
        "{\n"
        + ",\n".join(
            f'  "{group}": {{\n'
            + ",\n".join(f'    "{year}": {json.dumps(row)}' for year, row in table.items())
            + "\n  }"
            for group, table in tables.items()
        )
        + "\n}\n"
    )
    (ROOT / "docs/calendar-exceptions.md").write_text(EXCEPTIONS_HEAD + "\n".join(exceptions) + "\n")


main()
