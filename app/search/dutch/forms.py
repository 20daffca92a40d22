"""Forms of Dutch words that no rule can know: irregular plurals, strong verbs, and words that only look inflected.

Written here for the field's everyday words. Each line of FAMILIES is one family, and its
first word is the stem of all; VERBS are regular verbs, of which the forms follow.
"""

from typing import Final

FAMILIES: Final = """
kind kinderen kinders kindje kindjes
kleding kleren kleertjes kledij kleed
dementie dement demente dementerend dementerende dementerenden
mens mensen
oudere ouderen
jongere jongeren
bejaarde bejaarden
dag dagen dagje dagjes
blad bladen bladeren blaadje blaadjes
weg wegen
bad baden badje
glas glazen
bed bedden bedje
schip schepen
stad steden
lid leden
ei eieren
koe koeien
vrouw vrouwen vrouwtje
oma omas omaatje omaatjes
opa opas opaatje opaatjes
mama mamas
papa papas
koken kook kookt kookte gekookt kookten
eten eet etend gegeten
lopen loop loopt liep liepen gelopen
fietsen fiets fietst fietste gefietst fietsje fietsjes
rijden rijd rijdt reed reden gereden rij
slapen slaap slaapt sliep geslapen
vallen val valt viel vielen gevallen
helpen help helpt hielp geholpen helper helpers
zorg zorgen zorgt zorgde gezorgd
wonen woon woont woonde gewoond
lezen lees leest las gelezen
schrijven schrijf schrijft schreef geschreven
spreken spreek spreekt sprak gesproken
praten praat pratend gepraat praatje praatjes
leren leer leert geleerd
betalen betaal betaalt betaald betalingen betaling
overlijden overleden overleed overlijdt overlijdens
sterven sterf sterft stierf gestorven
scheiding scheiden scheidt gescheiden scheidde scheidingen
verhuizen verhuis verhuist verhuisd verhuizing verhuizingen
bezoek bezoeken bezoekt bezocht bezoekje bezoekjes
eenzaam eenzame eenzaamheid eenzamen
schuld schulden
slechtziend slechtziende slechtzienden
slechthorend slechthorende slechthorenden
blind blinde blinden
doof dove doven
ziek zieke zieken
arm arme
gehandicapt gehandicapte gehandicapten
verslaving verslaafd verslaafde verslaafden verslavingen
eenouder eenouders
mantelzorger mantelzorgers mantelzorgster mantelzorgsters
vrijwilliger vrijwilligers vrijwilligster vrijwilligsters
vrijwillig vrijwillige
bewegen beweeg beweegt bewoog bewogen beweging bewegingen
zwemmen zwem zwemt gezwommen
maaien maai maait gemaaid
willen wil wilt wilde
kunnen kan kun kunt kon konden
blijven blijf blijft bleef gebleven
houden houd houdt hou hield gehouden
durven durf durft
werken werk werkt werkte gewerkt
missen mis mist miste gemist
brengen breng brengt bracht gebracht
halen haal haalt gehaald ophalen opgehaald
invullen ingevuld
oppassen oppas oppast opgepast
opvangen opvang opgevangen
logeren logeer logeert gelogeerd
drinken drink drinkt dronk gedronken
gokken gok gokt gokte
roken rook rookt gerookt
blowen blow blowt
slaan sla slaat sloeg geslagen
huilen huil huilt
liegen lieg liegt
luisteren luister luistert
begrijpen begrijp begrijpt begrepen
leven levens leef leeft
maken maakt gemaakt
repareren repareer repareert reparatie reparaties gerepareerd
poetsen poets poetst
komen kom komt kwam gekomen
langskomen langskomt
uitlaten uitlaat uitgelaten
regelen regelt geregeld
aanvragen aanvraag aanvraagt aangevraagd
klagen klaag klaagt
avond avonden avonds
nacht nachten nachts
middag middagen middags
ochtend ochtenden ochtends
wandelen wandel wandelt wandelde gewandeld wandeling wandelingen
schoonmaken schoonmaak schoonmaakt schoongemaakt schoonmaakster schoonmaker
opvoeding opvoeden opvoed opvoedt opgevoed opvoedings
mishandeling mishandelen mishandelt mishandeld mishandelingen
begeleiding begeleiden begeleid begeleidt begeleidingen
begeleider begeleiders begeleidster begeleidsters
ondersteuning ondersteunen ondersteunt ondersteund ondersteun
ondersteuner ondersteuners
ontmoeting ontmoeten ontmoet ontmoetingen
besteding bestedingen
vergeten vergeet vergeetachtig vergeetachtigheid
verzekering verzekeringen verzekerd
uitkering uitkeringen
oefening oefeningen oefenen oefent
vergoeding vergoedingen vergoed vergoedt vergoeden
solliciteren solliciteer sollicitatie sollicitaties
administratie administraties
depressie depressies depressief depressieve
angst angsten angstig angstige
somber sombere somberheid
lening leningen lenen leent leen geleend
uitlenen uitleen uitleent
huur huren huurt gehuurd
verdriet verdrietig verdrietige
rouw rouwen rouwt
ruzie ruzies
gezelschap gezelschappen
cadeau cadeaus
bureau bureaus
cafe cafes cafeetje
taxi taxis
foto fotos
auto autos
radio radios
video videos
hobby hobbys
baby babys
euro euros
bus bussen busje busjes
les lessen
gas
was wasje
fles flessen
mes messen
bos bossen
pas pasje pasjes
kas kassen
plus plussers plusser
huis huizen huisje huisjes
thuis
ons
gratis
adres adressen
proces processen
kennis kennissen
prins prinsen
virus virussen
cursus cursussen
advies adviezen adviseren
adviseur adviseurs
reis reizen reist reisje reisjes
kies kiezen
muis muizen
jas jassen
dans dansen danst
tennis
stress
samen
altijd
open
eigen
tegen
binnen
buiten
boven
keuken keukens
teken tekens
regen
deken dekens
examen examens
wapen wapens
goederen
gegeven gegevens
jongen jongens
meisje meisjes meid
vluchteling vluchtelingen
gehoor
horen hoor hoort gehoord
zien zie ziet gezien zag zagen
staan sta staat stond stonden gestaan
gaan ga gaat ging gingen gegaan
doen doe doet deed deden gedaan
zitten zit zat zaten gezeten
liggen lig ligt lag lagen gelegen
geven geef geeft gaf gaven
nemen neem neemt nam namen genomen
krijgen krijg krijgt kreeg kregen gekregen
weten weet wist wisten geweten
zeggen zeg zegt zei zeiden gezegd
uitkomen uitkomt
slecht slechte slechter slechtst
moeilijk moeilijke moeilijker
zwaar zware zwaarder
sterk sterke sterker
zwak zwakke zwakker
druk drukke drukker
vaak vaker
ver verder
pijn pijnen pijnlijk
spel spelletje spelletjes spellen
biljart biljarten
kaart kaarten
wassen wast gewassen
strijken strijk strijkt gestreken strijkwerk
puberteit
puber pubers
peuter peuters
kleuter kleuters
scooter scooters
computer computers
vader vaders
moeder moeders
broer broers broertje
zus zussen zusje
dochter dochters
zoon zonen zoons zoontje
"""

VERBS: Final = """
waken snappen bellen passen poetsen stofzuigen trouwen schreeuwen schelden pesten dreigen kletsen delen lachen
spelen tekenen schilderen zingen breien haken tuinieren snoeien knippen wieden sjouwen tillen boren plakken verven
behangen lekken trainen rusten dromen piekeren hopen sparen verdienen storten pinnen bankieren stoppen minderen
snuiven studeren rekenen printen mailen appen chatten gamen klikken bakken kauwen bezorgen sturen dwalen
struikelen wankelen stotteren spijbelen verhuren bouwen slopen stappen wachten douchen strelen zeuren klappen
dementeren stelen kwetsen voeren vervoeren verdwalen verzorgen stalken
"""
