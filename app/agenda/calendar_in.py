"""Somebody's own calendar onto the agenda: looked at first, then handed in (issue 6 point 5).

What is new, what changed, what is the same, what cannot be taken, and what is no longer in the calendar: that last is asked,
never removed. The same UID from the same organisation is the same activity.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from app import clock
from app.agenda import keeping
from app.agenda.draft import LONGEST, ActivityDraft, Known, read_activity
from app.agenda.finding import house_of, own_activities
from app.agenda.keeping import NotPossible
from app.agenda.models import Activity, ActivityStatus
from app.agenda.standing import is_over
from app.settings import without_settings
from app.social_map.models import Organisation
from app.social_map.plain_text import line

LARGEST: Final = 1024 * 1024
MOST: Final = 200
AHEAD: Final = timedelta(days=365)
UNNAMED: Final = "agenda"
KEEP, CANCEL, WITHDRAW = "blijft", "niet", "weg"
NOBODY_TO_CALL: Final = (
    "Er is nog geen telefoonnummer of mailadres. Vul dat eerst in bij de gegevens van de organisatie."
)
_PROGRAM: Final = Path(__file__).with_name("calendar_to_rows.py")
_PATIENCE: Final = 15
_DIED: Final = "Dit bestand is te zwaar om te lezen. Sla in uw agenda een kortere tijd op, en kies dat bestand."


class CalendarRefused(Exception):
    """This file cannot be taken in; the message says why and what to do, in Dutch."""


class CalendarRow(BaseModel):
    """One day of one activity as the calendar says it, `line` being where it begins in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uid: str = Field(min_length=1, max_length=300)
    line: int = 0
    title: str = Field(max_length=300)
    summary: str = Field(default="", max_length=3000)
    place: str = Field(default="", max_length=300)
    website: str = Field(default="", max_length=600)
    subjects: tuple[str, ...] = Field(default=(), max_length=30)
    start: AwareDatetime
    end: AwareDatetime | None = None
    all_day: bool = False
    cancelled: bool = False


_ROWS: Final = TypeAdapter(tuple[CalendarRow, ...])


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that is not taken in."""

    line: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """What a file says. `past`: how many activities are over. `whole`: False when there was more than we take."""

    name: str
    rows: tuple[CalendarRow, ...]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    past: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a calendar does not say: the slug of the municipality, whom to call, and what the words of its subjects mean."""

    known: Known
    municipality: str
    phone: str
    email: str
    subjects: Mapping[str, str]


@dataclass(slots=True)
class Comparison:
    """What a calendar would do to the agenda of one organisation."""

    new: list[CalendarRow] = field(default_factory=list)
    changed: list[tuple[CalendarRow, Activity]] = field(default_factory=list)
    same: list[CalendarRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    missing: list[Activity] = field(default_factory=list)


def read_calendar(data: bytes, *, today: date | None = None) -> CalendarRead:
    """Read a file in a process of its own, for the coming year.

    :raises CalendarRefused: when it is empty, too large, no calendar, or takes too long.
    """
    if not data:
        raise CalendarRefused("Kies een bestand waar iets in staat.")
    if len(data) > LARGEST:
        raise CalendarRefused(
            "Dit bestand is groter dan 1 MB. Sla in uw agenda een kortere tijd op, en kies dat bestand."
        )
    first = today or clock.today()
    command = [sys.executable, "-I", "-X", "utf8", str(_PROGRAM), first.isoformat(), (first + AHEAD).isoformat()]
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file comes in on standard input)
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=without_settings(),
            timeout=_PATIENCE,
            check=False,
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as slow:
        raise CalendarRefused(_DIED) from slow
    if "reason" in said:
        raise CalendarRefused(str(said["reason"]))
    refused = [Refusal(int(number), str(title), str(why)) for number, title, why in said["refused"]]
    rows = _ROWS.validate_python(said["rows"])
    return CalendarRead(said["name"], rows, tuple(refused), tuple(said["notes"]), int(said["past"]), not said["cut"])


def as_kept(rows: Sequence[CalendarRow]) -> str:
    """The rows as a form carries them from the first look to handing in."""
    return _ROWS.dump_json(tuple(rows), exclude_defaults=True).decode()


def kept_rows(text: str) -> tuple[CalendarRow, ...]:
    """What came back in the form.

    :raises CalendarRefused: when it is not what we gave.
    """
    try:
        rows = _ROWS.validate_json(text)
    except ValidationError as problem:
        raise CalendarRefused("De gegevens zijn onderweg beschadigd. Kies uw bestand opnieuw.") from problem
    if len(rows) > MOST:
        raise CalendarRefused("De gegevens zijn onderweg beschadigd. Kies uw bestand opnieuw.")
    return rows


def compare(
    session: Session,
    organisation: Organisation,
    name: str,
    rows: Sequence[CalendarRow],
    defaults: Defaults,
    *,
    whole: bool,
) -> Comparison:
    """What handing in would do; nothing is written.

    :param name: of the calendar: only what came from it before can be missing. :param whole: see `CalendarRead`.
    """
    found = Comparison()
    there = _there(session, organisation, rows)
    for row in rows:
        known = there.get(row.uid)
        draft, why = _draft(row, defaults, known)
        if draft is None:
            found.refused.append(Refusal(row.line, row.title, why))
        elif known is None or known.status is ActivityStatus.WITHDRAWN:
            (found.same if row.cancelled or known is not None else found.new).append(row)
        elif keeping.differs(known, draft) or _stops(row, known):
            found.changed.append((row, known))
        else:
            found.same.append(row)
    found.missing = _missing(session, organisation, name, rows, defaults, whole=whole)
    return found


def hand_in_rows(  # noqa: PLR0917  (what, for whom, by whom)
    session: Session,
    organisation: Organisation,
    name: str,
    rows: Sequence[CalendarRow],
    defaults: Defaults,
    by: str,
    *,
    answers: Mapping[int, str],
    editor: bool = False,
) -> tuple[int, int, int]:
    """Do it, in a writing session. Returns how many are new, how many changed, and how many were refused.

    :param answers: for what is missing from the calendar, by the activity's number: `niet` (it is not on), `weg` (take it
        away) or `blijft`. What nobody answered stays.
    """
    there = _there(session, organisation, rows)
    new = changed = refused = 0
    for row in rows:
        known = there.get(row.uid)
        draft, _why = _draft(row, defaults, known)
        if draft is None:
            refused += 1
        elif known is None:
            if not row.cancelled:
                keeping.hand_in(
                    session, organisation, draft, by, editor=editor, source=_source(name), source_uid=row.uid
                )
                new += 1
        elif known.status is not ActivityStatus.WITHDRAWN:
            different = keeping.change(session, known, draft, by, editor=editor)
            if _stops(row, known):
                keeping.cancel(session, known, by, editor=editor)
                different = True
            known.source = _source(name)
            changed += different
    missing = _missing(session, organisation, name, rows, defaults, whole=True)
    changed += sum(_answered(session, each, answers.get(each.id or 0, KEEP), by, editor=editor) for each in missing)
    return new, changed, refused


def _answered(session: Session, activity: Activity, answer: str, by: str, *, editor: bool) -> bool:
    """Do what somebody said of an activity that is missing; whether anything changed."""
    try:
        if answer == CANCEL:
            keeping.cancel(session, activity, by, editor=editor)
        elif answer == WITHDRAW:
            keeping.withdraw(session, activity, by)
    except NotPossible:
        return False  # somebody else was first
    return answer in {CANCEL, WITHDRAW}


def _source(name: str) -> str:
    return line(name, 120)[0] or UNNAMED


def _stops(row: CalendarRow, known: Activity) -> bool:
    return row.cancelled and known.status is ActivityStatus.PUBLISHED and not is_over(known)


def _there(session: Session, organisation: Organisation, rows: Sequence[CalendarRow]) -> dict[str, Activity]:
    question = select(Activity).where(
        col(Activity.organisation_id).in_(house_of(session, organisation)),
        col(Activity.source_uid).in_([row.uid for row in rows]),
    )
    return {each.source_uid: each for each in session.exec(question).all()}


def _missing(
    session: Session,
    organisation: Organisation,
    name: str,
    rows: Sequence[CalendarRow],
    defaults: Defaults,
    *,
    whole: bool,
) -> list[Activity]:
    """What came from this calendar before, is still to come, and does not stand in it any more.

    An editor of one municipality is not asked about, and cannot take away, what is on in another.
    """
    uids = {row.uid for row in rows}
    until = clock.now() + AHEAD if whole or not rows else max(row.start for row in rows)
    return [
        each
        for each in own_activities(session, organisation, clock.today(), most=10 * MOST)
        if each.source == _source(name)
        and each.municipality in defaults.known.municipalities
        and each.source_uid not in uids
        and each.status is not ActivityStatus.CANCELLED
        and each.starts_at <= until
        and not is_over(each)
    ]


def _draft(row: CalendarRow, defaults: Defaults, known: Activity | None) -> tuple[ActivityDraft | None, str]:
    """The row by the rules of the form. What a calendar cannot say keeps what somebody typed here."""
    begin, end = (_here(moment) for moment in (row.start, row.end))
    last = end - timedelta(minutes=1) if row.all_day and end else end
    subjects = tuple(filter(None, (defaults.subjects.get(each.strip().casefold(), "") for each in row.subjects)))
    typed = {
        "titel": line(row.title, LONGEST["titel"])[0],
        "omschrijving": row.summary[: LONGEST["omschrijving"]],
        "dag": f"{begin:%Y-%m-%d}" if begin else "",
        "tot_dag": f"{last:%Y-%m-%d}" if last else "",
        "heledag": "ja" if row.all_day else "",
        "begin": f"{begin:%H:%M}" if begin else "",
        "eind": f"{end:%H:%M}" if end and not row.all_day else "",
        "plek": line(row.place, LONGEST["plek"])[0],
        "website": row.website if row.website.startswith(("https://", "http://")) else "",
        "gemeente": known.municipality if known else defaults.municipality,
        "telefoon": known.phone if known else defaults.phone,
        "email": known.email if known else defaults.email,
    }
    lists: dict[str, Sequence[str]] = {name: (value,) for name, value in typed.items()}
    lists["leefgebieden"] = subjects
    if known is not None:
        lists |= {
            "kosten": (known.cost,), "aanmelden": (known.waiting.get("sign_up", known.sign_up),),
            "straat": (known.street,), "postcode": (known.postcode,), "plaats": (known.town,),
            "leefgebieden": subjects or known.domains, "doelgroepen": known.target_groups, "ook_voor": known.serves,
        }  # fmt: skip
    reading = read_activity(lists, defaults.known, begun_before=row.start)
    if reading.draft is None:
        field_name, why = reading.errors[0]
        return None, NOBODY_TO_CALL if field_name == "telefoon" and not typed["telefoon"] else why
    return reading.draft.model_copy(update={"starts_at": row.start, "ends_at": row.end}), ""


def _here(moment: datetime | None) -> datetime | None:
    return moment.astimezone(clock.AMSTERDAM) if moment is not None else None
