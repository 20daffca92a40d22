"""What somebody types to become more than text, drawn by a real browser: nothing of it runs, also without our headers (promise 27).

The payloads stand in every field an organisation or an editor can fill: an offer, its translations, its organisation, a text
of the site. The twin draws the same payloads as they are and sees them run.
"""

import pytest
from sqlmodel import select

from app.content.live import publish_edit
from app.publishing.photos import take_in
from app.search.indexing import rebuild
from app.social_map.draft import OfferWords
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from tests.web.providers.test_photos import a_photo

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<body onload=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<a href='javascript:alert(1)' autofocus onfocus=alert(1)>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<style>@import'javascript:alert(1)'</style>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='data:text/html,<script>alert(1)</script>'>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<form><button formaction='javascript:alert(1)' autofocus onfocus=alert(1)>x</button></form>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{ ''.__class__ }}${alert(1)}",
    '[x](javascript:alert(1)) ![y](x" onerror="alert(1))',
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
)
EVERYTHING = " ".join(PAYLOADS)


def dialogs_of(browser, visit, *, scripts=True):
    """How many dialogs opened, with our content security policy switched off."""
    context = browser.new_context(bypass_csp=True, java_script_enabled=scripts)
    page, opened = context.new_page(), []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    visit(page)
    page.wait_for_timeout(300)
    context.close()
    return len(opened)


@pytest.mark.browser
def test_the_payloads_run_when_nobody_cleans_them(browser):
    """The twin: a page that puts them in as they are."""
    assert dialogs_of(browser, lambda page: page.set_content(f"<p>x</p>{EVERYTHING}")) >= 5


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_that_was_typed_runs_anywhere(browser, installation, live_server):
    with installation.database.writing() as session:
        kept = take_in(session, a_photo(), "x", "account:1")
        offer = session.exec(select(Offer).where(Offer.status == Status.PUBLISHED).order_by(Offer.id)).first()
        for field in (
            "name", "summary", "description", "easy", "conditions", "first_step", "expectation", "age", "limits", "who_pays",
            "waiting_time", "referral_needed", "quality", "photo_alt", "without_voice", "transport", "book_ahead", "times",
        ):  # fmt: skip
            setattr(offer, field, EVERYTHING[:200] if field == "name" else EVERYTHING)  # all that a name can hold
        offer.keywords = offer.languages = PAYLOADS
        offer.website = "javascript:alert(1)"
        offer.email = 'x"onfocus=alert(1) autofocus@post.example'
        offer.phone = '038" onfocus=alert(1) autofocus x="'
        offer.photo = kept.uid
        offer.translations = (OfferWords(lang="en", name=EVERYTHING[:300], description=EVERYTHING),)
        session.add(offer)
        slug = offer.slug
    text = f"# Kop\n\n{EVERYTHING}\n\n" + "\n\n".join(PAYLOADS)
    publish_edit(
        installation.content,
        "pages/nl/privacy",
        {"title": "Privacy", "intro": "Over privacy.", "markdown": text},
        "test",
    )
    rebuild(installation.database, installation.content.now(), installation.finder.engines.primary)
    addresses = (
        f"/aanbod/{slug}", f"/en/aanbod/{slug}", f"/aanbod/{slug}/print", f"/aanbod/{slug}/klopt-dit-niet", "/zoeken?q=alert",
        f"/zoeken?q={'%3Cscript%3Ealert(1)%3C/script%3E'}", "/privacy",
    )  # fmt: skip

    def visit(page):
        for address in addresses:
            answer = page.goto(live_server.replace("127.0.0.1", "hattem.localhost") + address)
            assert answer.status == 200, address

    assert dialogs_of(browser, visit) == 0
