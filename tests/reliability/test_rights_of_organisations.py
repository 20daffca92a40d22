"""Every page of an organisation's room × whose offer, draft or list it is (promise 34): the routes come from the application,
so that a new page cannot be forgotten. What another organisation has does not exist here: 404, never 403.
"""

import pytest
from sqlmodel import select

from app.publishing.models import WorkingDraft
from app.social_map.models import ImportUpload, Organisation
from app.social_map.vocabulary import RespiteWeight
from tests.web.organisation.house import OURS, THEIRS, draft, make_house


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    found = make_house(tmp_path_factory.mktemp("organisations") / "house")
    yield found
    found.services.database.close()
    found.services.keys.close()


@pytest.fixture(scope="module")
def theirs(house):
    """What the other organisation has: the value of each blank, by what the page is about."""
    house.put(draft())
    (number,) = house.put(draft("Van hen", THEIRS, kind="logeren", respite=RespiteWeight.NIGHT))
    with house.services.database.writing() as session:
        uid = session.exec(select(Organisation.uid).where(Organisation.name == THEIRS)).one()
        working = WorkingDraft(organisation=uid, values={"naam": ("Geheim",)}, begun_by="account:1")
        upload = ImportUpload(source_name="lijst", filename="a.csv", organisation=uid, body=b"naam;soort;niveau\n")
        session.add_all((working, upload))
        session.flush()
        return {"offer": number, "draft": working.uid, "list": upload.id}


def rules(house):
    """(address with its blanks, methods, what it is about) of every page about something."""
    for rule in house.app.url_map.iter_rules():
        if rule.endpoint.startswith("organisation.") and rule.arguments:
            about = "list" if "/lijst/" in rule.rule else "offer" if "number" in rule.arguments else "draft"
            yield rule.rule, rule.methods - {"OPTIONS", "HEAD"}, about


def address(path, value):
    for blank in ("<int:number>", "<uid>"):
        path = path.replace(blank, str(value))
    assert "<" not in path, path
    return path


def test_what_another_organisation_has_does_not_exist(house, theirs):
    client = house.somebody_of(OURS)
    tried = 0
    for path, methods, about in rules(house):
        for method in methods:
            answer = client.open(address(path, theirs[about]), method=method, data={"wie": "niemand", "versie": "1"})
            assert answer.status_code == 404, (method, path, answer.status_code)
            assert "Geheim" not in answer.text
            tried += 1
    assert tried > 10
    assert house.offer(theirs["offer"]).version == 1


def test_the_guard_would_bite_what_is_ones_own_is_there(house, theirs):
    """The twin: were every answer 404, the test above would say nothing."""
    client = house.somebody_of(THEIRS)
    pages = [address(path, theirs[about]) for path, methods, about in rules(house) if "GET" in methods]
    assert {path: client.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)
