"""What refers to what: slugs that exist, addresses that are not used twice, dates that can be true."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from app.content.flows import file_of, problems_in
from app.content.messages import FACTS, PREFIX
from app.content.models import LANGUAGES, HelpNumber, Page
from app.content.pages import PLACEHOLDERS, placeholders_in
from app.content.problems import ContentProblem
from app.content.whole import Content

_KINDS = "taxonomy/kinds.yaml"
_HELP = "help_numbers.yaml"
_BRACES_IN_LINK = re.compile(r"%7[Bb]|href=\"[^\"]*\{")


def cross_check(content: Content, today: date, broken: Collection[str]) -> Iterator[ContentProblem]:
    """Every reference that leads nowhere. Files in `broken` are known to be unreadable: what they would
    have held is not called missing a second time.
    """
    yield from _taxonomy(content, broken)
    yield from _danger(content, broken)
    yield from _synonyms(content, broken)
    yield from _policy(content, broken)
    yield from _mediation(content, broken)
    yield from _theme_pages(content, broken)
    yield from _municipalities(content)
    yield from _flows(content, broken)
    yield from _dates(content, today)
    yield from _pages(content, broken)


def _unknown(file: str, place: str, wanted: Iterable[str], known: Iterable[str], what: str) -> Iterator[ContentProblem]:
    there = set(known)
    for slug in wanted:
        if slug not in there:
            yield ContentProblem(file, place, f"{what} {slug} bestaat niet.")


def _taxonomy(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    groups = [group.slug for group in content.kind_groups]
    domains = [domain.slug for domain in content.domains]
    for file, parts in (
        ("taxonomy/domains.yaml", content.domains),
        (_KINDS, content.kinds),
    ):
        if not parts and file not in broken:
            yield ContentProblem(file, "", "deze lijst is leeg; er hoort er minstens één in te staan.")
    for kind in content.kinds:
        place = f"kinds > {kind.slug}"
        if _KINDS not in broken:
            yield from _unknown(_KINDS, f"{place} > group", [kind.group], groups, "de groep")
        if "taxonomy/domains.yaml" not in broken:
            yield from _unknown(
                _KINDS,
                f"{place} > default_domains",
                kind.default_domains,
                domains,
                "het leefgebied",
            )
    if not any(kind.slug == "overig" for kind in content.kinds) and _KINDS not in broken:
        yield ContentProblem(
            _KINDS,
            "kinds",
            "de soort overig ontbreekt; daar komt onbekend aanbod terecht.",
        )


def _danger(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    numbers = [number.id for number in content.help_numbers]
    for rule in content.danger_rules:
        if _HELP not in broken:
            place = f"{rule.id} > help_numbers"
            yield from _unknown("danger_words.yaml", place, rule.help_numbers, numbers, "het hulpnummer")
        if not rule.help_numbers and not rule.desk:
            reason = "noem een hulpnummer, of zet desk op true: bij gevaar staat er altijd iemand om te bellen."
            yield ContentProblem("danger_words.yaml", rule.id, reason)


def _synonyms(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    kinds = [kind.slug for kind in content.kinds]
    domains = [domain.slug for domain in content.domains]
    for rule in content.synonyms:
        if _KINDS not in broken:
            yield from _unknown("synonyms.yaml", f"{rule.id} > kinds", rule.kinds, kinds, "de soort")
        if "taxonomy/domains.yaml" not in broken:
            yield from _unknown(
                "synonyms.yaml",
                f"{rule.id} > domains",
                rule.domains,
                domains,
                "het leefgebied",
            )
        if not (rule.mean or rule.kinds or rule.domains):
            yield ContentProblem(
                "synonyms.yaml",
                rule.id,
                "deze regel doet niets: vul mean, kinds of domains in.",
            )


def _mediation(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    kinds = [kind.slug for kind in content.kinds]
    if _KINDS not in broken:
        for task in content.tasks:
            yield from _unknown("taxonomy/tasks.yaml", f"{task.slug} > kinds", task.kinds, kinds, "de soort")
        for pair in content.pairs:
            yield from _unknown("pairs.yaml", pair.id, (*pair.kinds, *pair.beside), kinds, "de soort")
        for need in content.needs:
            yield from _unknown("needs.yaml", need.id, (*need.first, *need.after), kinds, "de soort")
    for task in content.tasks:
        if not task.volunteers and not (task.instead and task.instead_en):
            reason = (
                "vul instead en instead_en in: wat vrijwilligers niet doen, krijgt altijd een weg naar wat wel helpt."
            )
            yield ContentProblem("taxonomy/tasks.yaml", task.slug, reason)


def _theme_pages(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    file = "theme_pages.yaml"
    known = (
        ("kinds", _KINDS, [each.slug for each in content.kinds], "de soort"),
        ("domains", "taxonomy/domains.yaml", [each.slug for each in content.domains], "het leefgebied"),
        ("target_groups", "taxonomy/target_groups.yaml", [each.slug for each in content.target_groups], "de doelgroep"),
    )
    for page in content.theme_pages:
        for number, part in enumerate(page.parts, start=1):
            for field, source, slugs, what in known:
                if source not in broken:
                    place = f"{page.slug} > parts > {number} > {field}"
                    yield from _unknown(file, place, getattr(part, field), slugs, what)
        if "taxonomy/domains.yaml" not in broken:
            yield from _unknown(
                file, f"{page.slug} > agenda_domains", page.agenda_domains, known[1][2], "het leefgebied"
            )
        if _HELP not in broken:
            numbers = [number.id for number in content.help_numbers]
            yield from _unknown(file, f"{page.slug} > help_numbers", page.help_numbers, numbers, "het hulpnummer")


def _policy(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    if _KINDS not in broken:
        groups = [group.slug for group in content.kind_groups]
        kinds = [kind.slug for kind in content.kinds]
        yield from _unknown("policy.yaml", "freshness", content.policy.freshness, groups, "de groep")
        yield from _unknown("policy.yaml", "never_hide", content.policy.never_hide, kinds, "de soort")
    for name, months in {
        "default_freshness": content.policy.default_freshness,
        **content.policy.freshness,
    }.items():
        if not months.confirm_every <= months.warn_after <= months.hide_after:
            place = name if name == "default_freshness" else f"freshness > {name}"
            yield ContentProblem(
                "policy.yaml",
                place,
                "de volgorde hoort te zijn: confirm_every, warn_after, hide_after.",
            )


def _municipalities(content: Content) -> Iterator[ContentProblem]:
    hosts = Counter(host for town in content.municipalities for host in town.hosts)
    kernen = Counter(kern.slug for town in content.municipalities for kern in town.kernen)
    national = {number.id for number in content.help_numbers}
    for town in content.municipalities:
        file = f"municipalities/{town.slug}.yaml"
        for host in town.hosts:
            if hosts[host] > 1:
                yield ContentProblem(file, "hosts", f"{host} staat bij meer dan één gemeente.")
        for kern in town.kernen:
            if kernen[kern.slug] > 1:
                yield ContentProblem(
                    file,
                    f"kernen > {kern.slug}",
                    "deze kern staat er meer dan één keer.",
                )
        for place, other in (
            ("confidential_adviser > email", town.confidential_adviser.email),
            ("complaints > email", town.complaints.email if town.complaints else ""),
        ):
            if other.casefold() == town.desk.email.casefold():
                reason = (
                    "dit is het adres van het loket; een klacht komt nooit bij het loket, dus vul een ander adres in."
                )
                yield ContentProblem(file, place, reason)
        for number in town.help_numbers:
            if number.id in national:
                place = f"help_numbers > {number.id}"
                yield ContentProblem(file, place, f"dit nummer staat al in {_HELP}; kies een andere id.")


def _flows(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    yield from problems_in(content.flows)
    kinds = [kind.slug for kind in content.kinds]
    known = {flow.id for flow in content.flows}
    for flow in content.flows:
        for show, part in flow.flow.parts.items():
            if _KINDS not in broken:
                yield from _unknown(file_of(flow.id), f"parts > {show} > kinds", part.kinds, kinds, "de soort")
    for town in content.municipalities:
        if town.flow not in known and file_of(town.flow) not in broken:
            reason = f"de route {town.flow} bestaat niet; zet {file_of(town.flow)} neer of kies een andere."
            yield ContentProblem(f"municipalities/{town.slug}.yaml", "flow", reason)


def _dates(content: Content, today: date) -> Iterator[ContentProblem]:
    def too_late(file: str, place: str, number: HelpNumber) -> Iterator[ContentProblem]:
        if number.verified_on > today:
            reason = f"{number.verified_on:%d-%m-%Y} ligt in de toekomst; vul de dag in waarop het nummer is nagekeken."
            yield ContentProblem(file, f"{place}{number.id} > verified_on", reason)

    for number in content.help_numbers:
        yield from too_late(_HELP, "", number)
    for town in content.municipalities:
        for number in town.help_numbers:
            yield from too_late(f"municipalities/{town.slug}.yaml", "help_numbers > ", number)
    for page in content.pages:
        if page.checked_on is not None and page.checked_on > today:
            yield ContentProblem(_file(page), "checked_on", "deze datum ligt in de toekomst.")


def _pages(content: Content, broken: Collection[str]) -> Iterator[ContentProblem]:
    dutch = {page.slug for page in content.pages if page.lang == LANGUAGES[0]}
    numbers = {number.id for number in content.help_numbers}
    for page in content.pages:
        file = _file(page)
        if page.slug not in dutch and f"pages/nl/{page.slug}.md" not in broken:
            yield ContentProblem(
                file,
                "",
                "deze vertaling hoort bij geen Nederlandse pagina; kijk naar de bestandsnaam.",
            )
        for name in sorted(placeholders_in(f"{page.title} {page.intro} {page.html}")):
            kind, _, number_id = name.partition(":")
            if kind == "number" and number_id:
                if number_id not in numbers and _HELP not in broken:
                    yield ContentProblem(file, f"{{{name}}}", f"het hulpnummer {number_id} bestaat niet.")
            elif name not in PLACEHOLDERS and not (page.slug.startswith(PREFIX) and name in FACTS):
                yield ContentProblem(file, f"{{{name}}}", "deze naam tussen accolades kennen we niet.")
        if _BRACES_IN_LINK.search(page.html):
            yield ContentProblem(
                file,
                "",
                "een naam tussen accolades kan niet in het adres van een link staan.",
            )


def _file(page: Page) -> str:
    return f"pages/{page.lang}/{page.slug}.md"
