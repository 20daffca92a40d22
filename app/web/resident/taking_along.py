"""Taking one's list along: in a file of one's own, or in a mail to oneself."""

import re
from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.mailing.letters import AddressRefused, Letter, checked_address
from app.mailing.waiting import post_letter, written_since
from app.social_map.dates import date_in_words
from app.social_map.finding import cards_by_slug, gone
from app.web.bodies import clean
from app.web.callers import few_enough
from app.web.resident import kept
from app.web.resident.kept import Kept, ListFull
from app.web.resident.list_page import Line, full, lines, page_of_list
from app.web.resident.own_file import LARGEST_FILE, FileRefused, Named, machine_line, read_file
from app.web.running import language, municipality, services
from app.web.templating import page_url

MAILS = "post"
MAILS_AN_HOUR = 5
MAILS_AN_HOUR_TOGETHER = 300
MAILS_A_DAY_TO_ONE = 10
MAILS_A_DAY_FROM_ONE_NETWORK = 100
_HOUR = timedelta(hours=1)
_LINK = re.compile(r"(?:https?:|www\.)\S+", re.IGNORECASE)


def add_to(blueprint: Blueprint) -> None:
    """The file, opening it again, and the mail."""
    blueprint.add_url_rule("/lijstje/bestand", "shortlist_file", file)
    blueprint.add_url_rule("/lijstje/openen", "shortlist_open", open_again, methods=["POST"])
    blueprint.add_url_rule("/lijstje/mail", "shortlist_mail", mail, methods=["POST"])
    blueprint.add_url_rule("/lijstje/mail/onderweg", "shortlist_mail_sent", mail_sent)


def as_text(shown: list[Line], *, with_links: bool = True) -> str:
    """The list as plain text, for a file or a mail.

    :param with_links: False takes links out of what somebody typed: a mail of ours never carries a stranger's link.
    """
    today = date_in_words(clock.today(), "en" if language() == "en" else "nl")
    parts = [
        _("Mijn lijstje"),
        _("Van de site van de gemeente %(town)s, %(day)s", town=municipality().name, day=today),
        "",
    ]
    for number, line in enumerate(shown, start=1):
        card, fact = line.card, line.fact
        note = line.note if with_links else without_links(line.note)
        facts = (
            (_("Voorbeeld"), _("ja, deze gegevens zijn verzonnen") if card.example else ""),
            (_("Bij"), card.organisation),
            (_("Telefoon"), fact.phone + (f" ({fact.phone_hours})" if fact.phone and fact.phone_hours else "")),
            (_("E-mail"), fact.email),
            (_("Wanneer"), card.when_text),
            (_("Waar"), card.place_text),
            (_("Kosten"), card.cost_text),
            (_("Wie beslist"), card.level_text),
            (_("Gecontroleerd op"), card.checked_on_text),
            (_("Gebeld"), _("ja") if line.called else ""),
            (_("Mijn notitie"), note),
            (_("Lees meer"), url_for("resident.offer", slug=card.slug, _external=True)),
        )
        parts += [f"{number}. {card.name}", *(f"   {name}: {value}" for name, value in facts if value), ""]
    desk = municipality().desk
    parts += [_("Liever iemand spreken?"), f"{desk.name}: {desk.phone} ({desk.phone_hours})", ""]
    return "\n".join(parts)


def without_links(text: str) -> str:
    """What somebody typed without the links in it: a mail of ours never carries a stranger's."""
    return _LINK.sub(_("[link weggelaten]"), text)


def file() -> Response:
    """The list in a file: to read, and to open here again."""
    shown = lines()
    named = [Named(Kept(line.card.slug, line.note, line.called), line.card.name) for line in shown]
    text = (
        as_text(shown)
        + "\n"
        + _("Verander niets aan de regel hieronder. Daarmee kan deze site uw lijstje weer openen.")
        + "\n"
        + machine_line(named)
        + "\n"
    )
    answer = make_response(
        text.encode("utf-8-sig")
    )  # the mark at the front lets every Windows program read the accents
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="mijn-lijstje-{clock.today():%Y-%m-%d}.txt"'
    return answer


def open_again() -> Response | tuple[str, int]:
    """Put what is in somebody's own file on the list."""
    given = request.files.get("bestand")
    if given is None or not given.filename:
        return _page([("bestand", _("Kies bij 'Uw bestand' eerst het bestand dat u had opgeslagen."))])
    try:
        found = read_file(given.stream.read(LARGEST_FILE + 1))
    except FileRefused:
        return _page(
            [
                (
                    "bestand",
                    _(
                        "Dit bestand kunnen we niet openen. Kies het bestand dat u op deze site hebt opgeslagen. Het heet 'mijn-lijstje', met een datum erachter."
                    ),
                )
            ]
        )
    there, missing = _still_there(found)
    try:
        kept.add(*there)
    except ListFull:
        return _page([("bestand", full())])
    return redirect(page_url("/lijstje") + f"?geopend={len(there)}&weg={missing}", 303)


def _still_there(found: list[Named]) -> tuple[list[Kept], int]:
    """What of a file can still be shown (followed to its new address when it moved), and how much is gone."""
    there: list[Kept] = []
    with services().database.reading() as reading:
        public = {card.slug for card in cards_by_slug(reading, [each.kept.slug for each in found])}
        for each in found:
            if each.kept.slug in public:
                there.append(each.kept)
            elif (moved := gone(reading, each.kept.slug)) is not None and moved.slug:
                there.append(Kept(moved.slug, each.kept.note, each.kept.called))
    return there, len(found) - len(there)


def mail() -> Response | tuple[str, int]:
    """Send the list to oneself."""
    typed = clean(request.form.get("email", "")).strip()
    shown = lines()
    if not shown:
        return _page([("email", _("Uw lijstje is nog leeg. Bewaar eerst iets, dan kunt u het mailen."))], typed)
    try:
        to = checked_address(typed)
    except AddressRefused:
        return _page([("email", _("Vul bij 'Uw e-mailadres' een adres in zoals naam@voorbeeld.nl."))], typed)
    if not may_mail():
        return _page(
            [
                (
                    "email",
                    _("U hebt net al een paar keer gemaild. Probeer het over een uur nog eens, of print uw lijstje."),
                )
            ],
            typed,
        )
    letter = Letter(to, _("Mijn lijstje: hulp in %(town)s", town=municipality().name), _mail_text(shown))
    with services().database.writing() as writing:
        # The cookie that counts can be thrown away; these counts cannot.
        may = few_enough(writing, "mail from", MAILS_A_DAY_FROM_ONE_NETWORK) and few_enough(
            writing, "mail to", MAILS_A_DAY_TO_ONE, to
        )
        if may:
            post_letter(writing, services().settings, letter)
    if not may:
        return _page(
            [("email", _("Er is vandaag al een paar keer gemaild. Probeer het morgen nog eens, of print uw lijstje."))],
            typed,
        )
    session[MAILS] = [*recent_mails(), int(clock.now().timestamp())]
    return redirect(page_url("/lijstje/mail/onderweg"), 303)


def _mail_text(shown: list[Line]) -> str:
    why = _(
        "U krijgt deze mail omdat iemand dit adres invulde op de site van de gemeente %(town)s. Wij hebben uw adres niet bewaard.",
        town=municipality().name,
    )
    return f"{as_text(shown, with_links=False)}\n{why}\n"


def recent_mails() -> list[int]:
    """When this visitor mailed in the last hour, as moments in seconds."""
    since = clock.now().timestamp() - _HOUR.total_seconds()
    found = session.get(MAILS)
    return [each for each in found if isinstance(each, int) and each > since] if isinstance(found, list) else []


def may_mail(more: int = 1) -> bool:
    """A few for one person, and not without an end for everybody together: nobody may use us to flood a mailbox.

    :param more: how many mails would go now.
    """
    if len(recent_mails()) + more > MAILS_AN_HOUR:
        return False
    with services().database.reading() as reading:
        return written_since(reading, _HOUR) < MAILS_AN_HOUR_TOGETHER


def mail_sent() -> str:
    """It is on its way."""
    return render_template("resident/shortlist_mailed.html")


def _page(errors: list[tuple[str, str]], address: str = "") -> tuple[str, int]:
    return page_of_list(errors=errors, address=address), 422
