"""An offer in the language of the page: the organisation's own translation, else its Dutch and marked so."""

from sqlmodel import select

from app.social_map.draft import OfferWords
from app.social_map.models import Offer
from app.social_map.vocabulary import Answer, Status

ENGLISH = OfferWords(lang="en", name="Coffee corner", summary="Drink coffee together.", first_step="Just walk in.")
TURKISH = OfferWords(lang="tr", name="Kahve", summary="Birlikte kahve içelim.")


def told(services, *words, **facts):
    with services.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.status == Status.PUBLISHED, Offer.description != "")).first()
        offer.translations = words
        for name, value in facts.items():
            setattr(offer, name, value)
        session.add(offer)
        return offer.slug, offer.description.split("\n")[0]


def test_the_english_page_has_the_english_words_and_marks_what_is_dutch(client, installation):
    slug, dutch = told(installation, ENGLISH, TURKISH)
    page = client.get(f"/en/aanbod/{slug}").get_data(as_text=True)
    assert "<h1>Coffee corner" in page
    assert "Drink coffee together." in page
    assert dutch in page
    assert 'lang="nl"' in page
    assert '<summary lang="tr" dir="ltr">Türkçe</summary>' in page


def test_the_dutch_page_stays_dutch_and_has_the_others_folded_below(client, installation):
    slug, dutch = told(installation, ENGLISH, TURKISH)
    page = client.get(f"/aanbod/{slug}").get_data(as_text=True)
    assert dutch in page
    assert "<h1>Coffee corner" not in page
    assert '<summary lang="en" dir="ltr">English</summary>' in page


def test_what_the_organisation_declares_is_said_to_be_its_own_words(client, installation):
    slug, _dutch = told(installation, meldcode=Answer.YES, quality="Wij hebben het keurmerk Voorbeeld.")
    page = client.get(f"/aanbod/{slug}").get_data(as_text=True)
    assert "Zij werken met de meldcode" in page
    assert "in hun eigen woorden: Wij hebben het keurmerk Voorbeeld." in page
    slug, _dutch = told(installation)
    page = client.get(f"/aanbod/{slug}").get_data(as_text=True)
    assert "meldcode" not in page or "Zij werken met" in page
