from app.accounts import joint
from app.accounts.rights import Role
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of


def test_the_numbers_are_those_of_ones_own_municipality(site):
    put(site, draft("Hier"), draft("Daar", town="Putten"))
    assert "2 aanbod te beoordelen" in words_of(look(site.signed_in().get("/beheer/")))
    assert "1 aanbod te beoordelen" in words_of(
        look(site.signed_in("h@voorbeeld.example", municipality="hattem").get("/beheer/"))
    )


def test_what_a_colleague_asked_waits_and_what_one_asked_oneself_does_not(site):
    asker = site.account("ander@voorbeeld.example")
    with site.database.writing() as session:
        joint.ask(session, joint.ORGANISATION_REMOVE, "organisation:1", "Voorbeeld", by=asker.account.id)
    client = site.signed_in()
    assert "1 Samen besluiten" in words_of(look(client.get("/beheer/")))
    with site.database.writing() as session:
        own = joint.ask(session, joint.ORGANISATION_REMOVE, "organisation:2", "Voorbeeld", by=asker.account.id + 1)
        assert own.asked_by != asker.account.id
    assert "1 Samen besluiten" in words_of(look(client.get("/beheer/")))


def test_nobody_else_comes_in(site):
    for role in Role:
        if role in {Role.ADMINISTRATOR, Role.EDITOR}:
            continue
        client = site.signed_in(
            f"{role.value}@voorbeeld.example", role, organisation="uid" if role is Role.ORGANISATION else ""
        )
        for rule in site.app.url_map.iter_rules():
            if rule.endpoint.startswith("editor."):
                path = rule.rule.replace("<int:number>", "1").replace("<lang>", "nl").replace("<slug>", "privacy")
                path = path.replace("<rule_id>", "x").replace("<place>", "landelijk").replace("<number_id>", "113")
                for method in rule.methods & {"GET", "POST"}:
                    assert client.open(path, method=method).status_code == 404, (role, method, path)


def test_who_is_not_signed_in_is_sent_to_sign_in(site):
    client = site.client()
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint.startswith("editor.") and "GET" in rule.methods and "<" not in rule.rule:
            assert client.get(rule.rule).status_code == 303
        if rule.endpoint.startswith("editor.") and "POST" in rule.methods and "<" not in rule.rule:
            assert client.post(rule.rule).status_code == 401
