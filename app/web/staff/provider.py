"""The municipality's own sign-in as this installation knows it: Authlib's client, made from the settings, checked before use."""

import math
import time
from typing import Any, Final

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, abort, current_app
from joserfc.errors import JoseError

from app.settings import Settings
from app.web.running import EXTENSION, services

_CLIENT: Final = "leefplein-municipal"
NAME: Final = "gemeente"
_AWAY: Final = "leefplein-municipal-away"
_TIMEOUT: Final = 5
_PAUSE: Final = 10
"""Seconds that a provider that did not answer is left alone."""
_ASYMMETRIC: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_ADDRESSES: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderWrong(Exception):
    """The provider does not say what a provider must say."""


TROUBLE: Final = (
    AuthlibBaseError, JoseError, requests.RequestException, ProviderWrong, ValueError, KeyError, TypeError, RuntimeError,
)  # fmt: skip
"""What comes of a provider that is away, says no, or answers with something else than it should."""


def install(app: Flask) -> None:
    """Make the client, when this installation has a provider. Nobody is asked anything yet."""
    settings: Settings = app.extensions[EXTENSION].settings
    if not settings.oidc_issuer:
        return
    app.extensions[_CLIENT] = OAuth(app).register(
        NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "default_timeout": _TIMEOUT},
    )


def client() -> Any:
    """Authlib's client of the provider; no such page when this installation has none."""
    found = current_app.extensions.get(_CLIENT)
    if found is None:
        abort(404)
    return found


def issuer_of(provider: Any) -> str:
    """The issuer, once the provider said of itself what we know of it.

    :raises ProviderWrong: when it calls itself something else, or sends people to an address that is not safe.
    """
    settings = services().settings
    if time.monotonic() - current_app.extensions.get(_AWAY, -math.inf) < _PAUSE:
        raise ProviderWrong  # it was away just now: nobody waits for it again and again
    try:
        said = provider.load_server_metadata()
    except (requests.RequestException, ValueError):
        current_app.extensions[_AWAY] = time.monotonic()
        raise
    issuer = str(said.get("issuer", ""))
    right = issuer.rstrip("/") == settings.oidc_issuer.rstrip("/")
    if not right or not all(settings.may_be_asked(str(said.get(name, ""))) for name in _ADDRESSES):
        said.clear()  # asked again, when somebody tries again
        raise ProviderWrong
    offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    said["id_token_signing_alg_values_supported"] = [each for each in offered if each in _ASYMMETRIC]
    return issuer


def way_out() -> str:
    """Where somebody signs out of the municipality's own sign-in as well; empty when the provider named no place."""
    found = current_app.extensions.get(_CLIENT)
    address = str((found.server_metadata if found else {}).get("end_session_endpoint") or "")
    return address if address and services().settings.may_be_asked(address) else ""
