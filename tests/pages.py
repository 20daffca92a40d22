"""Every public page and every state of one, for the checks that must hold everywhere."""

from app.content.models import REQUIRED_PAGES

ADDRESSES = (
    "/",
    "/zoeken",
    "/zoeken?q=oppas&postcode=3881",
    "/zoeken?q=oppas&dag=di&kosten=gratis&toegankelijk=rolstoel",
    "/zoeken?q=opas",
    "/zoeken?q=xyzzyqwv",
    "/zoeken?q=ik+wil+niet+meer+leven",
    "/zoeken?q=oppas&postcode=9999+ZZ",
    "/zoeken?q=hersenletsel&postcode=8051",
    "/leefgebied",
    "/leefgebied/inkomen",
    "/kernen",
    "/kern/hattem",
    "/aanbod/de-avondstoel",
    "/aanbod/de-avondstoel?vanaf=nergens",
    "/aanbod/de-avondstoel/print",
    "/aanbod/de-avondstoel/klopt-dit-niet",
    "/aanbod/de-avondstoel/klopt-dit-niet/bedankt",
    "/aanbod/logeerhuis-het-voorbeeldbed",
    "/lijstje",
    "/lijstje/vergelijken",
    "/lijstje/print",
    "/lijstje/mail/onderweg",
    "/vertel-wat-u-zocht",
    "/vertel-wat-u-zocht/bedankt",
    "/wegwijzer",
    "/wegwijzer/voor-een-ander",
    "/wegwijzer/takenrooster",
    *(f"/{slug}" for slug in REQUIRED_PAGES),
    "/nergens",
    "/en/",
    "/en/zoeken?q=oppas",
    "/en/aanbod/de-avondstoel",
    "/en/hulp-nu",
    "/en/kosten",
    *(
        f"/{lang}/{slug}"
        for lang in ("tr", "ar", "pl", "uk")
        for slug in ("hulp-nu", "clientondersteuning", "waar-kan-ik-terecht")
    ),
)
