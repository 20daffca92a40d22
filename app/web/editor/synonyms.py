"""`/beheer/zoektermen`: words people use, and the words of the map they lead to. A change works at once, without a rebuild."""

from dataclasses import dataclass
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit import record
from app.content.live import publish_edit
from app.content.models import SynonymRule
from app.content.problems import ContentProblems
from app.search.asking import Answer, Question
from app.social_map.names import fold_name, slug_of
from app.web.bodies import clean
from app.web.editor.missing import note_or_404, settle
from app.web.editor.room import blueprint, for_whole_region
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, typed_number

WORD_FIELDS = ("say", "mean", "only_with", "not_with")
LONGEST_WORD = 120
MOST_WORDS = 60
LONGEST_ID = 56
TRIED_RESULTS = 5
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it stands: word lists one word or phrase a line."""

    say: str = ""
    mean: str = ""
    only_with: str = ""
    not_with: str = ""
    kinds: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    note: int = 0

    def body(self) -> dict[str, Any]:
        """As it is published."""
        return {
            **{name: lines_of(getattr(self, name)) for name in WORD_FIELDS},
            "kinds": list(self.kinds),
            "domains": list(self.domains),
        }


def lines_of(text: str) -> list[str]:
    """One word or phrase for each line, spare spaces and doubles left out."""
    found: dict[str, str] = {}
    for line in text.replace("\r", "\n").split("\n"):
        plain = " ".join(line.split())
        if plain:
            found.setdefault(fold_name(plain), plain)
    return list(found.values())


@blueprint.get("/zoektermen")
def synonyms() -> str:
    """All rules, narrowed by a word; and a question to try."""
    for_whole_region()
    word = fold_name(clean(request.args.get("woord", "")))[:100]
    question = " ".join(clean(request.args.get("vraag", "")).split())[:300]
    rules = [
        rule
        for rule in content().synonyms
        if not word or any(word in fold_name(said) for said in (*rule.say, *rule.mean))
    ]
    return render_template(
        "editor/synonyms.html", rules=rules, word=request.args.get("woord", "")[:100], question=question, answer=_try(question),
        total=len(content().synonyms), done=request.args.get("gedaan", ""),
    )  # fmt: skip


def _try(question: str) -> Answer | None:
    """What the search understands of a question now."""
    if not question:
        return None
    return services().finder.ask(
        Question(words=question, per_page=TRIED_RESULTS, host=content().default_municipality.slug)
    )


@blueprint.get("/zoektermen/nieuw")
def new_synonym() -> Response:
    """An empty form, or one that begins with what a visitor wrote."""
    for_whole_region()
    number = typed_number("bericht")
    note = ""
    if number:
        with services().database.reading() as session:
            note = note_or_404(session, number).words
    return _form(Typed(say=note, note=number), None, note=note)


@blueprint.post("/zoektermen/nieuw")
def add_synonym() -> Response:
    """Publish a new rule."""
    for_whole_region()
    form = _typed()
    said = lines_of(form.say)
    return _publish(form, None, _free_id(said[0]) if said else "nieuw")


@blueprint.get("/zoektermen/<rule_id>")
def edit_synonym(rule_id: str) -> Response:
    """The form of one rule."""
    for_whole_region()
    rule = _rule_or_404(rule_id)
    say, mean, only_with, not_with = ("\n".join(getattr(rule, name)) for name in WORD_FIELDS)
    return _form(Typed(say, mean, only_with, not_with, rule.kinds, rule.domains), rule)


@blueprint.post("/zoektermen/<rule_id>")
def change_synonym(rule_id: str) -> Response:
    """Publish a changed rule, or take it away."""
    for_whole_region()
    rule = _rule_or_404(rule_id)
    if as_typed("doen") != "verwijderen":
        return _publish(_typed(), rule, rule_id)
    try:
        publish_edit(services().content, f"synonyms/{rule_id}", None, me().email)
    except ContentProblems as problems:
        return _form(_typed(), rule, _problems(problems))
    _note_down("content.remove", rule_id)
    return redirect(url_for("editor.synonyms", gedaan="verwijderd"), 303)


def _publish(form: Typed, rule: SynonymRule | None, rule_id: str) -> Response:
    errors = _errors(form)
    if not errors:
        try:
            publish_edit(services().content, f"synonyms/{rule_id}", form.body(), me().email)
        except ContentProblems as problems:
            errors = _problems(problems)
    if errors:
        return _form(form, rule, errors)
    with services().database.writing() as session:
        record(session, me().actor, "content.publish", f"synonyms/{rule_id}")
        if form.note:
            settle(session, note_or_404(session, form.note), f"synonyms/{rule_id}")
    return redirect(url_for("editor.synonyms", gedaan="bewaard", vraag=lines_of(form.say)[0]), 303)


def _errors(form: Typed) -> Errors:
    errors: Errors = []
    if not lines_of(form.say):
        errors.append(("say", _("Schrijf ten minste één woord dat mensen gebruiken.")))
    if not lines_of(form.mean) and not form.kinds and not form.domains:
        errors.append(
            (
                "mean",
                _(
                    "Schrijf waar ook op gezocht wordt, of kies een soort of onderwerp. Anders doet deze zoekterm niets."
                ),
            )
        )
    for name in WORD_FIELDS:
        words = lines_of(getattr(form, name))
        if len(words) > MOST_WORDS:
            errors.append((name, _("Dit zijn er te veel. Hooguit %(number)s regels.", number=MOST_WORDS)))
        long = next((word for word in words if len(word) > LONGEST_WORD), None)
        if long:
            errors.append(
                (name, _("Deze regel is te lang: ‘%(start)s…’. Zet elk woord op een eigen regel.", start=long[:40]))
            )
    return errors


def _typed() -> Typed:
    kinds = {kind.slug for kind in content().kinds}
    domains = {domain.slug for domain in content().domains}
    say, mean, only_with, not_with = (as_typed(name, 10_000) for name in WORD_FIELDS)
    return Typed(
        say,
        mean,
        only_with,
        not_with,
        kinds=tuple(slug for slug in request.form.getlist("kinds") if slug in kinds),
        domains=tuple(slug for slug in request.form.getlist("domains") if slug in domains),
        note=typed_number("bericht"),
    )


def _form(form: Typed, rule: SynonymRule | None, errors: Errors | None = None, note: str = "") -> Response:
    whole = content()
    page = render_template(
        "editor/synonym.html", form=form, rule=rule, errors=errors or [], note=note,
        kind_options=[(kind.slug, kind.label) for kind in whole.kinds],
        domain_options=[(domain.slug, domain.label) for domain in whole.domains],
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


def _problems(problems: ContentProblems) -> Errors:
    return [
        (problem.place.split(" ")[0] if problem.place.split(" ")[0] in WORD_FIELDS else "say", problem.reason)
        for problem in problems.problems
    ]


def _rule_or_404(rule_id: str) -> SynonymRule:
    found = next((rule for rule in content().synonyms if rule.id == rule_id), None)
    if found is None:
        abort(404)
    return found


def _free_id(said: str) -> str:
    """An id nobody has yet, taken from the first words."""
    base = slug_of(said)[:LONGEST_ID].strip("-") or "zoekterm"
    taken = {rule.id for rule in content().synonyms} | {"nieuw"}
    return next(name for name in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if name not in taken)


def _note_down(action: str, rule_id: str) -> None:
    with services().database.writing() as session:
        record(session, me().actor, action, f"synonyms/{rule_id}")
