"""The content as one frozen whole, with the questions the rest of the product asks it."""

from functools import cached_property

from app.content.flows import FlowSet
from app.content.mediation import Circumstance, NeedRule, PairRule, Task
from app.content.models import (
    DangerRule,
    Domain,
    HelpNumber,
    Kern,
    Kind,
    KindGroup,
    Municipality,
    Page,
    Policy,
    Region,
    SynonymRule,
    TargetGroup,
)
from app.content.parts import Part
from app.content.school_holidays import SchoolHoliday
from app.content.theme_pages import ThemePage
from app.guide.flow import Flow


class Content(Part):
    """Everything editors own. `municipalities` stand in the order of the region; the first is the default.

    The lookups return None for what is not there; what the checks promise to exist (Dutch required pages,
    cross references) can be counted on.
    """

    region: Region
    municipalities: tuple[Municipality, ...]
    domains: tuple[Domain, ...]
    kind_groups: tuple[KindGroup, ...]
    kinds: tuple[Kind, ...]
    target_groups: tuple[TargetGroup, ...]
    help_numbers: tuple[HelpNumber, ...]
    danger_rules: tuple[DangerRule, ...]
    synonyms: tuple[SynonymRule, ...]
    policy: Policy
    pages: tuple[Page, ...]
    flows: tuple[FlowSet, ...] = ()
    tasks: tuple[Task, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    pairs: tuple[PairRule, ...] = ()
    needs: tuple[NeedRule, ...] = ()
    school_holidays: tuple[SchoolHoliday, ...] = ()
    theme_pages: tuple[ThemePage, ...] = ()

    @property
    def default_municipality(self) -> Municipality:
        """The first of the region: also for 127.0.0.1, localhost and unknown hosts."""
        return self.municipalities[0]

    @cached_property
    def _hosts(self) -> dict[str, Municipality]:
        return {host: town for town in self.municipalities for host in town.hosts}

    @cached_property
    def _by_slug(self) -> dict[str, dict[str, Part]]:
        lists: dict[str, tuple[Municipality | Domain | KindGroup | Kind | TargetGroup | Task | Circumstance, ...]] = {
            "municipality": self.municipalities,
            "domain": self.domains,
            "group": self.kind_groups,
            "kind": self.kinds,
            "target_group": self.target_groups,
            "task": self.tasks,
            "circumstance": self.circumstances,
        }
        return {name: {part.slug: part for part in parts} for name, parts in lists.items()}

    @cached_property
    def _pages(self) -> dict[tuple[str, str], Page]:
        return {(page.lang, page.slug): page for page in self.pages}

    @cached_property
    def _kernen(self) -> dict[str, tuple[Municipality, Kern]]:
        return {kern.slug: (town, kern) for town in self.municipalities for kern in town.kernen}

    def municipality(self, slug: str) -> Municipality | None:
        """The municipality with this slug."""
        found = self._by_slug["municipality"].get(slug)
        return found if isinstance(found, Municipality) else None

    def municipality_for_host(self, host: str) -> Municipality:
        """The municipality of a host name (a port is ignored); the default one for any other."""
        name = host.lower() if host.startswith("[") else host.lower().partition(":")[0]
        return self._hosts.get(name.rstrip("."), self.default_municipality)

    def domain(self, slug: str) -> Domain | None:
        """The life domain with this slug."""
        found = self._by_slug["domain"].get(slug)
        return found if isinstance(found, Domain) else None

    def kind_group(self, slug: str) -> KindGroup | None:
        """The heading with this slug."""
        found = self._by_slug["group"].get(slug)
        return found if isinstance(found, KindGroup) else None

    def kind(self, slug: str) -> Kind | None:
        """The kind of offer with this slug."""
        found = self._by_slug["kind"].get(slug)
        return found if isinstance(found, Kind) else None

    @cached_property
    def transport_kinds(self) -> tuple[str, ...]:
        """Slugs of the kinds of offers that bring people somewhere."""
        return tuple(kind.slug for kind in self.kinds if kind.is_transport)

    def target_group(self, slug: str) -> TargetGroup | None:
        """The target group with this slug."""
        found = self._by_slug["target_group"].get(slug)
        return found if isinstance(found, TargetGroup) else None

    @cached_property
    def _target_groups_named(self) -> dict[str, str]:
        named = {}
        for group in self.target_groups:
            for name in (*group.words, group.label, group.slug.replace("-", " "), group.slug):
                named[name.casefold()] = group.slug
        return named

    def target_group_named(self, words: str) -> str:
        """The slug of the target group that people call so (*mensen met dementie*); other words stay as they are."""
        return self._target_groups_named.get(" ".join(words.split()).casefold(), words)

    def task(self, slug: str) -> Task | None:
        """The task with this slug."""
        found = self._by_slug["task"].get(slug)
        return found if isinstance(found, Task) else None

    def circumstance(self, slug: str) -> Circumstance | None:
        """The circumstance with this slug."""
        found = self._by_slug["circumstance"].get(slug)
        return found if isinstance(found, Circumstance) else None

    def kern(self, slug: str) -> tuple[Municipality, Kern] | None:
        """The kern with this slug and the municipality it lies in."""
        return self._kernen.get(slug)

    def help_number(self, number_id: str) -> HelpNumber | None:
        """The national help number with this id."""
        return next((number for number in self.help_numbers if number.id == number_id), None)

    def help_numbers_for(self, town: Municipality) -> tuple[HelpNumber, ...]:
        """National numbers in their order, then the municipality's own."""
        return self.help_numbers + town.help_numbers

    def page(self, slug: str, lang: str = "nl") -> Page | None:
        """The page in this language, else in Dutch: compare `page.lang` to mark a change of language."""
        return self._pages.get((lang, slug)) or self._pages.get(("nl", slug))

    def theme_page(self, slug: str) -> ThemePage | None:
        """The theme page with this slug."""
        return next((page for page in self.theme_pages if page.slug == slug), None)

    def flow(self, flow_id: str, lang: str = "nl") -> Flow | None:
        """The flow with this id; what is not translated in this language stays Dutch."""
        if (flow_id, lang) not in self._flows:
            found = next((flow for flow in self.flows if flow.id == flow_id), None)
            if found is None:
                return None
            self._flows[flow_id, lang] = found.in_language(lang)
        return self._flows[flow_id, lang]

    @cached_property
    def _flows(self) -> dict[tuple[str, str], Flow]:
        return {}

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """Languages this page exists in, Dutch first."""
        return tuple(page.lang for page in self.pages if page.slug == slug)
