"""Telling people something about their offer or question: by mail, or by a call that the mediator has to make.

A mail may be read by somebody else. It never holds the secret code, what was asked or offered, or anything of the other
side; it tells that there is something to read and who can be called. Who gave no mail address is never forgotten: a line
in the history puts them on the mediator's list of calls until somebody called.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from app.accounts.keys import AccountKeys
from app.accounts.slowing import counted_today, within_the_day
from app.content.hours import written_out
from app.content.letterhead import day_in_words, site_of
from app.content.messages import plain_message
from app.data_keys import FieldSeal
from app.mailing.letters import Letter
from app.mailing.waiting import post_letter
from app.matching.history import note
from app.matching.mediation import Mediation, person_of
from app.matching.models import Notice
from app.matching.shapes import Person
from app.references import spaced_reference
from app.settings import Settings


class News(StrEnum):
    """What somebody hears. The value is also what the list of calls is told by, as `to_call_<value>`."""

    APPROVED = "approved"
    REFUSED = "refused"
    PROPOSED = "proposed"
    AGREED = "agreed"
    OFF = "off"
    EXPIRES = "expires"
    TOGETHER = "together"
    NOBODY = "nobody"


PAGES: Final[Mapping[News, str]] = {
    News.APPROVED: "bericht-goedgekeurd",
    News.REFUSED: "bericht-niet-geplaatst",
    News.PROPOSED: "bericht-voorstel",
    News.AGREED: "bericht-afgesproken",
    News.OFF: "bericht-gaat-niet-door",
    News.EXPIRES: "bericht-verloopt",
    News.TOGETHER: "bericht-hoe-gaat-het-samen",
    News.NOBODY: "bericht-niemand-gevonden",
}
TO_CALL: Final = "to_call_"
CALLED: Final = "called"
TO_THE_MEDIATOR: Final = "bericht-bemiddeling"
NOTICES_A_DAY_TO_THE_MEDIATOR: Final = 20
RECEIPTS_A_DAY_TO_ONE: Final = 5


def language_of(notice: Notice) -> str:
    """The language of the notice, as far as mails have it."""
    return "en" if notice.language == "en" else "nl"


def facts_of(mediation: Mediation, notice: Notice, **facts: str) -> dict[str, str]:
    """What every mail about a notice may say: its number, addresses and who to call; never the code or any words."""
    town, lang = mediation.town(notice.municipality), language_of(notice)
    terms = town.mediation
    return {
        "reference": spaced_reference(notice.reference),
        "site": site_of(mediation.settings, town),
        "mediator": terms.name if terms else town.desk.name,
        "mediator_phone": terms.phone if terms else town.desk.phone,
        "mediator_hours": written_out(terms.hours if terms else town.desk.phone_hours, lang),
        "day": day_in_words(notice.expires_on, lang),
    } | facts


def tell(
    session: Session, mediation: Mediation, notice: Notice, seal: FieldSeal | None, news: News, **facts: str
) -> None:
    """Let somebody know, in the transaction of what it tells about: a mail in the outbox, or a call to make.

    :param seal: of the notice; None when it was erased meanwhile, and then there is nobody to tell.
    :param facts: `day` or `list`, in the language of the notice (see `app.content.messages.FACTS`).
    """
    if seal is None:
        return
    person = person_of(notice, seal)
    if not person.email:
        must_call(session, notice, news.value)
        return
    post_news(session, mediation, notice, person, PAGES[news], **facts)


def post_news(session: Session, mediation: Mediation, notice: Notice, person: Person, page: str, **facts: str) -> None:
    """A mail from one of the texts to somebody with a mail address, in the language of the notice."""
    content, town, lang = mediation.content.now(), mediation.town(notice.municipality), language_of(notice)
    found = content.page(page, lang) or content.page(page)
    if found is None:  # refused when content is read, so this was taken away while we run
        must_call(session, notice, "mail")
        return
    values = facts_of(mediation, notice, **facts)
    subject, text = plain_message(found, town, content.help_numbers_for(town), values)
    post_letter(session, mediation.settings, Letter(person.email, subject, text), f"notice:{notice.id}")


def tell_the_mediator(
    session: Session, mediation: Mediation, notice: Notice, what: str, by: date, *, always: bool = False
) -> None:
    """Let the mediating organisation know that something waits on its board; nothing about anybody stands in it.

    After twenty on one day it is enough: the board tells the rest, and nobody fills a mailbox through our form.

    :param what: what came in, as the beginning of a sentence.
    :param by: the day before whose end the person hears.
    :param always: counted for this notice alone, so that nobody keeps somebody else's report from being heard.
    """
    content, town = mediation.content.now(), mediation.town(notice.municipality)
    terms, found = town.mediation, content.page(TO_THE_MEDIATOR)
    if terms is None or found is None:
        return
    whose = f"mediator|{town.slug}|{what}" + (f"|{notice.id}" if always else "")
    counted = counted_today(AccountKeys.of(mediation.settings), whose, NOTICES_A_DAY_TO_THE_MEDIATOR)
    if not within_the_day(session, counted):
        return
    facts = facts_of(mediation, notice, what=what, day=day_in_words(by, "nl"))
    facts["link"] = f"{facts['site']}/bemiddeling/{notice.id}"
    subject, text = plain_message(found, town, content.help_numbers_for(town), facts)
    post_letter(session, mediation.settings, Letter(terms.email, subject, text), f"notice:{notice.id}")


def few_enough(session: Session, settings: Settings, address: str) -> bool:
    """Whether this address may get another receipt today: nobody's mailbox is filled by somebody else (promise 42)."""
    keys = AccountKeys.of(settings)
    return within_the_day(session, counted_today(keys, f"receipt|{address.casefold()}", RECEIPTS_A_DAY_TO_ONE))


def must_call(session: Session, notice: Notice, why: str) -> None:
    """Put somebody on the mediator's list of calls. `why` is a value of `News`, or `mail`, `blocked` or `report`."""
    note(session, notice.id or 0, "system", f"{TO_CALL}{why}")


def as_list(sentences: Iterable[str]) -> str:
    """Sentences as the lines of a list in a mail."""
    return "\n".join(f"- {sentence}" for sentence in sentences)
