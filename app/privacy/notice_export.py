"""Everything a volunteer or somebody with a question gave, and everything that was recorded about it (AVG art. 15 and 20).

Nothing is left out because it is awkward: the mediator's note, who looked when, what was corrected, what became of each
proposal. Only names of people who work are roles, what opens something is not in it, and nothing of the other side of a
match is, but what their own page shows: that is the other's.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlmodel import Session, col, select

from app import clock
from app.audit.changed import open_changes
from app.audit.models import AuditLine
from app.content.whole import Content
from app.data_keys import FieldSeal
from app.matching.history import Happened, history_of
from app.matching.mediation import Mediation, person_of, readable, words_of
from app.matching.models import Notice, Side
from app.matching.own import Proposal, proposals_of
from app.matching.shapes import Person, Words
from app.privacy.export import Section
from app.privacy.export import as_text as sections_as_text
from app.privacy.notice_export_words import LANGUAGES, happened, said
from app.references import spaced_reference
from app.sealing import Unopened
from app.social_map.times import in_words

Who = Literal["person", "mediator", "system"]
OPEN_FIELDS: Final = (
    *("municipality", "kern", "side", "entered", "language", "standing", "tasks", "when_mask", "frequency", "area"),
    *("not_tasks", "not_circumstances", "circumstances", "notice_days", "needed_on", "urgent", "vog", "met_on"),
    *("public_line", "consent_at", "posted_at", "answer_by", "expires_on", "reminded_at", "closed_at", "erase_on"),
)
"""What stands open in the row; the rest of it opens something, or is a number of the house."""
_ABOUT_OTHERS: Final = frozenset({"block_reason", "pair_report_settled", "pair_undo_reason"})
"""What the mediator wrote here may tell who reported something. That it is there is said; the words are asked for, so that
somebody weighs what is the other's (AVG art. 15 lid 4)."""
_OF_ONE_SIDE: Final = frozenset(
    {"pair.say_yes", "pair.say_no", "pair.say_nothing", "pair.report", "pair.settle_report", "pair.keep_apart"}
)
"""What the mediator wrote down in a match for one of the two: whose answer or report it was, the other may not learn."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One audit line, without anybody's name or number. `changes`: old and new value of what was corrected."""

    at: datetime
    who: Who
    action: str
    changes: dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Everything:
    """All there is about one offer or question. `content`: names of tasks and villages at that moment."""

    notice: Notice
    person: Person
    words: Words
    history: tuple[Happened, ...]
    proposals: tuple[Proposal, ...]
    traces: tuple[Trace, ...]
    mediator: str
    content: Content


def everything(mediation: Mediation, notice_id: int) -> Everything:
    """Gather it all.

    :raises app.matching.mediation.NobodyThere: it is gone, or its key is.
    """
    with mediation.database.reading() as session:
        notice, seal = readable(mediation, session, notice_id)
        terms = mediation.terms(notice.municipality)
        proposals = proposals_of(mediation, session, notice)
        return Everything(
            notice=notice,
            person=person_of(notice, seal),
            words=words_of(notice, seal),
            history=tuple(history_of(session, notice, seal)),
            proposals=proposals,
            traces=_traces(session, notice, seal, [each.pair_id for each in proposals]),
            mediator=terms.name if terms else "",
            content=mediation.content.now(),
        )


def as_json(taken: Everything) -> str:
    """For another program; days and moments as in ISO 8601, UTC."""
    notice = taken.notice
    value = {
        "format": "leefplein-notice-1",
        "made_at": clock.now(),
        "reference": spaced_reference(notice.reference),
        "mediator": taken.mediator,
        "notice": {name: getattr(notice, name) for name in OPEN_FIELDS},
        "person": taken.person.model_dump(mode="json"),
        "words": taken.words.model_dump(mode="json"),
        "history": [
            {
                "at": each.at,
                "who": _who(each.actor),
                "what": each.kind,
                "note": _noted("nl", each) if each.kind in _ABOUT_OTHERS else each.note,
            }
            for each in taken.history
        ],
        "proposals": [_proposal(each) for each in taken.proposals],
        "looked_and_changed": [
            {"at": each.at, "who": each.who, "what": each.action, "changes": each.changes} for each in taken.traces
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2, default=_iso) + "\n"


def as_text(taken: Everything, lang: str = "") -> str:
    """To read and to print.

    :param lang: `nl` or `en`; else the language of the notice.
    """
    lang = lang if lang in LANGUAGES else "en" if taken.notice.language == "en" else "nl"
    return sections_as_text(_sections(taken, lang))


def _sections(taken: Everything, lang: str) -> list[Section]:
    notice, person, words = taken.notice, taken.person, taken.words
    side = "offer" if notice.side is Side.OFFER else "question"
    content = taken.content

    def tasks(slugs: tuple[str, ...]) -> str:
        found = [(slug, content.task(slug)) for slug in slugs]
        return ", ".join((task.label_en if lang == "en" else task.label) if task else slug for slug, task in found)

    def circumstances(slugs: tuple[str, ...], *, limit: bool) -> str:
        name = ("limit" if limit else "asks") + ("_en" if lang == "en" else "")
        found = [(slug, content.circumstance(slug)) for slug in slugs]
        return ", ".join(str(getattr(each, name)) if each else slug for slug, each in found)

    def kernen(slugs: tuple[str, ...]) -> str:
        found = [(slug, content.kern(slug)) for slug in slugs]
        return ", ".join(each[1].name if each else slug for slug, each in found)

    def day(value: object) -> str:
        return _local(value) if isinstance(value, datetime) else str(value or "")

    town = content.municipality(notice.municipality)
    facts = [
        ("reference", spaced_reference(notice.reference)),
        ("municipality", town.name if town else notice.municipality),
        ("mediator", taken.mediator),
        ("standing", said(lang, notice.standing.value)),
        ("entered", said(lang, notice.entered.value)),
        ("tasks", tasks(notice.tasks)),
        ("when", in_words(notice.when_mask, lang) if notice.when_mask else ""),
        ("frequency", said(lang, notice.frequency.value) if notice.frequency else ""),
        ("kern", kernen((notice.kern,)) if notice.kern else ""),
        ("area", kernen(notice.area)),
        ("not_tasks", tasks(notice.not_tasks)),
        ("not_circumstances", circumstances(notice.not_circumstances, limit=True)),
        ("circumstances", circumstances(notice.circumstances, limit=False)),
        ("notice_days", str(notice.notice_days or "")),
        ("needed_on", day(notice.needed_on)),
        ("urgent", said(lang, "yes") if notice.urgent else ""),
        ("vog", said(lang, f"vog_{notice.vog.value}") if notice.side is Side.OFFER else ""),
        ("met_on", day(notice.met_on)),
        ("public_line", notice.public_line),
        *[
            (name, day(getattr(notice, name)))
            for name in ("consent_at", "posted_at", "answer_by", "expires_on", "reminded_at", "closed_at", "erase_on")
        ],
    ]
    who = [(name, str(value)) for name, value in person.model_dump().items() if name != "share"]
    who.append(("share", ", ".join(said(lang, f"share_{each}") for each in person.share)))
    return [
        Section(said(lang, side), _named(lang, facts)),
        Section(said(lang, "person"), _named(lang, who)),
        Section(said(lang, "words"), _named(lang, list(words.model_dump().items()))),
        Section(
            said(lang, "proposals"),
            [
                row
                for number, each in enumerate(taken.proposals, 1)
                for row in _proposal_rows(lang, number, each, tasks)
            ],
        ),
        Section(
            said(lang, "history"),
            [
                (_local(each.at), _line(_whom(lang, _who(each.actor)), happened(lang, each.kind), _noted(lang, each)))
                for each in taken.history
            ],
        ),
        Section(
            said(lang, "traces"),
            [
                (_local(each.at), _line(_whom(lang, each.who), happened(lang, each.action), _changed(each)))
                for each in taken.traces
            ],
        ),
    ]


def _proposal_rows(lang: str, number: int, each: Proposal, tasks: Any) -> list[tuple[str, str]]:
    shown = each.contact
    rows = [
        ("state", said(lang, f"pair_{each.state.value}")),
        ("mine", said(lang, f"says_{each.mine.value}")),
        ("tasks", tasks(each.tasks)),
        ("when", in_words(each.when_mask, lang) if each.when_mask else ""),
        ("decide_by", each.decide_by.isoformat()),
        ("seen_of_the_other", ", ".join(filter(None, (shown.first_name, shown.phone, shown.email))) if shown else ""),
    ]
    return [(f"{number}. {name}", value) for name, value in _named(lang, rows)]


def _named(lang: str, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(said(lang, f"field_{name}"), value) for name, value in rows]


def _whom(lang: str, who: Who) -> str:
    return happened(lang, who) if who == "person" else said(lang, who)


def _noted(lang: str, each: Happened) -> str:
    return said(lang, "ask_the_mediator") if each.kind in _ABOUT_OTHERS and each.note else each.note


def _line(who: str, what: str, more: str) -> str:
    return f"{who}: {what}" + (f" ({more})" if more else "")


def _changed(trace: Trace) -> str:
    return "; ".join(f"{name}: {old!s} -> {new!s}" for name, (old, new) in trace.changes.items())


def _local(moment: datetime) -> str:
    return moment.astimezone(clock.AMSTERDAM).strftime("%Y-%m-%d %H:%M")


def _proposal(each: Proposal) -> dict[str, Any]:
    shown = each.contact
    return {
        "state": each.state,
        "i_said": each.mine,
        "tasks": each.tasks,
        "when_mask": each.when_mask,
        "frequency": each.frequency,
        "place": each.kern_name,
        "because": each.because,
        "decide_by": each.decide_by,
        "seen_of_the_other": {name: getattr(shown, name) for name in shown.__slots__} if shown else None,
    }


def _traces(session: Session, notice: Notice, seal: FieldSeal, pairs: list[int]) -> tuple[Trace, ...]:
    own = f"notice:{notice.id}"
    subjects = [own, *(f"pair:{each}" for each in pairs)]
    lines = session.exec(
        select(AuditLine).where(col(AuditLine.subject).in_(subjects)).order_by(col(AuditLine.id))
    ).all()
    return tuple(
        Trace(line.at, _who(line.actor), line.action, _changes(seal, notice.uid, line.detail))
        for line in lines
        # What was done with a match may have been the other one: that is theirs. One's own answer is in the history.
        if line.action not in _OF_ONE_SIDE and (line.subject == own or _who(line.actor) != "person")
    )


def _changes(seal: FieldSeal, uid: str, detail: bytes | None) -> dict[str, tuple[object, object]]:
    try:
        return dict(open_changes(seal, uid, detail)) if detail else {}
    except Unopened:
        return {}  # sealed with another key: that it was changed still shows


def _who(actor: str) -> Who:
    kind = actor.partition(":")[0]
    if kind == "person":
        return "person"
    return "mediator" if kind == "account" else "system"


def _iso(value: object) -> str:
    iso = getattr(value, "isoformat", None)
    return str(iso()) if iso else str(value)
