"""Somebody at the desk with a caller on the line, over a whole region."""

from bs4 import BeautifulSoup
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.counting.models import Tally
from app.social_map.models import Offer, Organisation
from tests.inspecting import Inspection
from tests.installing import SECRET
from tests.web.staff.site import PASSWORD, sign_in


def employer_of(services, slug) -> str:
    """The uid of the organisation that gives this offer."""
    with services.database.reading() as session:
        return session.exec(select(Organisation.uid).join(Offer).where(Offer.slug == slug)).one()


def at_desk(app, services, email="loket@voorbeeld.example", *, host="hattem.localhost", organisation=""):
    """A client of a desk worker. The words of providers stand on these pages as they wrote them."""
    with services.database.writing() as session:
        new = create_account(
            session, AccountKeys(SECRET), email=email, password=PASSWORD, role=Role.DESK,
            municipality=host.partition(".")[0], organisation=organisation,
        )  # fmt: skip
    client = app.test_client()
    client.inspection = Inspection()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.host = host
    assert sign_in(client, new).status_code == 303
    return client


def ask(client, **fields) -> BeautifulSoup:
    """What the desk sees after this question."""
    answer = client.post("/loket/zoeken", data=fields)
    assert (answer.status_code, answer.location) == (303, "/loket/zoeken")
    return look(client)


def look(client) -> BeautifulSoup:
    answer = client.get("/loket/zoeken")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def shown(page) -> list[str]:
    return [box["value"] for box in page.select("input[name=aanbod]")]


def tick(client, page, *slugs):
    """Send the form of the results with these ticks, as a browser without scripts does."""
    form = {each["name"]: each["value"] for each in page.select("#vinkjes input")}
    return client.post("/loket/briefje", data=form | {"aanbod": list(slugs), "getoond": shown(page)})


def on_slip(page) -> list[str]:
    return [each.get_text() for each in page.select(".lp-slip strong")]


def counted(services, measure="referral") -> dict[tuple[str, ...], int]:
    """What stands in the counts: (municipality, kern, domain, way, detail) by how often."""
    with services.database.reading() as session:
        return {
            (row.municipality, row.kern, row.domain, row.way, row.detail): row.count
            for row in session.exec(select(Tally).where(Tally.measure == measure))
        }
