"""Recognises a question in a language the map is not written in.

Such a question finds nothing, or by chance something odd, while the one good answer is
a person: the taalhuis, the desk, client support. So nothing is translated here; it is
only noticed. Another script is a sure sign, and so are letters that Dutch and English
never use; for the rest a few small words that every sentence in that language has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from app.search.dutch.words import words_of

OTHER_LANGUAGE: Final = "anderetaal"
"""Stands in a rule's `say` for: this question is in another language."""

# Polish, Turkish, Romanian, Czech, Portuguese, Spanish, Hungarian, Vietnamese.
_TELLING_LETTERS: Final = re.compile(r"[ąęłńśźżćğışțţřůěãõñ¿¡ßőűđơư]")
_SMALL_WORDS: Final = words_of("""
    ich mir mich nicht kein keine wie wo bin ist und oder ein eine einen fur mit bei wir sie ihr kann konnen mochte
    brauche brauchen bitte hilfe suche meine meinen meiner mein wer jemand helfen deutsch sprechen arzt mutter vater
    je tu il elle nous vous les des une un le la du est sont pour avec pas mon ma mes que qui quoi comment ou suis
    ai besoin dans sur aider aide cherche quel quelle enfants bonjour merci
    yo el los las una unos por con no mi mis necesito necesita tengo como donde quien ayuda busco estoy hola gracias
    soy para puedo puede casa nino ninos madre padre dinero
    jak gdzie kto nie jest sie dla mam moj moja mnie prosze czy co potrzebuje szukam chce do pomoc pomocy znajde
    matki dzien dobry
    ben bir ve icin nasil nerede kim var yok bana benim yardim istiyorum eder lazim merhaba degil cok annem babam
    eu nu unde cine cum am nevoie ajutor pentru si este mea meu multumesc sunt vreau
    jag och inte hjelp hjalp sono ho bisogno aiuto per come dove chi non il mia mio
    preciso quero onde nao meu minha
    ana ayna kayfa musaada uridu waar saacido caawimaad dopomoha potribna meni bud laska pomoshch
""") - words_of("""
    wie ist ein ben van des la per no con do am non ana waar mir casa co var si du le il ma je come nu den do ou
    come bin mis een les est el bei las los pas mes dans nie kim mia mi ho eu mam bud cum nicht chi mon por ve wer yo
""")  # words that are Dutch or English too, or names
_ENGLISH: Final = words_of("""
    i im my me the and for with is are was who where what how when need needs want help can cannot does do not to of
    have has had your his her our they she he we about from some someone somebody anyone at on too get
""") - words_of("is was me we her had at do want he of")
_SURE: Final = 2  # small words
_SHORT: Final = 3  # words


def in_another_script(word: str) -> bool:
    """True when a word is written in other letters than ours: Arabic, Cyrillic, Greek, Chinese."""
    return not word.isascii() and any(sign.isalpha() and "LATIN" not in unicodedata.name(sign, "") for sign in word)


def is_foreign(text: str, tokens: Sequence[str], *, at_any_price: bool = False) -> bool:
    """True when a question is not in Dutch or English, as far as can be told.

    :param tokens: its folded words.
    :param at_any_price: nothing was found otherwise: then one small word is enough, and
        English counts as another language too, for a person can still help.
    """
    if not text.isascii() and (in_another_script(text) or _TELLING_LETTERS.search(text.lower())):
        return True
    small = {token for token in tokens if token in _SMALL_WORDS}
    if at_any_price and (small or is_english(tokens)):
        return True
    return len(small) >= _SURE or (len(small) == 1 and 1 < len(tokens) <= _SHORT and not is_english(tokens))


def is_english(tokens: Sequence[str]) -> bool:
    """True when a question is English: its words must not be mended to Dutch ones."""
    return len({token for token in tokens if token in _ENGLISH}) >= _SURE
