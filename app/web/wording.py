"""The map's codes in words people know."""

from app.content.models import Domain, Kind, TargetGroup
from app.content.whole import Content
from app.social_map.vocabulary import Answer, Frequency, Level, RespiteWeight, Vog
from app.web.running import content, language
from app.web.translating import gettext as _
from app.web.translating import remembered


@remembered
def level_words(level: str) -> str:
    """Who decides: `zonder indicatie`, or the municipality."""
    return {
        Level.OWN_STRENGTH.value: _("niemand, dit regelt u zelf met mensen om u heen"),
        Level.GENERAL.value: _("niemand, u kunt hier zonder indicatie terecht"),
        Level.COLLECTIVE.value: _("de gemeente beslist hierover"),
        Level.INDIVIDUAL.value: _("de gemeente beslist hierover"),
    }.get(level, "")


@remembered
def level_on_card(level: str) -> str:
    """Who decides, in three words."""
    return {
        Level.OWN_STRENGTH.value: _("zelf en met anderen"),
        Level.GENERAL.value: _("zonder indicatie"),
        Level.COLLECTIVE.value: _("de gemeente beslist hierover"),
        Level.INDIVIDUAL.value: _("de gemeente beslist hierover"),
    }.get(level, "")


@remembered
def level_short(level: str) -> str:
    """The level as a choice in a filter."""
    return {
        Level.OWN_STRENGTH.value: _("Zelf en samen met anderen"),
        Level.GENERAL.value: _("Zonder indicatie"),
        Level.COLLECTIVE.value: _("De gemeente beslist, u doet het in een groep"),
        Level.INDIVIDUAL.value: _("De gemeente beslist, voor u alleen"),
    }.get(level, level)


class _Labels:
    """Labels of the content as it stands now, by list, slug and language; forgotten when the content changes."""

    def __init__(self) -> None:
        self._held: tuple[Content | None, dict[tuple[str, str, str], str]] = (None, {})

    def of(self, kept_in: str, slug: str) -> str:
        """The label of one kind, domain or target group; empty when there is no such one."""
        whole, lang = content(), language()
        held_of, labels = self._held
        if held_of is not whole:
            labels = {}
            self._held = whole, labels
        key = kept_in, slug, lang
        label = labels.get(key)
        if label is None:
            one: Kind | Domain | TargetGroup | None = getattr(whole, kept_in)(slug)
            label = "" if one is None else one.label_en if lang == "en" else one.label
            if one is not None:
                labels[key] = label
        return label


_labels = _Labels()


def kind_label(slug: str) -> str:
    """A kind of help."""
    return _labels.of("kind", slug) or slug


def domain_label(slug: str) -> str:
    """A life domain in plain words."""
    return _labels.of("domain", slug) or slug


def target_group_label(slug: str) -> str:
    """Whom something is for."""
    return _labels.of("target_group", slug) or slug.replace("-", " ")


@remembered
def access_label(feature: str) -> str:
    """Something a person may need of a building."""
    return {
        "wheelchair": _("Goed te doen met een rolstoel"),
        "toilet": _("Toilet voor mensen met een rolstoel"),
        "hearing_loop": _("Ringleiding voor wie slecht hoort"),
        "parking": _("Parkeren dichtbij"),
        "low_stimulus": _("Rustige plek"),
    }[feature]


@remembered
def answer_words(answer: Answer) -> str:
    """Yes, no, or nobody told us."""
    return {Answer.YES: _("ja"), Answer.NO: _("nee"), Answer.UNKNOWN: _("niet bekend, vraag na")}[answer]


@remembered
def vog_words(vog: str) -> str:
    """Certificate of conduct, in words; empty where it does not matter."""
    return {
        Vog.YES.value: _("ja, wie komt heeft een verklaring omtrent het gedrag (VOG)"),
        Vog.NO.value: _("geen VOG"),
        Vog.UNANSWERED.value: _("niet bekend, vraag na"),
    }.get(vog, "")


@remembered
def vog_on_card(vog: str) -> str:
    """Certificate of conduct, in a few words."""
    return {
        Vog.YES.value: _("VOG: ja"),
        Vog.NO.value: _("geen VOG"),
        Vog.UNANSWERED.value: _("VOG: niet bekend, vraag na"),
        Vog.NOT_APPLICABLE.value: _("VOG: niet van toepassing"),
    }.get(vog, "")


@remembered
def vog_answer(vog: str) -> str:
    """Certificate of conduct, behind the word VOG."""
    return {
        Vog.YES.value: _("ja"),
        Vog.NO.value: _("geen VOG"),
        Vog.NOT_APPLICABLE.value: _("niet van toepassing"),
    }.get(vog, _("niet bekend, vraag na"))


def training_words(training: str) -> str:
    """What somebody was trained for, as people say it; what is not on our list stays as the provider wrote it."""
    return {
        "dementie": _("dementie"),
        "nah": _("hersenletsel (NAH)"),
        "kind": _("kinderen"),
        "autisme": _("autisme"),
    }.get(training.casefold(), training)


def respite_words(weight: str) -> str:
    """The rung of the respite ladder."""
    return {
        RespiteWeight.LIGHT.value: _("Iemand neemt het een paar uur van u over"),
        RespiteWeight.DAY.value: _("Een dag of dagdeel weg van huis"),
        RespiteWeight.NIGHT.value: _("Ook 's nachts"),
    }.get(weight, "")


@remembered
def frequency_words(frequency: str) -> str:
    """How often a volunteer comes."""
    return {
        Frequency.ONCE.value: _("één keer"),
        Frequency.SOMETIMES.value: _("af en toe"),
        Frequency.WEEKLY.value: _("elke week"),
        Frequency.EMERGENCY.value: _("alleen in nood"),
    }.get(frequency, "")


@remembered
def day_label(code: str) -> str:
    """A day of the week."""
    return {
        "ma": _("maandag"), "di": _("dinsdag"), "wo": _("woensdag"), "do": _("donderdag"),
        "vr": _("vrijdag"), "za": _("zaterdag"), "zo": _("zondag"),
    }.get(code, code)  # fmt: skip


@remembered
def daypart_label(code: str) -> str:
    """A part of the day."""
    return {"ochtend": _("ochtend"), "middag": _("middag"), "avond": _("avond"), "nacht": _("nacht")}.get(code, code)
