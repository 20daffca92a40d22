"""Where a request finds the services, its municipality and its language."""

from typing import cast

from flask import current_app, g

from app.content.models import Municipality
from app.content.whole import Content
from app.services import Services

EXTENSION = "leefplein"


def services() -> Services:
    """The services this application was built with."""
    return cast("Services", current_app.extensions[EXTENSION])


def content() -> Content:
    """The content as it stands, the same during one request."""
    whole: Content | None = g.get("content")
    if whole is None:
        whole = g.content = services().content.now()
    return whole


def municipality() -> Municipality:
    """The municipality whose host name was asked for; the first one for any other loopback name."""
    town: Municipality = g.municipality
    return town


def decimal_text(figure: str) -> str:
    """A figure such as 1.2 with the sign the language of the page uses."""
    return figure if language() == "en" else figure.replace(".", ",")


def language() -> str:
    """The language of the page: `nl`, or the one in the address."""
    code: str = g.get("language", "nl")
    return code
