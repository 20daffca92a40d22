"""Words of policy and offices, and how people say it. Chosen by us; the plainer one is proposed, never put in its place."""

from typing import Final

PLAINER: Final[dict[str, str]] = {
    "aangaande": "over", "aanspraak maken op": "krijgen", "aanvang": "begin", "accommodatie": "gebouw", "adequaat": "goed",
    "alsmede": "en ook", "ambulant": "bij mensen thuis", "ambulante": "bij u thuis", "arrangement": "hulp die bij u past",
    "behoudens": "behalve", "bejegening": "hoe iemand met u omgaat", "beoogt": "wil", "beschikking": "besluit", "betreffende": "over",
    "bevorderen": "beter maken", "casemanager": "vaste begeleider", "cliënt": "u", "cliënten": "mensen", "conform": "volgens",
    "consulent": "medewerker", "contacteren": "bellen of mailen", "continueren": "doorgaan met", "deelnemers": "mensen die meedoen",
    "derhalve": "daarom", "desgewenst": "als u dat wilt", "dient te": "moet", "diverse": "verschillende", "doelgroep": "voor wie het is",
    "doorverwijzing": "een brief van bijvoorbeeld de huisarts", "eveneens": "ook", "expertise": "kennis", "faciliteren": "helpen",
    "faciliteert": "helpt", "gedurende": "tijdens", "gerealiseerd": "gemaakt", "hieromtrent": "hierover", "hulpvraag": "vraag om hulp",
    "implementeren": "invoeren", "indicatie": "besluit van de gemeente", "indien": "als", "individueel": "voor één persoon",
    "informeel": "met mensen uit de buurt", "initiatief": "plan", "inloop": "u kunt zo binnenlopen", "integraal": "alles samen",
    "intake": "eerste gesprek", "interventie": "hulp", "kwetsbare": "die hulp nodig hebben", "laagdrempelig": "makkelijk om naar toe te gaan",
    "laagdrempelige": "makkelijk om naar toe te gaan", "maatwerk": "hulp die bij u past", "maatwerkvoorziening": "hulp die bij u past",
    "met betrekking tot": "over", "middels": "met", "mits": "als", "multidisciplinair": "met mensen van verschillende beroepen",
    "nadien": "daarna", "omtrent": "over", "ondersteuning": "hulp", "ondersteunen": "helpen", "ondersteunt": "helpt",
    "ontmoetingsactiviteiten": "samen iets doen", "ontplooiing": "uzelf ontwikkelen", "op basis van": "door", "optimaal": "zo goed mogelijk",
    "outreachend": "wij komen naar u toe", "participatie": "meedoen", "participeren": "meedoen", "partner": "man, vrouw of vriend",
    "preventie": "voorkomen", "preventief": "om te voorkomen", "problematiek": "problemen", "professional": "iemand die dit als werk doet",
    "professionals": "mensen die dit als werk doen", "psychosociale": "om uw gevoel en uw leven", "realiseren": "maken",
    "reguliere": "gewone", "respijtzorg": "iemand neemt de zorg even over", "rondom": "bij", "signaleren": "zien", "sociaal netwerk": "mensen om u heen",
    "structureel": "steeds weer", "structurering": "regelmaat", "teneinde": "om", "tevens": "ook", "thans": "nu", "traject": "hulp in stappen",
    "uitstroom": "stoppen", "verstrekken": "geven", "voorliggend": "waar iedereen terechtkan", "voorts": "ook", "vrijblijvend": "u hoeft niets te beslissen",
    "vraagverheldering": "samen uw vraag bekijken", "welke": "die", "werkzaam": "aan het werk", "woonachtig": "die wonen", "zelfredzaam": "die zichzelf kunnen redden",
    "zelfredzaamheid": "zelf doen wat u kunt", "zorgbehoevende": "die zorg nodig heeft", "zorgconsulent": "medewerker", "zorgdomein": "zorg",
}  # fmt: skip
