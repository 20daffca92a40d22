"""Every address of the site, with something that exists for each of its blanks."""

from collections.abc import Iterator

from flask import Flask

HOST = {"Host": "hattem.localhost"}
SAME = HOST | {"Sec-Fetch-Site": "same-origin"}
ABOUT_AN_OFFER = ("offer", "correction", "helped")
BLANKS = {
    "<path:filename>": "css/leefplein.css",
    "<int:number>": "1",
    "<int:version>": "1",
    "<int:year>": "2025",
    "<name>": "niet-gevonden-kern",
    "<uid>": "1",
    "<place>": "landelijk",
    "<number_id>": "112",
    "<rule_id>": "respijt-even-weg",
    "<lang>": "nl",
    "<flow_id>": "route",
    "<step_id>": "begin",
    "<show>": "rota",
    "<section>": "questions",
    "<code>": "R85GN3",
}
SLUGS = {
    "resident.domain": "inkomen",
    "resident.village": "hattem",
    "resident.theme": "hattem",
    "resident.theme_page": "eenzaamheid",
    "resident.poster": "eenzaamheid",
    "resident.poster_pdf": "eenzaamheid",
    "resident.family_help": "familiegroepsplan",
    "resident.family_invitation": "familiegroepsplan",
}


def every_route(app: Flask, offer: str) -> Iterator[tuple[str, str, str]]:
    """(method, address, endpoint) for every page and form of the site."""
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace(
            "<slug>",
            SLUGS.get(
                rule.endpoint, offer if rule.endpoint.rpartition(".")[2].startswith(ABOUT_AN_OFFER) else "privacy"
            ),
        )
        for blank, value in BLANKS.items():
            path = path.replace(blank, value)
        assert "<" not in path, f"{rule.rule}: say in tests/reliability/visiting.py what stands in its blank"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, path, rule.endpoint


def an_offer(app: Flask) -> str:
    """The last part of the address of some offer."""
    from app.social_map.finding import all_published

    with app.extensions["leefplein"].database.reading() as session:
        return next(iter(all_published(session))).slug
