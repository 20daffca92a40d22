"""The menu of the editor: a few groups, the pages of one of them, and where one is."""

from tests.web.editor.offers import draft, put
from tests.web.staff.site import look


def menu_of(client, address):
    """The groups, the pages of the group one is in, and what is marked as where one is."""
    lists = look(client.get(address)).select("nav[aria-label=Beheer] ul")
    groups, pages = ([link.text for link in each.select("a")] for each in lists)
    marked = [(link.text, link["aria-current"]) for each in lists for link in each.select("a[aria-current]")]
    return groups, pages, marked


def test_a_few_groups_and_the_pages_of_the_one_you_are_in(site):
    groups, pages, marked = menu_of(site.signed_in(), "/beheer/")
    assert groups == ["Vandaag", "Aanbod", "Inhoud", "Cijfers", "Mensen"]
    assert pages[:2] == ["Overzicht", "Te beoordelen"]
    assert marked == [("Vandaag", "true"), ("Overzicht", "page")]


def test_a_page_below_another_is_marked_as_part_of_it(site):
    (number,) = put(site, draft())
    client = site.signed_in()
    assert menu_of(client, f"/beheer/aanbod/{number}")[2] == [("Vandaag", "true"), ("Te beoordelen", "true")]
    assert menu_of(client, "/beheer/aanbod/nieuw")[2] == [("Aanbod", "true"), ("Nieuw aanbod", "page")]
    assert menu_of(client, "/beheer/zoektermen/nieuw")[2] == [("Inhoud", "true"), ("Zoektermen", "true")]
    words = look(client.get("/en/beheer/organisaties")).select("nav a[aria-current]")
    assert [link["aria-current"] for link in words] == ["true", "page"]


def test_every_page_of_the_menu_opens_and_marks_itself(site):
    client = site.signed_in()
    groups = look(client.get("/beheer/")).select(".lp-staff__groups a")
    for group in groups:
        for link in look(client.get(group["href"]), "plain_words").select(".lp-staff__nav:not(.lp-staff__groups) a"):
            here = look(client.get(link["href"]), "plain_words").select_one("nav a[aria-current=page]")
            assert here["href"] == link["href"]


def test_an_editor_of_one_municipality_has_no_group_of_what_belongs_to_all(site):
    client = site.signed_in("h@voorbeeld.example", municipality="hattem")
    assert menu_of(client, "/beheer/")[0] == ["Vandaag", "Aanbod", "Cijfers", "Mensen"]
    assert "Import" not in menu_of(client, "/beheer/dubbel")[1]
