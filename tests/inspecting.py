"""Every page a test visits is looked at: what must hold for all pages is never forgotten on one of them."""

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FORBIDDEN = (
    "arrangement",
    "0e lijn",
    "BGI",
    "BGG",
    "KVB",
    "zelfredzaam",
    "voorliggend",
    "eigen kracht",
    "recht op",
    "verleiden",
    "tegenprestatie",
    "u moet",
)
_HIDDEN = re.compile(r'(<input type="hidden"[^>]*? value=")[^"]*')
"""Tokens stand in these, another on every page; no rule is about them."""
_GOOD: set[tuple[bytes, frozenset[str]]] = set()
"""Pages that kept every rule."""
HELP = ("/hulp-nu", "tel:", "/clientondersteuning", "/klacht")


@dataclass
class Inspection:
    """What a page may not do. Leave a rule out by name, one by one, with a reason beside it."""

    left_out: set[str] = field(default_factory=set)

    def leave_out(self, rule: str) -> None:
        assert hasattr(self, f"rule_{rule}"), f"no such rule: {rule}"
        self.left_out.add(rule)

    def look_at(self, html: str, where: str) -> None:
        page = (sha256(_HIDDEN.sub(r"\1", html).encode()).digest(), frozenset(self.left_out))
        if page in _GOOD:  # reading a page costs more than making it, and many tests see the same one
            return
        soup = BeautifulSoup(html, "lxml")
        found = []
        for name in sorted(dir(self)):
            if name.startswith("rule_") and name.removeprefix("rule_") not in self.left_out:
                found += [f"{name.removeprefix('rule_')}: {problem}" for problem in getattr(self, name)(soup)]
        assert not found, f"{where}\n" + "\n".join(found)
        _GOOD.add(page)

    def rule_one_heading(self, soup):
        if len(soup.find_all("h1")) != 1:
            yield f"{len(soup.find_all('h1'))} h1"

    def rule_heading_order(self, soup):
        before = 0
        for heading in soup.find_all(re.compile("^h[1-6]$")):
            level = int(heading.name[1])
            if before and level > before + 1:
                yield f"h{before} to h{level}: {heading.get_text(strip=True)[:40]}"
            before = level

    def rule_title(self, soup):
        title = soup.title.get_text(strip=True) if soup.title else ""
        if len(title) < 8 or " - " not in title:
            yield f"title {title!r}"

    def rule_lang(self, soup):
        if soup.html.get("lang") not in {"nl", "en"}:
            yield f"lang {soup.html.get('lang')!r}"

    def rule_unique_ids(self, soup):
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        yield from {f"id {each} stands more than once" for each in ids if ids.count(each) > 1}

    def rule_references(self, soup):
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for tag in soup.find_all(attrs={name: True}):
                value = tag[name]
                for each in value if isinstance(value, list) else value.split():
                    if each not in ids:
                        yield f"{name}={each} points nowhere"

    def rule_labels(self, soup):
        labelled = {label.get("for") for label in soup.find_all("label")}
        for field_ in soup.find_all(["input", "select", "textarea"]):
            if field_.get("type") in {"hidden", "submit"}:
                continue
            if not (field_.get("id") in labelled or field_.find_parent("label") or field_.get("aria-label")):
                yield f"no label: {field_.get('name')}"

    def rule_nothing_inline(self, soup):
        for tag in soup.find_all(True):
            if tag.name == "style" or tag.get("style"):
                yield f"style in <{tag.name}>"
            if tag.name == "script" and not tag.get("src"):
                yield from self._only_data(tag)
            yield from (f"{name} on <{tag.name}>" for name in tag.attrs if name.startswith("on"))

    @staticmethod
    def _only_data(tag):
        """Facts for search engines are no program: exactly that type, nothing else, and readable as data."""
        if tag.attrs != {"type": "application/ld+json"}:
            yield "script in the page"
            return
        try:
            if json.loads(tag.string or "")["@context"] != "https://schema.org" or "<" in tag.string:
                yield "facts for search engines that could be something else"
        except (ValueError, KeyError, TypeError):
            yield "facts for search engines that cannot be read"

    def rule_nothing_from_elsewhere(self, soup):
        for tag in soup.find_all(["script", "link", "img", "iframe"]):
            address = tag.get("src") or tag.get("href") or ""
            if address.startswith(("http:", "https:", "//")):
                yield f"fetches {address}"

    def rule_ways_to_a_person(self, soup):
        """The same four, in the same order, on every page."""
        bar = soup.select_one(".lp-help-bar")
        found = [link["href"] for link in bar.find_all("a")] if bar else []
        if len(found) != len(HELP) or any(part not in address for part, address in zip(HELP, found, strict=True)):
            yield f"help bar: {found}"

    def rule_plain_words(self, soup):
        text = soup.main.get_text(" ") if soup.main else ""
        yield from (
            f"says {word!r}"
            for word in FORBIDDEN
            if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE if word.islower() else 0)
        )

    def rule_nothing_unfilled(self, soup):
        text = soup.get_text(" ")
        yield from (f"unfilled: {found}" for found in re.findall(r"%\(\w+\)s|\{\w+\}|\bNone\b|\bundefined\b", text)[:3])


class InspectingClient(FlaskClient):
    """A client whose every HTML answer is inspected."""

    inspection: Inspection
    host = "localhost"

    def open(self, *args, **kwargs) -> TestResponse:
        if args and isinstance(args[0], str):
            kwargs.setdefault("base_url", f"http://{self.host}")
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and not 300 <= response.status_code < 400:
            self.inspection.look_at(
                response.get_data(as_text=True),
                f"{response.request.method} {response.request.path} {response.status_code}",
            )
        return response
