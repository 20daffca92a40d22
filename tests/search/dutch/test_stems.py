import pytest

from app.search.dutch.stems import derived, stem

SHOULD_MEET = """
boodschap boodschappen|huis huizen|maatje maatjes|cafe cafes|brief brieven|fiets fietsen|kind kinderen|man mannen
vrouw vrouwen|buur buren|tuin tuinen|lamp lampen|klus klussen|klusje klus|maaltijd maaltijden|groep groepen
cursus cursussen|hulpmiddel hulpmiddelen|rolstoel rolstoelen|traplift trapliften|woning woningen|schuld schulden
rekening rekeningen|toeslag toeslagen|formulier formulieren|uitkering uitkeringen|vrijwilliger vrijwilligers
ouder ouders|jongere jongeren|oudere ouderen|senior senioren|hond honden|kat katten|activiteit activiteiten
clubje club|praatje praten|wandelen wandeling|wandelt wandelen|bezoek bezoeken|gesprekje gesprek|avond avonden
nacht nachten|dag dagen|week weken|jaar jaren|uur uren|school scholen|boom bomen|taal talen|les lessen
ziekenhuis ziekenhuizen|ziek zieke|blind blinde|doof dove|lief lieve|eenzaam eenzame|groot grote|oud oude
kleren kleding|bed bedden|bad baden|trap trappen|kamer kamers|gemeente gemeenten|gemeente gemeentes|klacht klachten
vraag vragen|advies adviezen|probleem problemen|verslaafd verslaving|drug drugs|been benen|oog ogen|oor oren
boerderij boerderijen|machine machines|kopje kop|karretje kar|knopje knop|uurtje uur|vergadering vergaderingen
dement dementie|gekookt koken|verhuizen verhuizing|mogelijkheid mogelijkheden|industrie industrieen|waakt waken
schoen schoenen|tablet tablets|kaartje kaart|telefoon telefoons|taalmaatje taalmaatjes|avonds avond
""".replace("\n", "|").strip("|")

MUST_NOT_MEET = (
    "gezin zin|gezicht zicht|gebed bed|boek boeking|ouder oudere|ouders ouderen|huis huiswerk|vervoer verzorging|"
    "vervoer vereniging|maat maatschappij|werk werkster|schuld schuur|man maan|bom boom|ram raam|pot poot|wet weten|"
    "zak zaken|tak taak|leven lever|maatje maatregel|gebruik bruik|beroep roep|beleid leid|dienst dien|park parkeren"
)


@pytest.mark.parametrize("pair", SHOULD_MEET.split("|"))
def test_forms_of_one_word_meet(pair):
    first, second = pair.split()
    assert stem(first) == stem(second)


@pytest.mark.parametrize("pair", MUST_NOT_MEET.split("|"))
def test_different_words_stay_apart(pair):
    first, second = pair.split()
    assert stem(first) != stem(second)


@pytest.mark.parametrize(
    "word", ["", "a", "en", "je", "jes", "wmo", "مساعدة", "113", "eeee", "sss", "aaaaaaje", "ieen"]
)
def test_odd_input_gives_a_word_back(word):
    assert isinstance(stem(word), str)


def test_noun_and_verb_lead_to_each_other():
    assert stem("aanpassing") in derived("aanpassen")
    assert stem("aanpassen") in derived("aanpassing")
    assert derived("huis") == ()
