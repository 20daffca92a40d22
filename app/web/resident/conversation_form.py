"""The form to ask for a conversation on paper: the same questions on the page and in the PDF (I-13)."""

from flask_babel import gettext as _

from app.paper.forms import Field, Form, page_words
from app.web.running import language, municipality
from app.web.templating import spoken_times


def empty_form() -> Form:
    """The form with lines to write on, in the language of the page. Every question may stay empty."""
    town = municipality()
    desk, support = town.desk, town.client_support
    reach = " ".join(
        (
            f"{desk.name}, {desk.phone} ({spoken_times(desk.phone_hours)}).",
            _("Post:") + f" {', '.join(desk.letter_address)}.",
            _("Langskomen:") + f" {', '.join(desk.address)} ({spoken_times(desk.opening_hours)}).",
        )
    )
    return Form(
        lang="en" if language() == "en" else "nl",
        title=_("Voor het gesprek"),
        intro=(
            _(
                "U bent de baas over dit gesprek, en uw familie ook als u dat wilt. Elke vraag mag leeg blijven. Kort is net zo goed als lang."
            ),
            _("Wilt u dat wij contact opnemen? Geef of stuur dit aan:"),
            reach,
        ),
        fields=(
            Field(_("Waar wil ik over praten?"), lines=5),
            Field(_("Wat zou ik fijn vinden als het lukt?"), lines=3),
            Field(_("Wat gaat er goed, en wie helpt er nu al?"), lines=3),
            Field(_("Wat lukt niet meer, of wordt te zwaar?"), _("Voor mij, of voor wie mij helpt."), 3),
            Field(_("Wat is er al geprobeerd?"), lines=2),
            Field(_("Waar en wanneer wil ik praten, en wie komt er mee?"), _("Ook: een tolk of een rustige plek."), 2),
            Field(
                _("Gratis iemand naast mij?"),
                _(
                    "Ja, nee of later. %(name)s is gratis en niet van de gemeente: %(phone)s.",
                    name=support.name,
                    phone=support.phone,
                ),
                1,
            ),
            Field(
                _("Zo kunt u mij bereiken"),
                _("Naam, telefoon, mail of adres. Wat kan veilig: voicemail, mail of brief? Geen burgerservicenummer."),
                3,
            ),
        ),
        foot=_("Vragen? Bel %(desk)s: %(phone)s", desk=desk.name, phone=desk.phone),
        words=page_words(_("bladzijde"), _("van")),
    )
