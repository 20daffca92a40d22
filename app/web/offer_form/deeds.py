"""The buttons of the one screen that change a field before it is kept: the pin, the photo, a language."""

from flask_babel import gettext as _
from sqlmodel import Session

from app.places.gazetteer import Gazetteer
from app.publishing.form_fields import LANGUAGES, Typed
from app.publishing.form_place import moved
from app.publishing.models import WorkingDraft
from app.publishing.photos import PhotoRefused, take_in
from app.web.callers import few_enough
from app.web.offer_form.typed import photo_file
from app.web.saying import as_said

Values = dict[str, tuple[str, ...]]
WAYS = ("noord", "zuid", "oost", "west")
BACK_TO_ADDRESS = "speld_terug"
NO_PHOTO = "foto_weg"
LANGUAGE = "taal_"
SEARCH = "zoek"
MOST_PHOTOS_A_DAY = 100
"""Of one organisation: an account must not fill the disk."""
ANCHORS = {
    **dict.fromkeys((*WAYS, BACK_TO_ADDRESS), "speld"),
    NO_PHOTO: "foto",
    SEARCH: "samen",
    **{f"{LANGUAGE}{lang}": "vertalen" for lang in LANGUAGES},
}
"""Which part of the page somebody was busy with."""


def done(deed: str, values: Values, gazetteer: Gazetteer) -> Values:
    """The values after this button."""
    if deed in WAYS:
        pin = moved(Typed.of(values), gazetteer, deed)
        return values if pin is None else values | {"lat": (pin[0],), "lon": (pin[1],)}
    if deed == BACK_TO_ADDRESS:
        return values | {"lat": (), "lon": ()}
    if deed == NO_PHOTO:
        return values | {"foto": (), "foto_alt": ()}
    if deed.startswith(LANGUAGE) and deed.removeprefix(LANGUAGE) in LANGUAGES:
        return values | {"vertalen": tuple(dict.fromkeys((*values.get("vertalen", ()), deed.removeprefix(LANGUAGE))))}
    return values


def with_photo(
    session: Session, working: WorkingDraft, values: Values, by: str
) -> tuple[Values, list[tuple[str, str]]]:
    """The values with the photo that came along, made anew; or why it cannot be used."""
    raw = photo_file()
    if not raw:
        return values, []
    if not few_enough(session, "photo", MOST_PHOTOS_A_DAY, who=working.organisation or by):
        return values, [
            ("foto_bestand", _("Vandaag zijn er al heel veel foto's gestuurd. Probeer het morgen nog eens."))
        ]
    try:
        photo = take_in(session, raw, working.organisation, by)
    except PhotoRefused as problem:
        return values, [("foto_bestand", as_said(str(problem)))]
    return values | {"foto": (photo.uid,)}, []
