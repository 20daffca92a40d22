"""Words for one's own offer or question: where it stands, what happened, and what a proposal says of the other."""

import re
from datetime import timedelta
from typing import Final

from flask_babel import gettext as _

from app import clock
from app.content.models import Municipality
from app.matching.lifecycle import ENDED
from app.matching.models import PairState, Says, Side, Standing
from app.matching.own import OwnNotice, Proposal
from app.personal_numbers import spaced_phone
from app.social_map.vocabulary import Vog
from app.web import notice_words
from app.web.resident.own_request_words import day_in_words, day_words
from app.web.running import content, language

__all__ = ["day_in_words", "day_words"]
Row = tuple[str, str]

CARERS_TASKS: Final = frozenset({"oppas", "nacht", "wassen", "medicijnen"})
CARERS_CIRCUMSTANCES: Final = frozenset({"vergeten", "alleen-thuis"})
_CARES: Final = re.compile(
    r"mantelzorg|\bcarer\b|\bzorg(?:en|t)? voor\b|\bcare for\b|verzorg"
    r"|\b(?:voor|bij|van|for|with|of)\s+(?:mijn|onze|my|our)\s+"
    r"(?:man|vrouw|moeder|vader|ouders|kind|zoon|dochter|zus|broer|partner"
    r"|husband|wife|mother|father|parents|child|son|daughter|sister|brother)\b",
    re.IGNORECASE,
)


def offers(own: OwnNotice) -> bool:
    """Whether this is an offer."""
    return own.notice.side is Side.OFFER


def standing_words(own: OwnNotice, town: Municipality) -> str:
    """Where it stands, in plain words with a day."""
    notice, name = own.notice, town.mediation.name if town.mediation else town.desk.name
    if notice.standing is Standing.NEW:
        return _(
            "%(name)s leest wat u instuurde. U hoort uiterlijk %(day)s iets.",
            name=name,
            day=day_in_words(notice.answer_by),
        )
    if notice.standing is Standing.OPEN and any(each.contact for each in agreed(own)):
        return (
            _("U hebt met iemand iets afgesproken. Uw aanbod staat ook nog open.")
            if offers(own)
            else _("U hebt met iemand iets afgesproken. Uw vraag staat ook nog open.")
        )
    if notice.standing is Standing.OPEN and _just_stopped(own):
        return (
            _("Uw afspraak is gestopt. Uw aanbod staat weer open. Is er een vraag die past, dan krijgt u een voorstel.")
            if offers(own)
            else _(
                "Uw afspraak is gestopt. Uw vraag staat weer open. Is er iemand die past, dan krijgt u een voorstel."
            )
        )
    if notice.standing is Standing.OPEN and _waits_for_vog(own):
        return _(
            "Uw aanbod staat open. %(name)s praat nog met u over een VOG. Daarna kunt u ook een voorstel krijgen voor hulp bij iemand thuis.",
            name=name,
        )
    if notice.standing is Standing.OPEN:
        return (
            _("Uw aanbod staat open. Is er een vraag die past, dan krijgt u een voorstel.")
            if offers(own)
            else _("Uw vraag staat open. Is er iemand die past, dan krijgt u een voorstel.")
        )
    return {
        Standing.PAUSED: _("U wilde even niet. U krijgt nu geen voorstellen."),
        Standing.MET: _("Het is gelukt: u hebt iemand gevonden."),
        Standing.REFUSED: _(
            "%(name)s kan hier niets mee doen. Bel gerust: dan hoort u waarom, en wat er wel kan.", name=name
        ),
        Standing.WITHDRAWN: _("U hebt dit ingetrokken. Wij doen er niets meer mee."),
        Standing.EXPIRED: _("De tijd is voorbij. Klopt het nog? Zeg het hieronder, dan zoeken wij verder."),
        Standing.BLOCKED: _("%(name)s heeft dit stilgezet. Bel gerust, dan praten wij erover.", name=name),
    }[notice.standing]


def _just_stopped(own: OwnNotice) -> bool:
    """Whether the last thing that happened is that one of the two stopped: then that is said first, without a reason."""
    last = own.proposals[0] if own.proposals else None
    return last is not None and last.state is PairState.ENDED and not last.went_well


def _waits_for_vog(own: OwnNotice) -> bool:
    """Whether nothing at somebody's home is put to this person yet, because nobody asked about a VOG (I-51)."""
    tasks = (content().task(slug) for slug in own.notice.tasks)
    return offers(own) and own.notice.vog is Vog.UNANSWERED and any(task.at_home for task in tasks if task)


def rows(own: OwnNotice) -> list[Row]:
    """What was posted, by name."""
    notice, told = own.notice, own.words
    return [
        (_("Wat") if offers(own) else _("Waarbij"), notice_words.tasks_words(notice.tasks)),
        (_("Waar"), notice_words.kern_words(notice.kern)),
        (_("Waar u wilt komen"), ", ".join(map(notice_words.kern_words, notice.area))),
        *notice_words.when_rows(told, notice.when_mask),
        (_("Hoe vaak"), notice_words.frequency(notice.frequency)),
        (_("Op welke dag"), day_in_words(notice.needed_on) if notice.needed_on else ""),
        (_("Het kan niet wachten"), _("ja") if notice.urgent else ""),
        (_("Van tevoren weten"), notice_words.notice_words(notice.notice_days)),
        (_("Dit doet u niet"), notice_words.tasks_words(notice.not_tasks)),
        (_("Uw grenzen"), ", ".join(notice_words.circumstance_words(notice.not_circumstances, limit=True))),
        (_("Verder doet u niet"), told.limits),
        (_("Wat er speelt"), ", ".join(notice_words.circumstance_words(notice.circumstances))),
        (_("Wat u erbij zei"), told.story),
        (_("VOG"), _vog(notice.vog) if offers(own) else ""),
        (_("Wat de organisatie over u opschreef"), told.mediator_note),
    ]


def person(own: OwnNotice) -> list[Row]:
    """Who it is and what may be shared."""
    return notice_words.person_rows(own.person)


def history(own: OwnNotice, town: Municipality) -> list[Row]:
    """What happened, by day; kinds of lines that say nothing to this person are left out."""
    lines = [(day_words(each.at), _happened(each.kind, town), each.note) for each in own.history]
    return [(when, f"{what} {text}".strip()) for when, what, text in lines if what]


def waiting(own: OwnNotice) -> list[Proposal]:
    """Proposals that ask something of this person, or wait for the other."""
    return [each for each in own.proposals if each.state is PairState.ASKED]


def agreed(own: OwnNotice) -> list[Proposal]:
    """What both said yes to and goes on."""
    return [each for each in own.proposals if each.state is PairState.AGREED]


def over(own: OwnNotice) -> list[Proposal]:
    """What was agreed once and is over."""
    return [each for each in own.proposals if each.state in {PairState.ENDED, PairState.UNDONE}]


def answered_yes(proposal: Proposal) -> bool:
    """Whether this person said yes already."""
    return proposal.mine is Says.YES


def known(proposal: Proposal, own: OwnNotice) -> list[Row]:
    """What is known of the other side, and what is not: said plainly."""
    vog = _vog(proposal.vog) if not offers(own) else ""
    return [
        (_("Wat"), notice_words.tasks_words(proposal.tasks)),
        (_("Wat niet"), ", ".join(proposal.task_labels_missing)),
        (_("Wanneer"), notice_words.when(proposal.when_mask) or _("nog niet bekend: dat spreekt u samen af")),
        (_("Hoe vaak"), notice_words.frequency(proposal.frequency)),
        (_("Waar"), proposal.kern_name),
        (_("VOG"), vog),
    ]


def phone(proposal: Proposal) -> str:
    """The other side's number as people say it, once both said yes."""
    return spaced_phone(proposal.contact.phone) if proposal.contact else ""


def contact(proposal: Proposal) -> list[Row]:
    """How to reach the other side, once both said yes."""
    found = proposal.contact
    if found is None:
        return []
    return [
        (_("Voornaam"), found.first_name),
        (_("Namens"), found.organisation),
        (_("E-mail"), found.email),
        (_("Adres"), " ".join(part for part in (found.street, found.postcode) if part)),
        (_("Wat de ander erbij schreef"), found.story),
        (_("Wanneer, schreef de ander"), found.times),
        (_("Wat de ander niet doet"), found.limits),
    ]


def advice(town: Municipality) -> tuple[str, ...]:
    """For a first meeting."""
    if town.mediation is None:
        return ()
    return town.mediation.meeting_advice_en if language() == "en" else town.mediation.meeting_advice


def nobody_found(own: OwnNotice) -> bool:
    """Whether other help is worth showing: a question that volunteers do not do, that waits long, or that is over unmet."""
    notice = own.notice
    if offers(own) or agreed(own) or waiting(own) or notice.standing in {Standing.MET, Standing.WITHDRAWN}:
        return False
    learned = any(task is not None and not task.volunteers for task in map(content().task, notice.tasks))
    return learned or notice.urgent or notice.standing in ENDED or notice.answer_by < clock.today()


def asks_whether_it_holds(own: OwnNotice, town: Municipality) -> bool:
    """Whether it is time to ask: near the end of its term, or when that is over."""
    days = town.mediation.remind_days if town.mediation else 0
    return own.notice.expires_on <= clock.today() + timedelta(days=days)


def instead(own: OwnNotice) -> list[Row]:
    """Kind words about what volunteers do not do."""
    return notice_words.instead_of(own.notice.tasks)


def may_ask_back(own: OwnNotice) -> bool:
    """Whether to ask, softly, if this person would like to do something too: afterwards, and never a carer (I-40).

    Nobody is asked whether they are one: who asks for somebody to stay, or speaks of a person they look after, is spared.
    """
    spared = (
        CARERS_TASKS & set(own.notice.tasks)
        or CARERS_CIRCUMSTANCES & set(own.notice.circumstances)
        or _CARES.search(f"{own.words.story}\n{own.words.times}")
    )
    return not offers(own) and not spared and any(each.went_well for each in own.proposals)


def _vog(vog: Vog) -> str:
    return {
        Vog.YES: _("ja, gezien door de organisatie"),
        Vog.NO: _("geen VOG"),
        Vog.NOT_APPLICABLE: _("niet nodig voor dit"),
        Vog.UNANSWERED: _("nog niet besproken"),
    }[vog]


def _happened(kind: str, town: Municipality) -> str:
    name = town.mediation.name if town.mediation else town.desk.name
    return {
        "posted": _("U stuurde dit in."),
        "approved": _("%(name)s keek ernaar. Het staat open.", name=name),
        "refused": _("%(name)s kan hier niets mee doen.", name=name),
        "paused": _("U wilde even niet."),
        "resumed": _("U wilde weer wel."),
        "met": _("U vond iemand."),
        "reopened": _("%(name)s zette het weer open.", name=name),
        "withdrawn": _("U trok het in."),
        "expired": _("De tijd was voorbij."),
        "blocked": _("%(name)s zette het stil.", name=name),
        "changed": _("U veranderde iets. %(name)s kijkt er nog eens naar.", name=name),
        "adjusted": _("U veranderde iets."),
        "confirmed": _("U zei dat het nog klopt."),
        "corrected": _("U verbeterde uw gegevens."),
        "code_renewed": _("U kreeg een nieuwe code. De oude werkt niet meer."),
        "reminded": _("Wij vroegen of het nog klopt."),
        "screened": _("%(name)s sprak met u.", name=name),
        "called": _("%(name)s belde.", name=name),
        "exported": _("U bewaarde alles in een bestand."),
        "pair_proposed": _("U kreeg een voorstel."),
        "pair_said_yes": _("U zei ja."),
        "pair_said_no": _("U zei nee. Dat is goed."),
        "pair_took_back": _("U nam uw ja terug."),
        "pair_agreed": _("U zei allebei ja."),
        "pair_declined": _("Een voorstel ging niet door."),
        "pair_lapsed": _("Een voorstel ging niet door."),
        "pair_ended": _("Een afspraak is gestopt."),
        "pair_undone": _("Een voorstel of afspraak ging niet door."),
        "pair_reported": _("U meldde dat er iets niet goed was."),
        "pair_goes_on": _("Het gaat nog door."),
    }.get(kind, "")
