from tests.web.staff.site import look, words_of

ADDRESS = "/beheer/teksten/nl/over-deze-site"
FORM = "nothing_unfilled"  # the form shows the names between braces as the editor writes them


def page_now(site):
    site.content.forget()
    return site.content.now().page("over-deze-site")


def form_of(client):
    page = look(client.get(ADDRESS), FORM)
    return {
        "title": page.find("input", id="title")["value"], "intro": page.find("textarea", id="intro").text.strip(),
        "markdown": page.find("textarea", id="markdown").text.strip(), "versie": page.select_one('form input[name="versie"]')["value"],
    }  # fmt: skip


def test_a_text_is_looked_at_published_and_brought_back(site):
    client = site.signed_in()
    first = page_now(site)
    form = form_of(client) | {
        "title": "Over deze plek",
        "markdown": "Nieuwe tekst van {municipality}. <script>alert(1)</script>",
    }
    shown = client.post(ADDRESS, data=form | {"doen": "voorbeeld"})
    assert shown.status_code == 200
    preview = look(shown, FORM).select_one(".lp-preview")
    assert "Nieuwe tekst van" in preview.text
    assert "{municipality}" not in preview.text
    assert not preview.find("script")
    assert page_now(site).title == first.title
    assert client.post(ADDRESS, data=form | {"doen": "publiceren", "nagekeken": "ja"}).status_code == 303
    assert page_now(site).title == "Over deze plek"
    second = form_of(client) | {"title": "Nog anders"}
    client.post(ADDRESS, data=second | {"doen": "publiceren"})
    assert page_now(site).title == "Nog anders"
    assert client.post(ADDRESS + "/terug", data={"versie": "1"}).status_code == 303
    assert page_now(site).title == "Over deze plek"
    assert client.post(ADDRESS + "/terug", data={"versie": "0"}).status_code == 303
    assert page_now(site).title == first.title
    assert page_now(site).markdown.strip() == first.markdown.strip()
    assert words_of(look(client.get(ADDRESS), FORM)).count("Zet versie") == 3
    assert client.post(ADDRESS + "/terug", data={"versie": "99"}).status_code == 404


def test_the_second_editor_is_told_and_loses_nothing(site):
    one = site.signed_in()
    form = form_of(one)
    one.post(ADDRESS, data=form | {"title": "Van de eerste", "doen": "publiceren"})
    two = site.signed_in("tweede@voorbeeld.example")
    answer = two.post(ADDRESS, data=form | {"title": "Van de tweede", "doen": "publiceren"})
    assert answer.status_code == 422
    page = look(answer, FORM)
    assert "Iemand anders" in words_of(page)
    assert page.find("input", id="title")["value"] == "Van de tweede"
    assert page_now(site).title == "Van de eerste"


def test_an_empty_or_unreadable_text_is_refused_with_what_was_typed(site):
    client = site.signed_in()
    answer = client.post(ADDRESS, data={"title": "", "intro": "x", "markdown": "", "doen": "publiceren"})
    assert answer.status_code == 422
    assert [link["href"] for link in look(answer, FORM).select(".lp-error-summary a")] == ["#title", "#markdown"]
    odd = client.post(ADDRESS, data=form_of(client) | {"markdown": "{bestaat_niet}", "doen": "publiceren"})
    assert odd.status_code == 422
    assert look(odd, FORM).find("textarea", id="markdown").text.strip() == "{bestaat_niet}"


def test_every_language_has_its_own_text(site):
    client = site.signed_in()
    assert "Arabisch" in words_of(look(client.get("/beheer/teksten")))
    page = look(client.get("/beheer/teksten/ar/hulp-nu"), FORM)
    assert page.find("textarea", id="markdown")["lang"] == "ar"
    assert client.get("/beheer/teksten/tr/privacy").status_code == 404
    assert client.get("/beheer/teksten/xx/privacy").status_code == 404
