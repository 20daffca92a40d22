"""What the fields of an offer are called in Dutch, for sentences that are written down (flags).

A sentence that is kept has one language, so it cannot wait for the page that shows it. Pages that show fields as fields have
words of their own, in every language of the interface (web/offer_differences.py).
"""

from typing import Final

FIELD_WORDS: Final = {
    "name": "naam", "organisation.name": "organisatie", "kind": "soort", "level": "niveau", "domains": "leefgebieden",
    "summary": "samenvatting", "description": "beschrijving", "easy": "in het kort", "phone": "telefoon", "phone_hours": "te bellen",
    "email": "e-mail", "website": "website", "without_voice": "zonder te bellen", "place.name": "naam van de plek", "place.address": "adres",
    "place.confidential": "adres geheim", "place.directions": "hoe komt u er", "area_served": "werkgebied", "times": "tijden",
    "costs": "kosten", "who_pays": "wie betaalt", "funding": "zorg in natura of pgb", "decision": "beslist de gemeente", "vog": "VOG",
    "respite": "respijt", "training": "scholing", "book_ahead": "vooraf aanmelden", "frequency": "hoe vaak", "limits": "wat zij niet doen",
    "accessibility": "toegankelijkheid", "target_groups": "voor wie", "age": "leeftijd", "conditions": "voorwaarden",
    "referral_needed": "verwijzing nodig", "waiting_time": "wachttijd", "first_step": "eerste stap", "expectation": "wat u kunt verwachten",
    "meldcode": "meldcode", "quality": "kwaliteit", "photo": "foto", "photo_alt": "wat staat er op de foto", "translations": "in andere talen",
    "transport": "vervoer", "interests": "interesses", "languages": "talen", "keywords": "trefwoorden", "works_with": "werkt samen met",
    "successor": "opvolger", "example": "voorbeeld", "historical": "historisch", "licence": "licentie",
}  # fmt: skip
CODE_WORDS: Final = {
    "own_strength": "eigen kring", "general": "zonder indicatie", "collective": "collectief", "individual": "individueel", "yes": "ja",
    "no": "nee", "unknown": "onbekend", "not_applicable": "niet van toepassing", "unanswered": "niet beantwoord", "light": "licht",
    "day": "dag", "night": "nacht", "once": "eenmalig", "sometimes": "af en toe", "weekly": "wekelijks", "emergency": "alleen in nood",
}  # fmt: skip
ACCESS_WORDS: Final = {
    "wheelchair": "rolstoel", "toilet": "invalidentoilet", "hearing_loop": "ringleiding", "parking": "parkeren",
    "low_stimulus": "prikkelarm",
}  # fmt: skip
