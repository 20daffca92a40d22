"""From texts to the frozen whole: the one road for files, for changes made on a screen and for tests.

What is read is kept as plain values per file (`Sources`), so that a change can be laid over a file's
values and go down the same road again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.content.checks import cross_check
from app.content.flows import FOLDER, LANGUAGES_OF_WORDS, FlowSet, file_of, name_of
from app.content.local_help import FAMILY_HELP
from app.content.mediation import Circumstance, NeedRule, PairRule, Task
from app.content.messages import REQUIRED_MESSAGES
from app.content.models import (
    LANGUAGES,
    REQUIRED_PAGES,
    DangerRule,
    Domain,
    HelpNumber,
    Kind,
    KindGroup,
    Municipality,
    Page,
    Policy,
    Region,
    SynonymRule,
    TargetGroup,
)
from app.content.pages import page_fields, split_front_matter
from app.content.problems import ContentProblem, ContentProblems, reason_in_dutch
from app.content.school_holidays import SchoolHoliday
from app.content.theme_pages import ThemePage
from app.content.whole import Content
from app.content.yaml_source import UnreadableYaml, YamlSource, read_yaml
from app.guide.flow import Flow, FlowWords

LIST_FILES = (
    "taxonomy/domains.yaml",
    "taxonomy/target_groups.yaml",
    "help_numbers.yaml",
    "danger_words.yaml",
    "synonyms.yaml",
    "taxonomy/tasks.yaml",
    "taxonomy/circumstances.yaml",
    "pairs.yaml",
    "needs.yaml",
    "school_holidays.yaml",
    "theme_pages.yaml",
)
"""Files that are one list of parts, each part with a `slug` or an `id`."""

KINDS_FILE = "taxonomy/kinds.yaml"
REQUIRED_FILES = ("region.yaml", "policy.yaml", KINDS_FILE, *LIST_FILES)

M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class Sources:
    """Values of every YAML file and the text of every page, by name inside the folder."""

    values: dict[str, YamlSource] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def assemble(sources: Sources, today: date, already: list[ContentProblem] | None = None) -> Content:
    """Validate everything and check what refers to what. Raises `ContentProblems` with all there is."""
    return _Assembly(sources, list(already or [])).whole(today)


class _Assembly:
    def __init__(self, sources: Sources, problems: list[ContentProblem]) -> None:
        self.sources = sources
        self.problems = problems
        self.broken_files = {problem.file for problem in problems}

    def whole(self, today: date) -> Content:
        region = self._one("region.yaml", Region)
        towns = self._municipalities(region)
        domains = self._list("taxonomy/domains.yaml", Domain)
        target_groups = self._list("taxonomy/target_groups.yaml", TargetGroup)
        help_numbers = self._list("help_numbers.yaml", HelpNumber)
        danger_rules = self._list("danger_words.yaml", DangerRule)
        synonyms = self._list("synonyms.yaml", SynonymRule)
        tasks = self._list("taxonomy/tasks.yaml", Task)
        circumstances = self._list("taxonomy/circumstances.yaml", Circumstance)
        pairs = self._list("pairs.yaml", PairRule)
        needs = self._list("needs.yaml", NeedRule)
        school_holidays = self._list("school_holidays.yaml", SchoolHoliday)
        theme_pages = self._list("theme_pages.yaml", ThemePage)
        groups, kinds = self._kinds()
        policy = self._one("policy.yaml", Policy)
        pages = self._pages()
        flows = self._flows()
        if region is None or policy is None:
            raise ContentProblems(self._sorted())
        content = Content.model_construct(
            region=region,
            municipalities=towns,
            domains=domains,
            kind_groups=groups,
            kinds=kinds,
            target_groups=target_groups,
            help_numbers=help_numbers,
            danger_rules=danger_rules,
            synonyms=synonyms,
            policy=policy,
            pages=pages,
            flows=flows,
            tasks=tasks,
            circumstances=circumstances,
            pairs=pairs,
            needs=needs,
            school_holidays=school_holidays,
            theme_pages=theme_pages,
        )
        for problem in cross_check(content, today, frozenset(self.broken_files)):
            self._report(problem.file, problem.place, problem.reason)
        if self.problems:
            raise ContentProblems(self._sorted())
        return content

    def _sorted(self) -> list[ContentProblem]:
        return sorted(
            dict.fromkeys(self.problems),
            key=lambda problem: (problem.file, problem.line or 0),
        )

    def _report(self, file: str, place: str, reason: str, line: int | None = None) -> None:
        if line is None and place and file in self.sources.values:
            line = self._line(file, place)
        self.problems.append(ContentProblem(file, place, reason, line))

    def _line(self, file: str, place: str) -> int | None:
        """The line of a place such as `kinds > oppas > group`: names of parts are found back by their id."""
        source = self.sources.values[file]
        value: Any = source.value
        path: tuple[str | int, ...] = ()
        for step in place.split(" > "):
            if isinstance(value, list):
                found = next((i for i, part in enumerate(value) if _name_of(part) == step), None)
                if found is None and step.isdigit() and int(step) <= len(value):
                    found = int(step) - 1
                if found is None:
                    break
                path, value = (*path, found), value[found]
            elif isinstance(value, dict) and step in value:
                path, value = (*path, step), value[step]
            else:
                break
        return source.line_of(path)

    def _check(self, model: type[M], value: Any, file: str, under: tuple[str, ...]) -> M | None:
        try:
            return model.model_validate(value)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                place, owner = _place(value, found["loc"], model)
                self._report(file, " > ".join((*under, *place)), reason_in_dutch(found, owner))
            self.broken_files.add(file)
            return None

    def _one(self, file: str, model: type[M]) -> M | None:
        source = self.sources.values.get(file)
        if source is None:
            if file not in self.broken_files:
                self._report(file, "", "dit bestand ontbreekt.")
            return None
        return self._check(model, source.value, file, ())

    def _parts(self, model: type[M], value: Any, file: str, under: tuple[str, ...]) -> tuple[M, ...]:
        if not isinstance(value, list):
            if value is not None:
                reason = "hier hoort een lijst te staan, elk deel met een streepje ervoor."
                self._report(file, " > ".join(under), reason)
                self.broken_files.add(file)
            return ()
        names = [_name_of(part) or str(index) for index, part in enumerate(value, start=1)]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._report(
                file,
                " > ".join((*under, name)),
                "deze naam komt twee keer voor in de lijst.",
            )
        checked = [self._check(model, p, file, (*under, n)) for p, n in zip(value, names, strict=True)]
        return tuple(part for part in checked if part is not None)

    def _list(self, file: str, model: type[M]) -> tuple[M, ...]:
        source = self.sources.values.get(file)
        return self._parts(model, source.value, file, ()) if source is not None else ()

    def _kinds(self) -> tuple[tuple[KindGroup, ...], tuple[Kind, ...]]:
        source = self.sources.values.get(KINDS_FILE)
        if source is None:
            return (), ()
        if not isinstance(source.value, dict):
            self._report(KINDS_FILE, "", "hier horen twee lijsten te staan: groups en kinds.")
            self.broken_files.add(KINDS_FILE)
            return (), ()
        for name in source.value:
            if name not in {"groups", "kinds"}:
                self._report(
                    KINDS_FILE,
                    str(name),
                    "dit veld kennen we niet; er zijn groups en kinds.",
                )
        groups = self._parts(KindGroup, source.value.get("groups"), KINDS_FILE, ("groups",))
        return groups, self._parts(Kind, source.value.get("kinds"), KINDS_FILE, ("kinds",))

    def _municipalities(self, region: Region | None) -> tuple[Municipality, ...]:
        found: dict[str, Municipality] = {}
        prefix = "municipalities/"
        for file in [name for name in self.sources.values if name.startswith(prefix)]:
            town = self._one(file, Municipality)
            name = file.removeprefix(prefix).removesuffix(".yaml")
            if town is not None and town.slug != name:
                self._report(
                    file,
                    "slug",
                    f"dit bestand heet {name}; de slug hoort hetzelfde te zijn.",
                )
            if region is not None and name not in region.municipalities:
                self._report(
                    file,
                    "",
                    "deze gemeente staat niet in region.yaml bij municipalities.",
                )
            if town is not None:
                found[name] = town
        if region is None:
            return tuple(found.values())
        for name in region.municipalities:
            if f"{prefix}{name}.yaml" not in self.sources.values and f"{prefix}{name}.yaml" not in self.broken_files:
                self._report(
                    "region.yaml",
                    "municipalities",
                    f"het bestand municipalities/{name}.yaml ontbreekt.",
                )
        return tuple(found[name] for name in region.municipalities if name in found)

    def _flows(self) -> tuple[FlowSet, ...]:
        found = {}
        words: dict[str, dict[str, FlowWords]] = {}
        for file in [name for name in self.sources.values if name.startswith(FOLDER)]:
            flow_id, lang = name_of(file)
            if lang != LANGUAGES[0]:
                if lang not in LANGUAGES_OF_WORDS:
                    self._report(file, "", f"de taal {lang} kennen we niet; er zijn {', '.join(LANGUAGES)}.")
                    continue
                said = self._one(file, FlowWords)
                words.setdefault(flow_id, {}).update({lang: said} if said is not None else {})
                dutch = file_of(flow_id)
                if dutch not in self.sources.values and dutch not in self.broken_files:
                    self._report(
                        file, "", "deze vertaling hoort bij geen Nederlandse route; kijk naar de bestandsnaam."
                    )
                continue
            flow = self._one(file, Flow)
            if flow is not None and flow.id != flow_id:
                self._report(file, "id", f"dit bestand heet {flow_id}; de id hoort hetzelfde te zijn.")
            elif flow is not None:
                found[flow_id] = flow
        return tuple(FlowSet(flow=flow, words=words.get(flow_id, {})) for flow_id, flow in sorted(found.items()))

    def _pages(self) -> tuple[Page, ...]:
        found = {}
        for file, text in self.sources.pages.items():
            _, lang, name = file.split("/", 2)
            page = self._page(file, text, lang, name.removesuffix(".md"))
            if page is not None:
                found[lang, page.slug] = page
        for slug in (*REQUIRED_PAGES, *FAMILY_HELP, *REQUIRED_MESSAGES):
            if f"pages/nl/{slug}.md" not in self.sources.pages and f"pages/nl/{slug}.md" not in self.broken_files:
                self._report(
                    f"pages/nl/{slug}.md",
                    "",
                    "deze pagina ontbreekt; de site verwijst ernaar.",
                )
        return tuple(sorted(found.values(), key=lambda page: (LANGUAGES.index(page.lang), page.slug)))

    def _page(self, file: str, text: str, lang: str, slug: str) -> Page | None:
        if lang not in LANGUAGES:
            self._report(
                file,
                "",
                f"de taal {lang} kennen we niet; er zijn {', '.join(LANGUAGES)}.",
            )
            return None
        front, body, body_line = split_front_matter(text)
        if front is None:
            self._report(
                file,
                "",
                "bovenaan horen title en intro te staan, tussen twee regels met ---.",
                1,
            )
            self.broken_files.add(file)
            return None
        try:
            source = read_yaml(front, first_line=2)
        except UnreadableYaml as error:
            self._report(file, "", error.reason, error.line)
            self.broken_files.add(file)
            return None
        if not isinstance(source.value, dict):
            self._report(file, "", "bovenaan horen title en intro te staan.", 2)
            self.broken_files.add(file)
            return None
        if not body.strip():
            self._report(file, "", "onder de kop hoort tekst te staan.", body_line)
        self.sources.values[file] = source
        return self._check(Page, page_fields(source.value, body, lang=lang, slug=slug), file, ())


def _name_of(part: Any) -> str | None:
    """The id, slug or value of a part, when it has one that can be read."""
    name = (part.get("id") or part.get("slug") or part.get("value")) if isinstance(part, Mapping) else None
    return name if isinstance(name, str) else None


def _place(value: Any, loc: tuple[int | str, ...], model: type[BaseModel]) -> tuple[list[str], type[BaseModel]]:
    """A pydantic location in an editor's words (ids for list positions), and the model it lies in."""
    place: list[str] = []
    owner = model
    for position, step in enumerate(loc):
        if isinstance(value, list | tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
            place.append(_name_of(value) or str(step + 1))
            continue
        if step == "[key]":
            continue
        place.append(str(step))
        value = value.get(step) if isinstance(value, Mapping) else None
        inner = owner.model_fields[str(step)].annotation if str(step) in owner.model_fields else None
        if position < len(loc) - 1:
            owner = _model_in(inner) or owner
    return place, owner


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
