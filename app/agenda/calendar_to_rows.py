"""The child that reads a stranger's calendar: iCalendar in (RFC 5545), plain rows out.

It runs as a program of its own (see calendar_in.py), with a ceiling on memory and time, because one line with a rule such as
"every second" can keep a computer busy for a year. It therefore imports nothing of ours. On standard input the file, on
standard output one JSON object: {"name", "rows": [...], "refused": [[line, title, why], ...], "past", "notes"} or {"reason"}.
ATTENDEE, ORGANIZER and CONTACT are dropped before anything is read: whoever is invited somewhere is none of our business.
"""

import hashlib
import html
import json
import re
import resource
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

MEGABYTE = 1024 * 1024
MEMORY = 512 * MEGABYTE
SECONDS = 8
MOST_EVENTS = 2_000
MOST_DAYS = 370
MOST_ROWS = 200
LONGEST_UID = 250
LONGEST = {"SUMMARY": 200, "DESCRIPTION": 2000, "LOCATION": 200, "URL": 500}
HERE = ZoneInfo("Europe/Amsterdam")
_BLOCK = re.compile(r"(BEGIN|END):([A-Z-]+)\s*", re.IGNORECASE)
_PEOPLE = re.compile(r"(?:ATTENDEE|ORGANIZER|CONTACT|COMMENT|ATTACH|X-[A-Z0-9-]+)[;:]", re.IGNORECASE)
_TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BYSECOND=|BYMINUTE=|BYHOUR=", re.IGNORECASE)
_TZID = re.compile(r';TZID=(?:"([^"]*)"|([^;:"]*))', re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_NO_CALENDAR = "Dit is geen agendabestand. Kies een bestand dat eindigt op .ics, zoals uw agenda het opslaat."
_BUSY = "Deze activiteit is niet te lezen. Maak haar opnieuw in uw agenda."
Block = tuple[int, list[str]]
Refusal = tuple[int, str, str]


class Refused(Exception):
    """This activity, or this whole file, cannot be read; the message says why."""


def limit_this_process() -> None:
    """Put the ceilings in place, before the first byte of the file is read."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (ceiling, ceiling))


def read_calendar(data: bytes, first: date, last: date) -> dict[str, Any]:
    """Every day on which something is on, from `first` to and with `last`, at most 200; the earliest first."""
    notes: list[str] = []
    lines = _lines(_decoded(data, notes))
    if not any(text.upper().startswith("BEGIN:VCALENDAR") for _number, text in lines):
        raise Refused(_NO_CALENDAR)
    events, zones = _blocks(lines, "VEVENT"), _blocks(lines, "VTIMEZONE")
    if not events:
        raise Refused("In dit bestand staat geen enkele activiteit.")
    if len(events) > MOST_EVENTS:
        raise Refused(f"In dit bestand staan meer dan {MOST_EVENTS} activiteiten. Sla alleen dit jaar op.")
    own_zones = _learn(zones)
    rows: list[dict[str, Any]] = []
    refused: list[Refusal] = []
    past = 0
    for series in _series(events, own_zones, notes, refused):
        try:
            found = list(_days(series, first, last))
        except Refused as problem:
            refused.append((series[0][0], _words(series[0][1], "SUMMARY"), str(problem)))
            continue
        except Exception:  # noqa: BLE001  (one broken activity must not take the others with it)
            refused.append((series[0][0], _words(series[0][1], "SUMMARY"), _BUSY))
            continue
        past += not found
        rows += found
    rows.sort(key=lambda row: (row["start"], row["title"]))
    if len(rows) > MOST_ROWS:
        notes.append(
            f"Er staan {len(rows)} activiteiten in. Wij nemen de eerste {MOST_ROWS}. Stuur de rest een andere keer."
        )
    name = next((text.partition(":")[2] for _n, text in lines if text.upper().startswith("X-WR-CALNAME")), "")
    return {
        "name": name.strip()[:120],
        "rows": rows[:MOST_ROWS],
        "cut": len(rows) > MOST_ROWS,
        "refused": sorted(refused)[:MOST_EVENTS],
        "past": past,
        "notes": list(dict.fromkeys(notes)),
    }


def _decoded(data: bytes, notes: list[str]) -> str:
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("Dit bestand is gelezen als Windows-1252. Kijk of letters zoals é en ë goed staan.")
        return data.decode("cp1252", errors="replace")


def _lines(text: str) -> list[tuple[int, str]]:
    """Whole lines with the number they begin at: a line that begins with a space or tab goes on from the one before."""
    found: list[tuple[int, list[str]]] = []
    for number, raw in enumerate(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n"), start=1
    ):
        if raw[:1] in {" ", "\t"} and found:
            found[-1][1].append(raw[1:])
        elif raw.strip():
            found.append((number, [raw]))
    return [(number, "".join(parts)) for number, parts in found]


def _blocks(lines: list[tuple[int, str]], kind: str) -> list[Block]:
    """Every component of a kind with its line; what is nested in it (alarms) only for a time zone."""
    found: list[Block] = []
    depth = 0
    current: Block | None = None
    for number, text in lines:
        mark = _BLOCK.fullmatch(text)
        begins = mark is not None and mark[1].upper() == "BEGIN"
        if current is None:
            if begins and mark is not None and mark[2].upper() == kind:
                current, depth = (number, [text]), 1
            continue
        if mark is not None:
            depth += 1 if begins else -1
        own_line = depth == 1 and mark is None and not _PEOPLE.match(text)
        if depth == 0 or kind == "VTIMEZONE" or own_line:
            current[1].append(text)
        if depth == 0:
            found.append(current)
            current = None
    return found


def _learn(zones: list[Block]) -> frozenset[str]:
    """Time zones that the file brings itself; reading them makes them known."""
    names = set()
    for _number, lines in zones[:50]:
        text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""])
        try:
            read: Any = Calendar.from_ical(text)
            names |= {str(zone["TZID"]) for zone in read.walk("VTIMEZONE")}
        except Exception:  # noqa: BLE001, S112  (its times count as those of the Netherlands then)
            continue
    return frozenset(names)


def _zone(match: re.Match[str], own: frozenset[str], notes: list[str]) -> str:
    """The parameter with a name that is known; without it the time counts as that of the Netherlands."""
    name = (match[1] or match[2] or "").strip()
    for trial in (name, "/".join(name.rsplit("/", 2)[-2:])):
        if trial in own or _is_zone(trial):
            return f";TZID={trial}" if not set(trial) & set(";:,") else f';TZID="{trial}"'
    notes.append(f"De tijdzone '{name[:60]}' kennen wij niet. De tijden zijn gelezen als die van Nederland.")
    return ""


def _is_zone(name: str) -> bool:
    read: Any = (
        Event.from_ical(f"BEGIN:VEVENT\r\nDTSTART;TZID={name}:20260101T120000\r\nEND:VEVENT\r\n") if name else None
    )
    found = getattr(read.get("DTSTART") if read is not None else None, "dt", None)
    return isinstance(found, datetime) and found.tzinfo is not None


def _series(
    events: list[Block], own: frozenset[str], notes: list[str], refused: list[Refusal]
) -> list[list[tuple[int, Any]]]:
    """The activities by UID: a series has a rule and, beside it, the days that go otherwise."""
    found: dict[str, list[tuple[int, Any]]] = {}
    known: dict[str, str] = {}
    for number, lines in events:

        def zone(match: re.Match[str]) -> str:
            if match[0] not in known:
                known[match[0]] = _zone(match, own, notes)
            return known[match[0]]

        title = next((each.partition(":")[2][:200] for each in lines if each.upper().startswith("SUMMARY")), "")
        text = "\r\n".join([lines[0], *(_TZID.sub(zone, each, count=1) for each in lines[1:]), ""])
        try:
            event: Any = Event.from_ical(text)
            title = _words(event, "SUMMARY")[:200]
            _check(event, text)
        except Refused as problem:
            refused.append((number, title, str(problem)))
            continue
        except Exception:  # noqa: BLE001  (the library has many ways to say that a line is broken)
            refused.append((number, title, _BUSY))
            continue
        found.setdefault(_uid_of(event), []).append((number, event))
    return list(found.values())


def _uid_of(event: Any) -> str:
    """What makes it the same one the next time; without a UID its title and begin."""
    written = " ".join(str(event.get("UID", "")).split())
    if written and len(written) <= LONGEST_UID:
        return written
    named = written or f"{_words(event, 'SUMMARY')} {event['DTSTART'].dt.isoformat()}"
    return "zonder-" + hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:32]


def _check(event: Any, text: str) -> None:
    if not isinstance(getattr(event.get("DTSTART"), "dt", None), date):
        raise Refused("De dag of de begintijd ontbreekt, of is niet te lezen.")
    ends = getattr(event.get("DTEND"), "dt", None)
    if isinstance(ends, date) and _moment(ends)[0] < _moment(event["DTSTART"].dt)[0]:
        raise Refused("Het eind komt voor het begin.")
    if not _words(event, "SUMMARY"):
        raise Refused("De titel ontbreekt.")
    if str(event.get("CLASS", "PUBLIC")).upper() != "PUBLIC":
        raise Refused("Dit staat in uw agenda als privé. Wij nemen het niet over.")
    if _TOO_OFTEN.search(text):
        raise Refused("Dit komt vaker dan één keer per dag terug. Dat kan hier niet.")


def _days(series: list[tuple[int, Any]], first: date, last: date) -> Iterator[dict[str, Any]]:
    """One row for every day that is not over before `first` begins and begins before `last` ends."""
    whole = Calendar()
    for _number, event in series:
        whole.add_component(event)
    uid = _uid_of(series[0][1])
    repeats = any(name in event for _number, event in series for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    begin = datetime.combine(first, time(), HERE)
    query = recurring_ical_events.of(whole, skip_bad_series=False)
    for each in islice(query.after(begin), MOST_DAYS):
        start, all_day = _moment(each["DTSTART"].dt)
        if start >= datetime.combine(last + timedelta(days=1), time(), HERE):
            return
        yield _row(each, start, all_day, uid if not repeats else f"{uid} {_day_of(each)}", series[0][0])


def _row(event: Any, start: datetime, all_day: bool, uid: str, number: int) -> dict[str, Any]:  # noqa: FBT001  (from one place)
    ends = getattr(event.get("DTEND"), "dt", None)
    end = _moment(ends)[0] if isinstance(ends, date) else None
    one_day = all_day and end is not None and end.date() <= start.date() + timedelta(days=1)
    return {
        "uid": uid,
        "line": number,
        "title": _words(event, "SUMMARY"),
        "summary": _words(event, "DESCRIPTION"),
        "place": _words(event, "LOCATION"),
        "website": _words(event, "URL"),
        "subjects": _subjects(event),
        "start": start.astimezone(UTC).isoformat(),
        "end": None if end is None or end == start or one_day else end.astimezone(UTC).isoformat(),
        "all_day": all_day,
        "cancelled": str(event.get("STATUS", "")).upper() == "CANCELLED",
    }


def _moment(value: Any) -> tuple[datetime, bool]:
    """A moment, and whether it stands for a whole day. A time without a zone is that of the Netherlands."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), HERE), True
    return (value.replace(tzinfo=HERE) if value.tzinfo is None else value.astimezone(HERE)), False


def _day_of(event: Any) -> str:
    """Which day of its series this is, also when that one day was moved."""
    stands_for = getattr(event.get("RECURRENCE-ID"), "dt", None) or event["DTSTART"].dt
    return _moment(stands_for)[0].strftime("%Y-%m-%d")


def _words(event: Any, name: str) -> str:
    value = event.get(name, "")
    text = str(value[0] if isinstance(value, list) and value else value)
    if name == "DESCRIPTION" and "<" in text:
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return text.strip()[: LONGEST[name]].strip()


def _subjects(event: Any) -> list[str]:
    value = event.get("CATEGORIES")
    many = value if isinstance(value, list) else [value] if value is not None else []
    return [str(cat)[:100] for each in many for cat in getattr(each, "cats", [])][:20]


def main() -> None:
    """Read what stands on standard input; the arguments are the first and the last day."""
    limit_this_process()
    warnings.simplefilter("ignore")
    try:
        first, last = (date.fromisoformat(each) for each in sys.argv[1:3])
        said = read_calendar(sys.stdin.buffer.read(MEGABYTE + 1), first, last)
    except Refused as problem:
        said = {"reason": str(problem)}
    sys.stdout.buffer.write(json.dumps(said).encode("ascii"))


if __name__ == "__main__":
    main()
