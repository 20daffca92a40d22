"""The form of one activity, for the rooms of organisations and editors: what may be chosen, what was typed, what stands there."""

from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from flask import request
from sqlmodel import Session, col, select

from app import clock
from app.agenda.calendar_in import Defaults
from app.agenda.draft import LONGEST, Known, Reading, read_activity
from app.agenda.finding import house_of
from app.agenda.models import Activity
from app.agenda.standing import first_day, last_day
from app.social_map.models import Offer, Organisation, Place
from app.social_map.vocabulary import Status
from app.web import wording
from app.web.bodies import clean
from app.web.running import content, municipality
from app.web.staff.typed import number_in

Typed = dict[str, tuple[str, ...]]
MANY: Final = ("leefgebieden", "doelgroepen", "ook_voor")
_SHORT: Final = {"dag": 20, "tot_dag": 20, "heledag": 5, "begin": 10, "eind": 10, "gemeente": 64, "plek_keuze": 20}
_MOST_TICKS: Final = 60
_MOST_PLACES: Final = 40


def known(only: str = "") -> Known:
    """What may be chosen. :param only: slug of the only municipality an editor works for."""
    whole = content()
    towns = [town.slug for town in whole.municipalities if only in {"", town.slug}]
    groups = [each.slug for each in whole.target_groups]
    return Known(towns, [each.slug for each in whole.domains], groups)


def as_sent(session: Session, organisation: Organisation) -> Typed:
    """What was typed, a little longer than it may be, so that too long is said; a chosen place of the organisation filled in."""
    typed: Typed = {name: (_one(name, most + 2000),) for name, most in LONGEST.items()}
    typed |= {name: (_one(name, most),) for name, most in _SHORT.items()}
    typed |= {name: tuple(clean(each)[:64] for each in request.form.getlist(name)[:_MOST_TICKS]) for name in MANY}
    if not typed["plek"][0] and not typed["straat"][0]:
        number = number_in(typed["plek_keuze"][0])
        found = next((place for place in own_places(session, organisation) if place.id == number), None)
        if found is not None:
            typed |= {
                "plek": (found.name,), "straat": (found.street,), "postcode": (found.postcode,), "plaats": (found.town or found.kern,),
            }  # fmt: skip
    return typed


def as_known(activity: Activity) -> Typed:
    """What stands there, with the words that wait for an editor in place of what the public sees."""
    said = {name: getattr(activity, name) for name in ("title", "summary", "sign_up", "website")} | activity.waiting
    first, last = first_day(activity), last_day(activity)
    begin = activity.starts_at.astimezone(clock.AMSTERDAM)
    end = activity.ends_at.astimezone(clock.AMSTERDAM) if activity.ends_at and not activity.all_day else None
    return {
        "titel": (said["title"],), "omschrijving": (said["summary"],), "aanmelden": (said["sign_up"],), "website": (said["website"],),
        "dag": (first.isoformat(),), "tot_dag": (last.isoformat() if last > first else "",),
        "heledag": ("ja" if activity.all_day else "",), "begin": ("" if activity.all_day else f"{begin:%H:%M}",),
        "eind": (f"{end:%H:%M}" if end else "",), "plek_keuze": ("",), "plek": (activity.place,), "straat": (activity.street,),
        "postcode": (activity.postcode,), "plaats": (activity.town,), "gemeente": (activity.municipality,),
        "telefoon": (activity.phone,), "email": (activity.email,), "kosten": (activity.cost,),
        "leefgebieden": activity.domains, "doelgroepen": activity.target_groups, "ook_voor": activity.serves,
    }  # fmt: skip


def blank(session: Session, organisation: Organisation, town: str = "") -> Typed:
    """A new one: what we know of the organisation stands there already."""
    typed: Typed = dict.fromkeys((*LONGEST, *_SHORT), ("",)) | dict.fromkeys(MANY, ())
    phone, email = contact_of(session, organisation)
    return typed | {
        "telefoon": (phone,), "email": (email,), "gemeente": (town or municipality().slug,),
    }  # fmt: skip


def read(typed: Typed, activity: Activity | None, only: str = "") -> Reading:
    """The draft, or what is wrong in Dutch."""
    return read_activity(typed, known(only), begun_before=activity.starts_at if activity else None)


def own_places(session: Session, organisation: Organisation) -> list[Place]:
    """Where this organisation is already, each address once; never a secret one."""
    question = (
        select(Place)
        .join(Offer, col(Offer.place_id) == Place.id)
        .where(
            col(Offer.organisation_id).in_(house_of(session, organisation)),
            col(Place.confidential).is_(False),
            Offer.status != Status.WITHDRAWN,
        )
        .order_by(col(Place.id))
        .limit(_MOST_PLACES * 4)
    )
    found: dict[tuple[str, str, str], Place] = {}
    for place in session.exec(question).all():
        if place.street or place.name:
            found.setdefault((place.name, place.street, place.postcode), place)
    return list(found.values())[:_MOST_PLACES]


def contact_of(session: Session, organisation: Organisation) -> tuple[str, str]:
    """Number and mail address: the organisation's own, else those visitors know from its offers."""
    phone, email = organisation.phone[: LONGEST["telefoon"]], organisation.email
    if phone or email:
        return phone, email
    question = (
        select(Offer.phone, Offer.email)
        .where(
            col(Offer.organisation_id).in_(house_of(session, organisation)),
            Offer.status == Status.PUBLISHED,
            sa.or_(col(Offer.phone) != "", col(Offer.email) != ""),
        )
        .order_by(col(Offer.id))
        .limit(1)
    )
    phone, email = session.exec(question).first() or ("", "")
    return (phone if len(phone) <= LONGEST["telefoon"] else ""), email


def choices(session: Session, organisation: Organisation, only: str = "") -> dict[str, Any]:
    """What the form offers, in words."""
    whole, may = content(), known(only)
    places = [
        (str(place.id), ", ".join(filter(None, (place.name, place.street, place.town or place.kern))))
        for place in own_places(session, organisation)
    ]
    return {
        "towns": [(town.slug, town.name) for town in whole.municipalities if town.slug in may.municipalities],
        "all_towns": [(town.slug, town.name) for town in whole.municipalities],
        "domains": [(slug, wording.domain_label(slug)) for slug in may.domains],
        "groups": [(slug, wording.target_group_label(slug)) for slug in may.target_groups],
        "places": places,
        "longest": LONGEST,
        "first": clock.today().isoformat(),
        "last": (clock.today() + timedelta(days=730)).isoformat(),
    }


def defaults(session: Session, organisation: Organisation, town: str = "", only: str = "") -> Defaults:
    """What a calendar file leaves out."""
    subjects = {}
    for domain in content().domains:
        for words in (domain.slug, domain.label, domain.name):
            subjects[words.casefold()] = domain.slug
    return Defaults(known(only), town or municipality().slug, *contact_of(session, organisation), subjects)


def _one(name: str, most: int) -> str:
    return clean(request.form.get(name, ""))[:most].strip()
