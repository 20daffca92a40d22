"""The ways out of a plan: a file to go on with, a PDF, a day in a calendar, and a mail to whom somebody names.

A mail goes through the outbox, sealed, and is gone once it is delivered; the addresses stand nowhere else (I-18).
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from flask import make_response, session, url_for
from flask_babel import gettext as _
from icalendar import Calendar, Event
from werkzeug.wrappers import Response

from app import clock
from app.mailing.letters import AddressRefused, Letter, checked_address
from app.mailing.waiting import post_letter
from app.paper.typesetting import Untypesettable, typeset
from app.social_map.dates import date_in_words, read_date
from app.web.bodies import clean
from app.web.callers import few_enough
from app.web.pdf import in_turn, pdf_answer
from app.web.resident.plan_file import machine_line
from app.web.resident.plan_written import Block, Helper, Written, blocks, cell_labels, title_of
from app.web.resident.taking_along import (
    MAILS,
    MAILS_A_DAY_FROM_ONE_NETWORK,
    MAILS_A_DAY_TO_ONE,
    MAILS_AN_HOUR,
    may_mail,
    recent_mails,
    without_links,
)
from app.web.running import language, municipality, services

MOST_ADDRESSES: Final = 3
_BETWEEN: Final = re.compile(r"[\s,;]+")


class NoDay(Exception):
    """There is no day in the plan that can stand in a calendar."""


class NoPdf(Exception):
    """There is no PDF now; the plan can still be printed from the page, or kept in a file."""


class NotMailed(Exception):
    """Nothing was sent; the text says why and what to do."""


def file(written: Written, names: Mapping[str, str]) -> Response:
    """The plan in a file: to read, and to open here again."""
    parts = [
        as_text(written, blocks(written, names)),
        _("Verander niets aan de regel hieronder. Daarmee kan deze site uw plan weer openen."),
        machine_line(written, names),
        "",
    ]
    # The mark at the front lets every Windows program read the accents.
    answer = make_response("\n".join(parts).encode("utf-8-sig"))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(written)}.txt"'
    return answer


def pdf(written: Written, names: Mapping[str, str]) -> Response:
    """The plan on paper, set so that everybody can read it.

    :raises NoPdf: too many are being made, or it cannot be made.
    """
    lang = "en" if language() == "en" else "nl"
    labels = cell_labels()
    desk = municipality().desk
    data = {
        "title": title_of(written.shape),
        "owner": written.owner,
        "made": _("Gemaakt op %(day)s. Dit plan is van u.", day=date_in_words(clock.today(), lang)),
        "blocks": [
            {
                "heading": block.heading,
                "paragraphs": [line for line in block.text.split("\n") if line.strip()],
                "items": list(block.items),
                "rows": [list(row.cells) for row in block.rows],
            }
            for block in blocks(replace(written, owner=""), names)
        ],
        "columns": [labels["wie"], labels["wat"], labels["wanneer"], labels["grens"]],
        "words": {"page": _("bladzijde"), "of": _("van")},
        "foot": _(
            "Liever iemand spreken? %(name)s: %(phone)s (%(hours)s).",
            name=desk.name,
            phone=desk.phone,
            hours=desk.phone_hours,
        ),
    }
    try:
        raw = in_turn(lambda: typeset("plan.typ", data, lang=lang, title=title_of(written.shape)))
    except Untypesettable as problem:
        raise NoPdf from problem
    if raw is None:
        raise NoPdf
    return pdf_answer(raw, f"{_name(written)}.pdf", to_save=True)


def calendar(written: Written) -> Response:
    """The day to look back, for one's own calendar. Nothing of the plan stands in it.

    :raises NoDay:
    """
    day = read_date(written.look_back)
    if day is None:
        raise NoDay
    event = Event()
    event.add("uid", str(uuid.uuid4()))
    event.add("summary", _("Kijken hoe het gaat met %(plan)s", plan=title_of(written.shape)))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("dtstamp", clock.now())
    event.add("transp", "TRANSPARENT")
    found = Calendar()
    found.add("prodid", "-//Leefplein//Mijn plan//NL")
    found.add("version", "2.0")
    found.add_component(event)
    answer = make_response(found.to_ical())
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="terugkijken.ics"'
    return answer


def mail(written: Written, names: Mapping[str, str], typed: str) -> None:
    """Send the plan to whom somebody names, at most three at once.

    :raises NotMailed: with what to do about it.
    """
    to = _addresses(typed)
    if not may_mail(len(to)):
        raise NotMailed(
            _(
                "U hebt net al een paar keer gemaild. Er gaat %(most)s keer per uur een mail uit. Probeer het straks nog eens, of print uw plan.",
                most=MAILS_AN_HOUR,
            )
        )
    text = _mail_text(written, names)
    subject = _("Iemand stuurt u een plan: %(plan)s", plan=title_of(written.shape))
    with services().database.writing() as writing:
        # The cookie that counts can be thrown away; these counts cannot.
        may = [
            few_enough(writing, "mail from", MAILS_A_DAY_FROM_ONE_NETWORK)
            and few_enough(writing, "mail to", MAILS_A_DAY_TO_ONE, address)
            for address in to
        ]
        if all(may):
            for address in to:
                post_letter(writing, services().settings, Letter(address, subject, text))
    if not all(may):
        raise NotMailed(_("Er is vandaag al een paar keer gemaild. Probeer het morgen nog eens, of print uw plan."))
    session[MAILS] = [*recent_mails(), *[int(clock.now().timestamp())] * len(to)]


def as_text(written: Written, shown: list[Block]) -> str:
    """The plan as plain text."""
    lang = "en" if language() == "en" else "nl"
    parts = [title_of(written.shape), date_in_words(clock.today(), lang), ""]
    for block in shown:
        parts += [block.heading, *block.text.split("\n")] if block.text else [block.heading]
        parts += [f"- {name}" for name in block.items]
        parts += [f"- {row_words(row)}" for row in block.rows]
        parts.append("")
    desk = municipality().desk
    return "\n".join([*parts, _("Liever iemand spreken?"), f"{desk.name}: {desk.phone} ({desk.phone_hours})", ""])


def row_words(row: Helper) -> str:
    """Somebody who helps, on one line."""
    labels = cell_labels()
    facts = (row.what, row.when, f"{labels['grens']}: {row.limit}" if row.limit else "")
    who = row.who or _("Iemand")
    return f"{who}: " + "; ".join(fact for fact in facts if fact)


def _mail_text(written: Written, names: Mapping[str, str]) -> str:
    why = _(
        "U krijgt deze mail omdat iemand een plan maakte op de site van de gemeente %(town)s en uw adres invulde. Wij bewaren het plan niet, en uw adres ook niet. Kent u dit plan niet? Dan hoeft u niets te doen.",
        town=municipality().name,
    )
    links = [
        f"{names[slug]}: {url_for('resident.offer', slug=slug, _external=True)}"
        for slug in written.offers
        if slug in names
    ]
    more = [_("Meer over de hulp in dit plan"), *links, ""] if links else []
    return "\n".join([as_text(written, blocks(written, names, without_links)), *more, why, ""])


def _addresses(typed: str) -> list[str]:
    given = list(dict.fromkeys(each for each in _BETWEEN.split(clean(typed)) if each))
    if not given:
        raise NotMailed(_("Vul bij 'Aan wie wilt u het mailen?' een adres in zoals naam@voorbeeld.nl."))
    if len(given) > MOST_ADDRESSES:
        raise NotMailed(
            _("Vul bij 'Aan wie wilt u het mailen?' hooguit %(most)s adressen tegelijk in.", most=MOST_ADDRESSES)
        )
    found = []
    for each in given:
        try:
            found.append(checked_address(each))
        except AddressRefused as problem:
            raise NotMailed(
                _("'%(address)s' is geen mailadres. Vul een adres in zoals naam@voorbeeld.nl.", address=each[:60])
            ) from problem
    return found


def _name(written: Written) -> str:
    return f"{'familiegroepsplan' if written.shape == 'gezin' else 'mijn-plan'}-{clock.today():%Y-%m-%d}"
