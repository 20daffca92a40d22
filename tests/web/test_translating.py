"""Sentences in templates and in code say what Flask-Babel would have said."""

import pytest
from flask_babel import gettext as by_babel

from app.web.translating import gettext, interface_language, remembered

SENTENCES = ("Wat zoekt u?", "Bel", "Regio: %(place)s", "Gecontroleerd op %(date)s")


@pytest.fixture
def in_language(app):
    def enter(prefix):
        context = app.test_request_context(prefix + "/zoeken", base_url="http://hattem.localhost")
        context.request.environ["leefplein.language"] = prefix.removeprefix("/") or "nl"
        context.push()
        app.preprocess_request()
        entered.append(context)
        return app

    entered = []
    yield enter
    for context in reversed(entered):
        context.pop()


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
def test_a_template_and_code_say_what_flask_babel_says(in_language, prefix):
    app = in_language(prefix)
    for sentence in SENTENCES:
        values = {"place": "<Elst>", "date": "3 mei"} if "%(" in sentence else {}
        given = "".join(f", {name}={name}" for name in values)
        template = app.jinja_env.from_string("{{ _('" + sentence + "'" + given + ") }}")
        said = by_babel(sentence, **values)
        assert gettext(sentence, **values) == said
        assert template.render(**values) == said.replace("<", "&lt;").replace(">", "&gt;")


def test_each_language_says_it_its_own_way(in_language):
    source = "{{ _('Bel') }}"
    assert in_language("").jinja_env.from_string(source).render() == "Bel"
    assert in_language("/en").jinja_env.from_string(source).render() == by_babel("Bel") != "Bel"


def test_outside_a_request_it_is_dutch():
    assert interface_language() == "nl"
    assert gettext("Bel") == "Bel"


def test_codes_are_asked_once_per_language(in_language):
    asked = []
    words = remembered(lambda code: asked.append(code) or f"{code} {interface_language()}")
    in_language("")
    assert [words("a"), words("a")] == ["a nl", "a nl"]
    in_language("/en")
    assert words("a") == "a en"
    assert asked == ["a", "a"]
