"""Sentences compiled into templates say what Flask-Babel would have said, and quick macros what Jinja's would."""

import pytest
from flask_babel import gettext as by_babel
from jinja2.exceptions import UndefinedError

from app.web import translating
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


def test_a_percent_sign_is_written_twice_as_in_every_sentence(in_language):
    app = in_language("")
    assert app.jinja_env.from_string("{{ _('100%% gratis') }}").render() == "100% gratis"


def test_each_language_has_its_own_compiled_template(in_language, monkeypatch):
    monkeypatch.setattr(translating, "_translated", lambda text, code: f"{text} ({code})")
    source = "{{ _('Bel') }}"
    assert in_language("").jinja_env.from_string(source).render() == "Bel (nl)"
    assert in_language("/en").jinja_env.from_string(source).render() == "Bel (en)"


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


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("m('<x>')", "&lt;x&gt;-2-None"),
        ("m('x', 3)", "x-3-None"),
        ("m('x', c='<')", "x-2-&lt;"),
        ("m(a='x', b=5, c='z')", "x-5-z"),
        ("m('x'|safe)", "x-2-None"),
    ],
)
def test_a_macro_is_called_as_jinja_calls_it(in_language, call, said):
    app = in_language("")
    macro = "{% macro m(a, b=2, c=none) %}{{ a }}-{{ b }}-{{ c }}{% endmacro %}"
    assert app.jinja_env.from_string(macro + "{{ " + call + " }}").render() == said


@pytest.mark.parametrize("call", ["m('x', 1, 2, 3)", "m('x', d=1)"])
def test_a_wrong_call_of_a_macro_still_says_so(in_language, call):
    app = in_language("")
    macro = "{% macro m(a, b=2, c=none) %}{{ a }}{% endmacro %}"
    with pytest.raises(TypeError):
        app.jinja_env.from_string(macro + "{{ " + call + " }}").render()


def test_a_macro_with_a_body_and_a_missing_value_still_work(in_language):
    app = in_language("")
    source = "{% macro m(a) %}{{ a }}[{{ caller() }}]{% endmacro %}{% call m('x') %}<b>{% endcall %}"
    assert app.jinja_env.from_string(source).render() == "x[<b>]"
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nothing.at.all }}").render()
