"""Activities and an organisation to put in an agenda. All invented."""

from datetime import datetime, time, timedelta

from app import clock
from app.agenda.draft import ActivityDraft, Known
from app.social_map.models import Organisation
from app.social_map.names import fold_name

KNOWN = Known(("hattem", "putten"), ("inkomen", "sociaal-netwerk"), ("mantelzorgers",))
TYPED = {
    "titel": "Samen soep eten", "omschrijving": "Soep aan een lange tafel.", "begin": "12:00", "eind": "13.30", "plek": "Het Huis",
    "gemeente": "hattem", "telefoon": "038 000 01 01", "kosten": "€ 2,50", "aanmelden": "Loop binnen.", "leefgebieden": ["sociaal-netwerk"],
}  # fmt: skip


def in_days(days):
    return clock.today() + timedelta(days=days)


def at(days, hour=12, minute=0):
    return datetime.combine(in_days(days), time(hour, minute), clock.AMSTERDAM)


def typed(days=3, **more):
    said = {**TYPED, "dag": in_days(days).isoformat(), **more}
    return {name: value if isinstance(value, list) else [value] for name, value in said.items()}


def draft(days=3, **more):
    facts = {
        "title": "Samen soep eten",
        "starts_at": at(days),
        "ends_at": at(days, 13, 30),
        "municipality": "hattem",
        "phone": "038 000 01 01",
    }
    return ActivityDraft(**(facts | more))


def organisation(session, name="Stichting De Hoek", **more):
    made = Organisation(name=name, name_key=fold_name(name), phone="038 000 01 01", **more)
    session.add(made)
    session.flush()
    return made


def calendar(*events, name="Buurthuis"):
    """A calendar file; each event is its lines."""
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:proef\nX-WR-CALNAME:{name}\n{body}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()
