"""Sentences of the interface in the visitor's language, without paying for them twenty times a page.

Flask-Babel looks up its translations again for every sentence; a results page has hundreds. So a template is compiled
once per language with the translated sentences in it, and code asks a plain table. What is marked for translation,
and the catalogues themselves, are Flask-Babel's as before.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

from babel.support import NullTranslations, Translations
from flask import has_app_context
from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template, nodes
from jinja2.environment import create_cache
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner as _escape_text
except ImportError:  # no compiled part on this machine, or another version of it
    _escape_text = escape

from app.web.running import language

INTERFACE = {"nl": "Nederlands", "en": "English"}
"""The languages in which the interface speaks; the first is the one it is written in."""
_FOLDER = Path(__file__).resolve().parent.parent / "translations"
_TEMPLATES_KEPT = 400
_CODES_KEPT = 1000
Code = TypeVar("Code", bound=Hashable)


def interface_language() -> str:
    """Dutch or English; pages in the four other languages keep Dutch around them."""
    if not has_app_context():
        return "nl"
    code = language()
    return code if code in INTERFACE else "nl"


@lru_cache(maxsize=len(INTERFACE))
def catalogue(code: str) -> NullTranslations:
    """The sentences of one language; an empty catalogue when it was not compiled."""
    return Translations.load(_FOLDER, [code])


@lru_cache(maxsize=4096)
def _translated(text: str, code: str) -> str:
    return str(catalogue(code).gettext(text))


def gettext(text: str, **values: Any) -> str:
    """A sentence in the language of the request, with its values filled in: as Flask-Babel's, only faster."""
    said = _translated(text, interface_language())
    return said % values if values else said


def _escaped(value: Any) -> str:
    """As markupsafe's `escape`, for text that goes straight into a page and needs no wrapping of its own."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    return value if kind is Markup else escape(value)


def remembered(words: Callable[[Code], str]) -> Callable[[Code], str]:
    """A function that turns a code of a short closed list into words, asked once per language and code."""
    known: dict[tuple[str, Code], str] = {}

    @wraps(words)
    def say(code: Code) -> str:
        key = interface_language(), code
        said = known.get(key)
        if said is None:
            if len(known) >= _CODES_KEPT:
                known.clear()
            said = known[key] = words(code)
        return said

    return say


class _Macro(Macro):
    """A macro that can be called with plain values without Jinja's book-keeping, which costs more than most macros."""

    def quickly(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """What the macro makes of these values; whatever is out of the ordinary is left to Jinja."""
        given = args
        if self.caller or self.catch_kwargs or self.catch_varargs or not self._default_autoescape:
            return super().__call__(*args, **kwargs)
        if len(given) < self._argument_count:
            take = kwargs.pop
            given += tuple([take(name, missing) for name in self.arguments[len(given) :]])
        if kwargs or len(given) > self._argument_count:
            return super().__call__(*args, **kwargs)
        return Markup(self._func(*given))  # noqa: S704  (a template's own text: it escapes what it is given)


class _Context(Context):
    """Calls macros and plain functions at once; all others as Jinja does."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  (as in Jinja, so that any argument may be named self)
        """Call something from a template."""
        kind = type(__obj)
        if kind is _Macro or (kind is FunctionType and not hasattr(__obj, "jinja_pass_arg")):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj.quickly(args, kwargs) if kind is _Macro else __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _Template(Template):
    """A template whose macros are read once. Jinja compares the names of all globals at every import of a page."""

    @classmethod
    def _from_namespace(cls, environment: Any, namespace: Any, globals: Any) -> "Template":  # noqa: A002  (Jinja's name)
        namespace["escape"] = _escaped
        namespace["Macro"] = _Macro
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        del ctx
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Environment(FlaskEnvironment):
    """Flask's templates, compiled once for each language of the interface."""

    template_class = _Template
    context_class = _Context

    @property
    def cache(self) -> Any:
        """The compiled templates of the language of this request."""
        code = interface_language()
        if code not in self._caches:
            self._caches[code] = create_cache(_TEMPLATES_KEPT)
        return self._caches[code]

    @cache.setter
    def cache(self, value: Any) -> None:
        del value
        self._caches: dict[str, Any] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        translated: nodes.Template = _Sentences(interface_language()).visit(tree)
        return translated


class _Sentences(NodeTransformer):
    """Puts the translated sentence where `_('...')` stands."""

    def __init__(self, code: str) -> None:
        self._code = code

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802  (Jinja's name)
        """`_('sentence')` becomes the sentence, `_('%(a)s', a=x)` the sentence filled in; anything else stays."""
        self.generic_visit(node, *args, **kwargs)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "_" and len(node.args) == 1):
            return node
        sentence = node.args[0]
        if not (isinstance(sentence, nodes.Const) and isinstance(sentence.value, str)):
            return node
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        said = _translated(sentence.value, self._code)
        if not node.kwargs:
            return nodes.TemplateData(str(Markup(said) % {}), lineno=node.lineno)  # noqa: S704  (our own catalogue, as Jinja's i18n does)
        values = [nodes.Pair(nodes.Const(each.key), each.value, lineno=node.lineno) for each in node.kwargs]
        return nodes.Mod(
            nodes.TemplateData(said, lineno=node.lineno), nodes.Dict(values, lineno=node.lineno), lineno=node.lineno
        )
