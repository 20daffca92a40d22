import io
import re

from bs4 import BeautifulSoup
from PIL import Image
from sqlmodel import col, select

from app.publishing.models import Photo, WorkingDraft
from app.social_map.lifecycle import newest_revision
from app.social_map.models import Flag, Offer, Organisation
from app.social_map.vocabulary import Status

FIRST = {
    "naam": "Breien en koffie", "soort": "ontmoeting", "niveau": "algemeen", "samenvatting": "Samen breien met koffie.",
    "tijden": "di+do 10:00-12:00", "postcode": "8051 AB", "kosten": "gratis", "telefoon": "038 000 00 10",
}  # fmt: skip


def begin(client, address="/organisatie/aanbod/nieuw", **data):
    answer = client.post(address, data=data)
    assert answer.status_code == 303, answer.text
    return answer.location


def fields_of(page):
    """What a browser would send back."""
    form = BeautifulSoup(page.text, "html.parser").select_one("form.lp-offer-form")
    found = {}
    for field in form.select("input, select, textarea"):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in {"file", "submit"} or (kind in {"radio", "checkbox"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = chosen["value"]
        else:
            value = field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")
        found.setdefault(name, []).append(value)
    return found


def send(client, address, deed="bewaren", **changed):
    return client.post(address, data=fields_of(client.get(address)) | changed | {"doen": deed})


def words_of(answer):
    return re.sub(r"\s+", " ", BeautifulSoup(answer.text, "html.parser").get_text(" "))


def test_a_first_offer_is_written_looked_at_and_handed_in(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    assert send(client, address, "bekijken", **FIRST).location == f"{address}/voorbeeld"
    preview = client.get(f"{address}/voorbeeld")
    words = words_of(preview)
    assert "Zo zien bezoekers uw aanbod" in words
    assert "dinsdag en donderdag van 10.00 tot 12.00 uur" in words
    assert "niemand, u kunt hier zonder indicatie terecht" in words
    answer = client.post(address, data={"doen": "insturen", "versie": "2"})
    assert answer.status_code == 303
    number = int(re.search(r"/organisatie/aanbod/(\d+)", answer.location)[1])
    offer = desk.get(Offer, number)
    assert (offer.name, offer.status, offer.source) == ("Breien en koffie", Status.REVIEW, "leefplein")
    assert desk.get(Organisation, offer.organisation_id).uid == desk.organisation().uid
    assert "antwoord uiterlijk" in words_of(client.get(answer.location))
    assert client.get(address).status_code == 404  # what was handed in is no draft any more


def test_the_preview_says_what_the_public_page_says(desk):
    client = desk.editor()
    address = begin(client, "/beheer/aanbod/nieuw", naam="Breiclub De Steek")
    more = {
        "beschrijving": "Wij breien.",
        "eerste_stap": "Bel Anja.",
        "meldcode": "ja",
        "toegankelijk_rolstoel": "ja",
        "straat": "Dorpsstraat 1",
    }
    send(client, address, "bekijken", **FIRST, **more)
    preview = BeautifulSoup(client.get(f"{address}/voorbeeld").text, "html.parser")
    number = re.search(r"/(\d+)\?", send(client, address, "publiceren").location)[1]
    public = BeautifulSoup(client.get(f"/aanbod/{desk.get(Offer, int(number)).slug}").text, "html.parser")

    def said(page, row):
        found = page.find("dt", string=re.compile(row))
        return " ".join(found.find_next("dd").get_text(" ").split())

    for row in ("Bellen", "Wanneer", "Kosten", "Wie beslist", "Is het toegankelijk"):
        assert said(preview, row) == said(public, row)
    for title in ("verhaal", "stap", "wie"):
        assert preview.find(id=title).parent.get_text() == public.find(id=title).parent.get_text()


def test_whoever_leaves_finds_everything_again(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    assert send(client, address, naam="Half af", tijden="als het uitkomt").status_code == 303
    page = client.get(address)
    assert fields_of(page)["naam"] == ["Half af"]
    assert "vinden dit niet als zij op een dag zoeken" in words_of(page)
    assert "Bewaard om" in words_of(client.get(f"{address}?gedaan=bewaard"))


def test_what_the_organisation_said_before_is_filled_in(desk):
    client = desk.writer(desk.organisation())
    filled = fields_of(client.get(begin(client)))
    assert any(filled[name] != [""] for name in ("telefoon", "email", "straat"))


def test_what_misses_is_said_at_its_field_and_nothing_typed_is_lost(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    answer = send(
        client,
        address,
        "insturen",
        **(FIRST | {"niveau": "", "kosten": "prijs", "kosten_bedrag": "2,50", "kosten_per": "keer"}),
    )
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    links = [link["href"] for link in page.select(".lp-error-summary a")]
    assert links == ["#niveau", "#kosten_geldig_tot"]
    assert all(page.select_one(link) for link in links)
    assert fields_of(answer)["kosten_bedrag"] == ["2,50", "", ""]


def test_every_error_leads_to_a_field_of_the_page(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    wrong = {
        "naam": "", "soort": "", "niveau": "", "samenvatting": "x" * 400, "telefoon": "bel", "email": "geen", "website": "nergens hier",
        "postcode": "12", "lat": "x", "kosten": ["prijs", "anders", "prijs"], "kosten_bedrag": ["", "", "2"], "kosten_per": ["", "", ""],
        "kosten_geldig_vanaf": ["morgen", "", ""], "leeftijd": "x" * 400, "grenzen": "x" * 400,
    }  # fmt: skip
    page = BeautifulSoup(send(client, address, "insturen", **wrong).text, "html.parser")
    links = [link["href"] for link in page.select(".lp-error-summary a")]
    assert len(links) >= 12
    assert [link for link in links if not page.find(id=link[1:])] == []
    for link in links:  # a folded part with something to mend stands open
        assert all(part.has_attr("open") for part in page.find(id=link[1:]).find_parents("details"))


def test_the_script_keeps_quietly_and_two_writers_are_told(desk):
    organisation = desk.organisation()
    one, other = desk.writer(organisation), desk.writer(organisation, "collega@voorbeeld.example")
    address = begin(one)
    first, second = fields_of(one.get(address)), fields_of(other.get(address))
    quiet = one.post(address, data=first | {"naam": "Van de één"}, headers={"Accept": "application/json"})
    assert (quiet.status_code, quiet.json["version"]) == (200, 2)
    assert quiet.json["words"].startswith("Bewaard om")
    late = other.post(address, data=second | {"naam": "Van de ander", "doen": "bewaren"})
    assert late.status_code == 409
    assert "Van de één" in words_of(late)
    assert fields_of(late)["naam"] == ["Van de ander"]
    again = other.post(address, data=fields_of(late) | {"doen": "bewaren"})
    assert again.status_code == 303
    assert fields_of(one.get(address))["naam"] == ["Van de ander"]


def test_a_change_leaves_what_the_public_sees_and_keeps_the_rest(desk):
    organisation = desk.organisation()
    offer = desk.offer_of(organisation)
    client = desk.writer(organisation)
    address = begin(client, f"/organisatie/aanbod/{offer.id}/wijzigen")
    extra = {"kosten_geldig_tot": ["2027-12-31"] * 3, "telefoon": "038 000 00 99"}
    assert send(client, address, "insturen", **extra).status_code == 303
    with desk.database.reading() as session:
        now = session.get(Offer, offer.id)
        newest = newest_revision(session, now)
    assert now.phone == offer.phone
    assert (newest.state, newest.draft.phone) == ("pending", "038 000 00 99")
    assert (newest.draft.source_id, newest.draft.example) == (offer.source_id or "", offer.example)


def test_a_version_that_came_in_between_is_shown_beside_what_was_written(desk):
    organisation = desk.organisation()
    offer = desk.offer_of(organisation)
    client, editor = desk.writer(organisation), desk.editor()
    address = begin(client, f"/organisatie/aanbod/{offer.id}/wijzigen")
    extra = {"kosten_geldig_tot": ["2027-12-31"] * 3}
    send(client, address, samenvatting="Van de organisatie", **extra)
    with desk.database.writing() as session:  # the editor hands in another version of the same offer
        from app.publishing.handing_in import hand_in
        from app.social_map.lifecycle import Actor

        here = session.get(Offer, offer.id)
        theirs = newest_revision(session, here).draft.model_copy(update={"summary": "Van de redactie"})
        hand_in(
            session,
            desk.services.publishing,
            theirs,
            Actor("account:2", "editor"),
            offer=here,
            base_version=here.version,
        )
    late = send(client, address, "insturen")
    assert late.status_code == 409
    assert "Van de redactie" in words_of(late)
    assert "Van de organisatie" in words_of(late)
    assert client.post(address, data={"doen": "doorgaan"}).status_code == 303
    assert send(client, address, "insturen").status_code == 303
    assert editor.get(f"/beheer/aanbod/{offer.id}").status_code == 200


def test_somebody_elses_draft_and_offer_do_not_exist(desk):
    mine, theirs = desk.organisation(), desk.organisation(1)
    client, other = desk.writer(mine), desk.writer(theirs, "ander@voorbeeld.example")
    address = begin(client)
    for method, path in (("get", ""), ("post", ""), ("get", "/voorbeeld"), ("post", "/weg"), ("post", "/leesbaar")):
        assert getattr(other, method)(address + path).status_code == 404
    assert other.post(f"/organisatie/aanbod/{desk.offer_of(mine).id}/wijzigen").status_code == 404
    assert client.get(address).status_code == 200


def test_an_editor_of_one_municipality_stays_within_it(desk):
    whole = desk.editor()
    here = desk.editor("hattem@voorbeeld.example", municipality="hattem")
    there = desk.editor("putten@voorbeeld.example", municipality="putten")
    address = begin(here, "/beheer/aanbod/nieuw", naam="Breiclub De Steek")
    assert there.get(address).status_code == 404
    assert whole.get(address).status_code == 200
    outside = send(here, address, "publiceren", **(FIRST | {"postcode": "3881"}))
    assert outside.status_code == 422
    assert "U werkt voor Hattem" in words_of(outside)


def test_an_editor_writes_for_somebody_who_is_not_on_the_map_and_publishes(desk):
    client = desk.editor()
    address = begin(client, "/beheer/aanbod/nieuw", naam="Mevrouw Breisteek")
    answer = send(client, address, "publiceren", **FIRST)
    assert answer.status_code == 303
    offer = desk.get(Offer, int(re.search(r"/beheer/aanbod/(\d+)", answer.location)[1]))
    assert offer.status is Status.PUBLISHED
    assert desk.get(Organisation, offer.organisation_id).name == "Mevrouw Breisteek"
    assert "Breien en koffie" in client.get(f"/aanbod/{offer.slug}").text


def test_an_editor_finds_a_known_organisation_by_name(desk):
    organisation, client = desk.organisation(), desk.editor()
    page = client.get("/beheer/aanbod/nieuw", query_string={"naam": organisation.name[:12].upper()})
    assert organisation.uid in page.text
    address = begin(client, "/beheer/aanbod/nieuw", organisatie=organisation.uid)
    assert organisation.name in words_of(client.get(address))
    assert client.post("/beheer/aanbod/nieuw", data={}).status_code == 422
    assert client.post("/beheer/aanbod/nieuw", data={"organisatie": "bestaat-niet"}).status_code == 404


def test_an_open_certificate_is_taken_in_and_asked_for(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    assert send(client, address, "bekijken", **(FIRST | {"soort": "oppas"})).status_code == 303
    assert "De vraag over de VOG is nog open" in words_of(client.get(f"{address}/voorbeeld"))
    answer = send(client, address, "insturen")
    number = int(re.search(r"/(\d+)\?", answer.location)[1])
    assert "is nog één antwoord nodig" in words_of(client.get(answer.location))
    assert desk.get(Offer, number).status is Status.REVIEW
    with desk.database.reading() as session:
        assert any("VOG" in each for each in session.exec(select(Flag.reason).where(Flag.offer_id == number)))


def test_the_pin_moves_with_buttons_and_goes_back(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    send(client, address, "noord", **FIRST)
    moved = fields_of(client.get(address))
    assert float(moved["lat"][0]) > 52
    assert send(client, address, "speld_terug").location.endswith("#speld")
    assert fields_of(client.get(address))["lat"] == [""]


def test_a_photo_is_made_anew_and_asks_for_words(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    raw = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(raw, "JPEG")
    data = (
        fields_of(client.get(address))
        | FIRST
        | {"doen": "insturen", "foto_bestand": (io.BytesIO(raw.getvalue()), "tafel.jpg")}
    )
    answer = client.post(address, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "foto_alt" in answer.text
    assert send(client, address, "insturen", foto_alt="Een tafel met koffie.").status_code == 303
    with desk.database.reading() as session:
        offer = session.exec(select(Offer).order_by(col(Offer.id).desc())).first()
        assert session.exec(select(Photo.uid)).all() == [offer.photo]
    broken = begin(client)
    data = (
        fields_of(client.get(broken)) | FIRST | {"doen": "bewaren", "foto_bestand": (io.BytesIO(b"geen foto"), "x.jpg")}
    )
    refused = client.post(broken, data=data, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert fields_of(refused)["naam"] == ["Breien en koffie"]


def with_file(size):
    head = '--grens\r\nContent-Disposition: form-data; name="naam"\r\n\r\nx\r\n--grens\r\nContent-Disposition: form-data; name="foto_bestand"; filename="x.jpg"\r\n\r\n'
    return {
        "data": head.encode() + b"0" * size + b"\r\n--grens--\r\n",
        "content_type": "multipart/form-data; boundary=grens",
    }


def test_a_photo_of_a_telephone_fits_and_another_form_stays_small(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    assert client.post(address, **with_file(5_000_000)).status_code == 422
    assert client.post(address, **with_file(10_000_000)).status_code == 413
    assert client.post(f"{address}/weg", **with_file(5_000_000)).status_code == 413


def test_which_photo_it_is_is_not_believed_from_a_form(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    send(client, address, **FIRST, foto="00000000-0000-0000-0000-000000000000")
    with desk.database.reading() as session:
        working = session.exec(select(WorkingDraft)).one()
    assert "foto" not in working.values
    assert working.photo == ""


def test_other_languages_stand_beside_the_dutch(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    send(client, address, "taal_tr", **FIRST)
    page = client.get(address)
    assert "vertaling_tr_naam" in fields_of(page)
    assert send(client, address, "insturen", vertaling_tr_naam="Örgü ve kahve").status_code == 303
    with desk.database.reading() as session:
        offer = session.exec(select(Offer).order_by(col(Offer.id).desc())).first()
    assert [(each.lang, each.name) for each in offer.translations] == [("tr", "Örgü ve kahve")]


def test_partners_are_found_by_name_and_kept(desk):
    organisation = desk.organisation()
    client, partner = desk.writer(organisation), desk.offer_of(desk.organisation(1))
    address = begin(client)
    found = send(client, address, "zoek", **FIRST, zoek_samen=partner.name[:10])
    assert partner.slug in client.get(found.location).text
    send(client, address, werkt_samen_met=[partner.slug])
    assert partner.name in words_of(client.get(address))


def test_times_and_texts_are_read_back_without_keeping_anything(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    read = client.post(f"{address}/leesbaar", data={"wat": "tijden", "tekst": "wo 10-12"})
    assert read.json["lines"][0].startswith("Zo lezen wij dit: woensdag")
    long = " ".join(["woord"] * 30) + "."
    assert "30 woorden" in client.post(f"{address}/leesbaar", data={"wat": "tekst", "tekst": long}).json["lines"][0]
    with desk.database.reading() as session:
        assert session.exec(select(WorkingDraft.version)).one() == 1


def test_throwing_away_leaves_the_offer(desk):
    organisation = desk.organisation()
    offer, client = desk.offer_of(organisation), desk.writer(organisation)
    address = begin(client, f"/organisatie/aanbod/{offer.id}/wijzigen")
    assert client.post(f"{address}/weg").status_code == 303
    assert client.get(address).status_code == 404
    assert desk.get(Offer, offer.id).status is Status.PUBLISHED


def test_the_screen_speaks_english_too(desk):
    client = desk.writer(desk.organisation())
    address = begin(client)
    assert client.get(f"/en{address}").status_code == 200
    assert client.post(
        f"/en{address}", data=fields_of(client.get(address)) | FIRST | {"doen": "bekijken"}
    ).location.startswith("/en/")
