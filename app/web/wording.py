"""The map's codes in words people know."""

from flask_babel import gettext as _

from app.content.models import Domain, Kind, TargetGroup
from app.social_map.vocabulary import Answer, Frequency, Level, RespiteWeight, Vog
from app.web.running import content, language


def level_words(level: str) -> str:
    """Who decides: `zonder indicatie`, or the municipality."""
    return {
        Level.OWN_STRENGTH.value: _("niemand, dit regelt u zelf met mensen om u heen"),
        Level.GENERAL.value: _("niemand, u kunt hier zonder indicatie terecht"),
        Level.COLLECTIVE.value: _("de gemeente beslist hierover"),
        Level.INDIVIDUAL.value: _("de gemeente beslist hierover"),
    }.get(level, "")


def level_on_card(level: str) -> str:
    """Who decides, in three words."""
    return {
        Level.OWN_STRENGTH.value: _("zelf en met anderen"),
        Level.GENERAL.value: _("zonder indicatie"),
        Level.COLLECTIVE.value: _("de gemeente beslist hierover"),
        Level.INDIVIDUAL.value: _("de gemeente beslist hierover"),
    }.get(level, "")


def level_short(level: str) -> str:
    """The level as a choice in a filter."""
    return {
        Level.OWN_STRENGTH.value: _("Zelf en samen met anderen"),
        Level.GENERAL.value: _("Zonder indicatie"),
        Level.COLLECTIVE.value: _("De gemeente beslist, u doet het in een groep"),
        Level.INDIVIDUAL.value: _("De gemeente beslist, voor u alleen"),
    }.get(level, level)


def kind_label(slug: str) -> str:
    """A kind of help."""
    kind: Kind | None = content().kind(slug)
    if kind is None:
        return slug
    return kind.label_en if language() == "en" else kind.label


def domain_label(slug: str) -> str:
    """A life domain in plain words."""
    domain: Domain | None = content().domain(slug)
    if domain is None:
        return slug
    return domain.label_en if language() == "en" else domain.label


def target_group_label(slug: str) -> str:
    """Whom something is for."""
    group: TargetGroup | None = content().target_group(slug)
    if group is None:
        return slug.replace("-", " ")
    return group.label_en if language() == "en" else group.label


def access_label(feature: str) -> str:
    """Something a person may need of a building."""
    return {
        "wheelchair": _("Goed te doen met een rolstoel"),
        "toilet": _("Toilet voor mensen met een rolstoel"),
        "hearing_loop": _("Ringleiding voor wie slecht hoort"),
        "parking": _("Parkeren dichtbij"),
        "low_stimulus": _("Rustige plek"),
    }[feature]


def answer_words(answer: Answer) -> str:
    """Yes, no, or nobody told us."""
    return {Answer.YES: _("ja"), Answer.NO: _("nee"), Answer.UNKNOWN: _("niet bekend, vraag na")}[answer]


def vog_words(vog: str) -> str:
    """Certificate of conduct, in words; empty where it does not matter."""
    return {
        Vog.YES.value: _("ja, wie komt heeft een verklaring omtrent het gedrag (VOG)"),
        Vog.NO.value: _("geen VOG"),
        Vog.UNANSWERED.value: _("niet bekend, vraag na"),
    }.get(vog, "")


def respite_words(weight: str) -> str:
    """The rung of the respite ladder."""
    return {
        RespiteWeight.LIGHT.value: _("Iemand neemt het een paar uur van u over"),
        RespiteWeight.DAY.value: _("Een dag of dagdeel weg van huis"),
        RespiteWeight.NIGHT.value: _("Ook 's nachts"),
    }.get(weight, "")


def frequency_words(frequency: str) -> str:
    """How often a volunteer comes."""
    return {
        Frequency.ONCE.value: _("één keer"),
        Frequency.SOMETIMES.value: _("af en toe"),
        Frequency.WEEKLY.value: _("elke week"),
        Frequency.EMERGENCY.value: _("alleen in nood"),
    }.get(frequency, "")


def day_label(code: str) -> str:
    """A day of the week."""
    return {
        "ma": _("maandag"), "di": _("dinsdag"), "wo": _("woensdag"), "do": _("donderdag"),
        "vr": _("vrijdag"), "za": _("zaterdag"), "zo": _("zondag"),
    }.get(code, code)  # fmt: skip


def daypart_label(code: str) -> str:
    """A part of the day."""
    return {"ochtend": _("ochtend"), "middag": _("middag"), "avond": _("avond"), "nacht": _("nacht")}.get(code, code)
