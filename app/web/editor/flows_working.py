"""A flow on the workbench: the open draft, or else what is published; kept, and looked at for what is wrong with it."""

import re
from dataclasses import dataclass

from flask import abort, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from pydantic import ValidationError

from app.audit import record
from app.content.drafts import DRAFT, keep_draft, newest_edits
from app.content.edits import ContentEdit
from app.content.flows import FOLDER, FlowSet, body_of, set_of, words_that_fit
from app.guide.flow import Flow, FlowProblem, FlowWords, Step, problems_of, problems_of_words
from app.web.running import content, services
from app.web.staff.guards import me

ENGLISH = "en"
Errors = list[tuple[str, str]]

KIND_NAMES = {
    "words": later("eigen woorden"),
    "question": later("vraag met antwoorden"),
    "bearing": later("vraag hoe zwaar het is"),
    "end": later("einde"),
    "conversation": later("het gesprek"),
}
STAGE_NAMES = {
    0: later("naast de drie getekende stappen"),
    1: later("stap 1: eigen omgeving"),
    2: later("stap 2: de buurt"),
    3: later("stap 3: het gesprek"),
}
SHOW_NAMES = {
    "offers_nearby": later("Aanbod: hulp van mensen uit de buurt"),
    "offers_general": later("Aanbod: hulp waar iedereen gebruik van kan maken"),
    "respite": later("Aanbod: iemand die het even overneemt"),
    "peer_groups": later("Aanbod: mensen die hetzelfde meemaken"),
    "youth": later("Aanbod: kinderen, jongeren en ouders"),
    "chosen_offer": later("Wat iemand koos, met hoe u contact opneemt"),
    "sentences": later("Zinnen om mee te vragen"),
    "rota": later("Lijst met wie wat doet"),
    "family_conference": later("Plan met familie en bekenden"),
    "family_plan": later("Plan van de familie"),
    "limit": later("Als het niet meer gaat"),
    "person": later("Iemand spreken (het loket)"),
    "support": later("Gratis onafhankelijke hulp"),
}
WAY_NAMES = {
    "to": later("Daarna naar"),
    "to_when_strained": later("Als het te veel wordt, naar"),
    "to_when_young": later("Als het over iemand onder de 18 gaat, naar"),
    "unresolved_to": later("Bij 'toch niet opgelost', naar"),
}


@dataclass(frozen=True, slots=True)
class Working:
    """A flow as an editor sees it. `version` is the newest row (0: as it was delivered)."""

    id: str
    found: FlowSet
    version: int
    draft: bool
    published: bool

    @property
    def flow(self) -> Flow:
        """The Dutch flow."""
        return self.found.flow

    @property
    def english(self) -> FlowWords:
        """The English words laid over it."""
        return self.found.words.get(ENGLISH, FlowWords())


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, and the page where that is done."""

    where: str
    reason: str
    url: str


def path_of(flow_id: str) -> str:
    """Where this flow stands among the edits."""
    return f"{FOLDER}{flow_id}"


def published(flow_id: str) -> FlowSet | None:
    """The flow as visitors can see it."""
    return next((found for found in content().flows if found.id == flow_id), None)


def all_working() -> list[Working]:
    """Every flow that is published or a draft, by id. A draft that lost its shape counts as none."""
    edits = newest_edits(services().database, FOLDER)
    names = sorted({found.id for found in content().flows} | {path.removeprefix(FOLDER) for path in edits})
    every = (_working(name, edits.get(path_of(name))) for name in names)
    return [working for working in every if working is not None]


def working_or_404(flow_id: str) -> Working:
    """The flow on the workbench."""
    path = path_of(flow_id)
    found = _working(flow_id, newest_edits(services().database, path).get(path))
    if found is None:
        abort(404)
    return found


def _working(flow_id: str, edit: ContentEdit | None) -> Working | None:
    live = published(flow_id)
    version = edit.version if edit is not None else 0
    if edit is not None and edit.state == DRAFT:
        try:
            return Working(flow_id, set_of(flow_id, edit.body), version, draft=True, published=live is not None)
        except ValidationError:
            pass  # kept by an older release: what is published still stands
    return Working(flow_id, live, version, draft=False, published=True) if live is not None else None


def step_or_404(working: Working, step_id: str) -> Step:
    """A step of this flow."""
    step = working.flow.step(step_id)
    if step is None:
        abort(404)
    return step


def keep(working: Working, flow: Flow, english: FlowWords, expected: int) -> None:
    """Keep as the newest draft; words of what was taken out go with it. Raises `ChangedMeanwhile`."""
    words = {**working.found.words, ENGLISH: english}
    found = FlowSet(flow=flow, words={lang: words_that_fit(flow, said) for lang, said in words.items()})
    keep_draft(services().database, path_of(working.id), body_of(found), me().email, expected=expected)


def changed_meanwhile() -> str:
    """What the second of two editors reads."""
    return _(
        "Iemand anders heeft deze route intussen veranderd. Wat u typte, staat er nog. Vergelijk met de route en kies dan nog eens: dan geldt wat hier staat."
    )


def note_down(action: str, subject: str) -> None:
    """One line in the audit log."""
    with services().database.writing() as session:
        record(session, me().actor, action, subject)


def towns_with(flow_id: str) -> list[str]:
    """Names of the municipalities that use this flow."""
    return [town.name for town in content().municipalities if town.flow == flow_id]


def problems(working: Working) -> list[Problem]:
    """Everything that keeps this flow from being published, each with the page where it is mended."""
    found = [_shown(working, problem, "") for problem in problems_of(working.flow)]
    for lang, words in working.found.words.items():
        known = set(problems_of(working.flow))
        found += [
            _shown(working, problem, lang) for problem in problems_of_words(working.flow, words) if problem not in known
        ]
    kinds = {kind.slug for kind in content().kinds}
    for show, part in working.flow.parts.items():
        for slug in part.kinds:
            if slug not in kinds:
                reason = _("De soort %(kind)s bestaat niet meer.", kind=slug)
                found.append(Problem(str(SHOW_NAMES[show]), reason, _part_page(working.id, show)))
    return list(dict.fromkeys(found))


def _shown(working: Working, problem: FlowProblem, lang: str) -> Problem:
    step = working.flow.step(problem.step)
    if step is not None:
        where, url = step.heading, url_for("editor.flow_step", flow_id=working.id, step_id=step.id)
        missing = re.fullmatch(r"de tekst bij (\w+) ontbreekt onder parts\.", problem.reason)
        if missing:
            url = _part_page(working.id, missing[1])
    elif problem.place.startswith("parts > "):
        show = problem.place.split(" > ")[1]
        where, url = str(SHOW_NAMES.get(show, show)), _part_page(working.id, show)
    elif problem.place in {"title", "start"}:
        where, url = _("Titel en begin"), url_for("editor.flow_head", flow_id=working.id)
    else:
        where, url = _("De route"), url_for("editor.add_flow_step", flow_id=working.id)
    if lang:
        where = f"{where} ({_('Engels')})"
    return Problem(where, in_words(problem.reason, working.flow), url)


def _part_page(flow_id: str, show: str) -> str:
    return url_for("editor.flow_part", flow_id=flow_id, show=show)


def in_words(reason: str, flow: Flow) -> str:
    """A reason of the guide's rules with the names that stand on the screens in place of the names in the file."""
    said = _ASIDE.sub("", reason)
    for pattern, name in _SAID:
        said = pattern.sub(name, said)
    said = re.sub(r"\b[a-z]+_[a-z_]+\b", lambda found: _show_name(found[0]), said)
    said = re.sub(r"\b(respite|person|youth|rota|sentences|limit|support)\b", lambda found: _show_name(found[0]), said)
    for step in flow.steps:
        said = re.sub(rf"(?<=\(){re.escape(step.id)}(?=\))", f"'{step.heading}'", said)
    return said[:1].upper() + said[1:]


def _show_name(name: str) -> str:
    return f"'{SHOW_NAMES[name]}'" if name in SHOW_NAMES else name


_ASIDE = re.compile(r" \((?:een stap )?(?:bearing|words|end|conversation|end of conversation)\)")
_SAID = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r": kind words, met het veld vraag\.", ", in een stap met eigen woorden en het veld 'vraag'."),
        (r": kind question met stage (\d)\.", r": maak een vraag met antwoorden die hoort bij stap \1."),
        (r"\(stage (\d)\)", r"(stap \1)"),
        (r"zet stage op (\d)", r"kies stap \1"),
        (
            r"anders; gebruik strain, niet to|gebruik strain, niet to",
            "vink aan welk antwoord zegt dat het te veel wordt",
        ),
        (r"zet strain gelijk", "vink bij allebei hetzelfde aan"),
        (r"strain: true", "het vinkje 'dit zegt dat het te veel wordt'"),
        (r"^strain\b", "het vinkje 'dit zegt dat het te veel wordt'"),
        (r"vul to_when_strained in: waar", "kies waar"),
        (r"vul unresolved_to in, voor", "kies waar het bij 'toch niet opgelost' heen gaat, voor"),
        (r"gebruik unresolved_to", "gebruik 'toch niet opgelost'"),
        (r"vul to in", "kies waar het heen leidt"),
        (r"haal to weg", "kies geen eigen stap"),
        (r"\bto_when_strained\b", "'als het te veel wordt'"),
        (r"\bto_when_young\b", "'als het over iemand onder de 18 gaat'"),
        (r"\bunresolved_to\b", "'toch niet opgelost'"),
        (r"\bweet_niet\b", "'weet ik niet'"),
        (r"\bhoe_vaak\b", "'hoe vaak'"),
        (r"\bhoe_lang\b", "'hoelang het vol te houden is'"),
        (r"\bwie_neemt_over\b", "'wie het overneemt'"),
        (r"\bvoor_wie\b", "'voor wie het is'"),
        (r"de vraag antwoord ontbreekt", "de vraag met de antwoorden ontbreekt"),
        (r"de vraag antwoord te staan", "één vraag met antwoorden te staan"),
        (r"\bsamen_met\b", "samen met een ander"),
        (r"bij shows", "aan bij 'Wat deze stap laat zien'"),
        (r"haal dat weg aan bij", "haal het vinkje weg bij"),
        (r"ontbreekt onder parts", "ontbreekt"),
        (r"\bzet (?=\w+( en \w+)? aan bij)", "vink "),
    )
)
