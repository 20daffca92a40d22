"""What may be wrong with an offer, in the words a visitor chose from; read by who answers it too."""

from flask_babel import gettext as _


def subjects() -> list[tuple[str, str]]:
    """What may be wrong."""
    return [
        ("telefoon", _("Het telefoonnummer of mailadres")),
        ("tijden", _("De dagen of tijden")),
        ("kosten", _("De kosten")),
        ("adres", _("Het adres")),
        ("gestopt", _("Dit bestaat niet meer")),
        ("anders", _("Iets anders")),
    ]
