"""`/inloggen/gemeente`: the municipality's own staff come in by the municipality's own sign-in (OpenID Connect).

An option (`LEEFPLEIN_OIDC_ISSUER`). Authlib does the protocol: code with PKCE, state, nonce, signature, issuer, audience
and term. Nothing of a token is kept or logged. Beginning is a link and coming back is one too, because the provider sends
people back so: what a link may change here is the own browser's sign-in, which the state in its sealed session asked for.
"""

from typing import Any, Final

import requests
import structlog
from authlib.integrations.base_client.errors import OAuthError
from flask import (
    Blueprint,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from app import clock
from app.accounts.external import NobodyHere, Vouched, has_second_step, read_claims, recognised
from app.accounts.signing_in import HalfWay, NotRecognised
from app.web.hosts import asked_host
from app.web.own_answers import kept, size, wipe
from app.web.running import services
from app.web.sessions import LARGEST_COOKIE
from app.web.staff.guards import door
from app.web.staff.own_paths import own_path
from app.web.staff.provider import NAME, TROUBLE, ProviderWrong, client, issuer_of
from app.web.staff.signing import come_in, on_to_second_step, wanted_page
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("municipal", __name__, url_prefix="/inloggen/gemeente")
keep_out_of_search_engines(blueprint)
log = structlog.get_logger()
_STATE: Final = f"_state_{NAME}_"
_UNDER_WAY: Final = "gemeente-onderweg"
_SECONDS: Final = 600
_LEEWAY: Final = 60


@blueprint.get("")
def go() -> Response:
    """To the provider. The state waits in the sealed session of this browser, and nowhere else."""
    provider = client()
    _forget()
    try:
        issuer_of(provider)
        asked = provider.create_authorization_url(_way_back())
    except TROUBLE as problem:
        return _trouble(problem)
    under_way = {"next": wanted_page() or "", "at": int(clock.now().timestamp())}
    secrets = {name: asked[name] for name in ("state", "nonce", "code_verifier")}
    for _each in range(2):
        provider.save_authorize_data(redirect_uri=_way_back(), **secrets)
        session[_UNDER_WAY] = under_way
        if size() <= LARGEST_COOKIE:
            break
        wipe()  # what this browser remembered of a visit takes all the room there is
    return redirect(asked["url"], 303)


@blueprint.get("/terug")
def back() -> Response:
    """From the provider, with a code that is worth something once and in this browser only."""
    provider = client()
    under_way = kept(_UNDER_WAY)
    try:
        claims = _claims(provider, under_way)
        half = recognised(services().database, claims)
    except NobodyHere:
        return _page("unknown", 403)
    except TROUBLE as problem:
        return _trouble(problem)
    finally:
        _forget()
    return _let_in(half, claims, str(under_way.get("next", "")))


def _claims(provider: Any, under_way: dict[str, Any]) -> Vouched:
    age = int(clock.now().timestamp()) - int(under_way.get("at", 0))
    if not 0 <= age <= _SECONDS:
        raise OAuthError(error="over")
    issuer = issuer_of(provider)
    if request.args.get("iss", issuer) != issuer:
        raise OAuthError(error="iss")
    exactly = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
    }
    claims = provider.authorize_access_token(claims_options=exactly, leeway=_LEEWAY).get("userinfo")
    if not claims or not claims.get("nonce"):
        raise ProviderWrong
    return read_claims(claims)


def _let_in(half: HalfWay, claims: Vouched, wanted: str) -> Response:
    wanted = own_path(wanted, "")
    if claims.two_steps or services().settings.oidc_second_step == "trust":
        try:
            token, account = door().vouched_for(half, request.headers.get("User-Agent", ""))
        except NotRecognised:
            return _page("unknown", 403)
        return come_in(token, account, wanted, municipal=True)
    with services().database.reading() as reading:
        ready = has_second_step(reading, half.account_id, asked_host())
    if not ready:
        return _page("no-second-step", 403)
    return on_to_second_step(half, wanted, municipal=True)


def _way_back() -> str:
    """The address that the provider must know: on the host where somebody began, and without a language in it."""
    scheme = "http" if services().settings.local_http else "https"
    return f"{scheme}://{request.host}/inloggen/gemeente/terug"


def _forget() -> None:
    session.pop(_UNDER_WAY, None)
    for name in [name for name in session if name.startswith(_STATE)]:
        session.pop(name)


def _trouble(problem: Exception) -> Response:
    """The provider is away, says no, or says something that is not right. Its words are neither shown nor logged."""
    log.warning("municipal sign-in failed", kind=type(problem).__name__)
    return _page("trouble", 502 if isinstance(problem, requests.RequestException | ProviderWrong) else 400)


def _page(why: str, status: int) -> Response:
    again = url_for("municipal.go")
    page = render_template("staff/municipal.html", why=why, again=again, name=services().settings.oidc_name)
    return make_response(page, status)
