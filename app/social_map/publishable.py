"""What may not go to the public yet, and why."""

from app.social_map.draft import OfferDraft
from app.social_map.vocabulary import Vog


def why_unpublishable(draft: OfferDraft, home_kinds: frozenset[str]) -> str:
    """Why this may not be published as it is, or an empty string.

    :param home_kinds: kinds where somebody enters a home; these need an answered VOG question (I-51).
    """
    if draft.historical:
        return "Dit is een historisch gegeven. Het klopt misschien niet meer en gaat niet naar buiten."
    enters = draft.kind in home_kinds or draft.respite is not None
    if enters and draft.vog is Vog.UNANSWERED:
        return "De vraag over de VOG is nog niet beantwoord. Vul in: ja, nee of niet van toepassing."
    return ""
