import pytest
from sqlmodel import select

from app.accounts.inviting import invite, take_second_step
from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.models import Account, PasswordLink
from app.accounts.rights import Role
from app.handlers import HANDS
from app.mailing.waiting import KIND as MAIL
from app.mailing.waiting import open_letter
from app.outbox.models import OutboxMessage
from app.publishing.account_mail import (
    FORGOTTEN,
    INVITED,
    ask_for_link,
    drop_invitation_mail,
    invitation_link,
    mail_invitation,
)
from app.social_map.merged import organisation_of
from app.social_map.models import Organisation
from app.working import worker
from tests.search.small_map import small_map
from tests.web.staff.site import PASSWORD

EMAIL = "anja@voorbeeld.example"


@pytest.fixture
def services(tmp_path):
    made = small_map(tmp_path)
    yield made
    made.database.close()


def keys(services):
    return AccountKeys.of(services.settings)


def letters(services):
    with services.database.reading() as session:
        waiting = session.exec(select(OutboxMessage).where(OutboxMessage.kind == MAIL, OutboxMessage.done_at == None))  # noqa: E711
        return [open_letter(services.settings, each.payload["sealed"])[0] for each in waiting]


def test_an_invitation_names_what_for_until_when_and_whom_to_call(services):
    town = services.content.now().municipalities[0]
    with services.database.writing() as session:
        uid = session.exec(select(Organisation)).first()
        made, token = invite(
            session, keys(services), email=EMAIL, role=Role.ORGANISATION, organisation=uid.uid, by="cli", days=14
        )
        assert mail_invitation(session, services.publishing, made, token, town)
        name = uid.name
    letter = letters(services)[0]
    assert letter.to == EMAIL
    assert invitation_link(services.publishing, town, token) in letter.text
    assert name in letter.text
    assert town.map_editors.phone in letter.text
    assert "{" not in letter.text + letter.subject
    with services.database.writing() as session:
        drop_invitation_mail(session, session.merge(made))
    assert letters(services) == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_second_step_to_set_up_anew_has_a_mail_of_its_own(services, lang):
    town = services.content.now().municipalities[0]
    with services.database.writing() as session:
        account = create_account(session, keys(services), email=EMAIL, password=PASSWORD, role=Role.DESK).account
        made, token = take_second_step(session, account, by="account:1")
        assert mail_invitation(session, services.publishing, made, token, town, lang=lang)
    letter = letters(services)[0]
    assert token in letter.text
    assert ("tweede stap" if lang == "nl" else "second step") in letter.subject
    assert "{" not in letter.text + letter.subject


def test_the_worker_finds_out_whether_there_is_such_an_account(services):
    assert FORGOTTEN in HANDS
    town = services.content.now().municipalities[0]
    with services.database.writing() as session:
        create_account(session, keys(services), email=EMAIL, password=PASSWORD, role=Role.DESK)
        for email in (EMAIL, "niemand@voorbeeld.example"):
            ask_for_link(session, services.publishing, email, town, "nl")
    for _ in range(2):
        worker(services).once()
    with services.database.reading() as session:
        assert len(session.exec(select(PasswordLink)).all()) == 1
        assert session.exec(select(OutboxMessage).where(OutboxMessage.done_at == None)).all() == []  # noqa: E711
        assert all(not each.payload for each in session.exec(select(OutboxMessage))), "no address stays behind"
        assert len(session.exec(select(Account)).all()) == 1


def test_an_organisation_that_was_merged_is_followed_and_a_ring_ends(services):
    with services.database.writing() as session:
        kept = Organisation(name="Kept", name_key="kept")
        session.add(kept)
        session.flush()
        gone = Organisation(name="Gone", name_key="gone", merged_into=kept.uid)
        session.add(gone)
        session.flush()
        assert organisation_of(session, gone.uid).name == "Kept"
        kept.merged_into = gone.uid
        session.add(kept)
        session.flush()
        assert organisation_of(session, gone.uid) is None
        assert organisation_of(session, "") is None


def test_every_role_has_words_in_both_languages():
    assert set(INVITED) == set(Role)
    assert all(dutch and english for dutch, english in INVITED.values())
