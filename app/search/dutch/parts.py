"""What compounds of this field are made of, and what only looks like a part.

Written here: the words offers are named with, the short ones a general list cannot
trust, words that stay whole, and the particles and suffixes that must never count.
"""

from typing import Final

# Words of the field that a general list of frequent words lacks or ranks too low.
FIELD: Final = """
mantelzorg mantelzorger respijt respijtzorg vrijwilliger vrijwillig maatje maatjes maat oppas opvang logeer logeren
dagbesteding besteding dagopvang dagverzorging verzorging verpleging verpleeg verzorg thuis thuiszorg buurt
buurthuis dorp dorpshuis wijk wijkcentrum inloop ontmoeting ontmoetings koffie samen eet eten maaltijd maaltijden
tafel boodschap boodschappen vervoer vervoers rit ritten taxi bus auto rolstoel rollator scootmobiel tillift
traplift trap lift loop hulpmiddel hulpmiddelen hulp middel middelen uitleen leen aanpassing aanpassings woning woon
wonen alarm alarmering alarmerings personen persoons klus klussen tuin gras onkruid heg huishoud huishouden
huishoudelijk poets schoonmaak was strijk ramen geld schuld schulden schuldhulp budget bewind rekening toeslag
toeslagen bijstand inkomen inkomens uitkering uitkerings minima minimum regeling regelingen kwijtschelding belasting
formulier formulieren administratie brigade voedsel kleding bank pakket pakketten taal taalmaatje taalhuis lees
schrijf les lessen leer digitaal digi computer tablet telefoon spreekuur spreek uur jeugd jongeren kinder kinderen
kind peuter kleuter baby tiener puber opvoed opvoeding opvoedings ouder ouderen ouders gezin gezins familie groep
groeps plan plannen kracht conferentie beraad netwerk scheiding echtscheiding echtscheidings omgang rouw verlies
lotgenoten lotgenoot contact gespreks gesprek gesprekken praat zelfhulp dementie geheugen alzheimer vergeet
verslaving verslavings drank drugs gok alcohol psychisch psychische geestelijk angst stress depressie crisis nood
spoed huiselijk geweld mishandeling kindermishandeling veilig vrouwen mannen blijf jurist juridisch juridische raad
raads lieden raadslieden loket bezwaar beroep schrift klacht klachten client clienten ondersteuning ondersteunings
ondersteuner onafhankelijk vertrouwens persoon bemiddeling bemiddelings bemiddelaar buren ruzie overlast geluid
geluids buurtbemiddeling huisdier huisdieren dieren dier hond honden kat beweeg beweging bewegings bewegen sport gym
gymnastiek fiets fietsen wandel wandelen zwem zwemmen dans val vallen preventie balans visio blind blinden
slechtziend slechthorend gehoor doof doven tolk gebaren ringleiding autisme adhd spectrum beperking verstandelijk
lichamelijk hersen letsel hersenletsel beroerte casemanager case manager consulent makelaar coach begeleiding
begeleidings begeleider begeleid zorgboerderij zorg boerderij boeren moestuin dagactiviteit activiteit activiteiten
activiteitencentrum centrum centra steunpunt steun punt informatie advies meldpunt meld wijkteam team sociaal
sociale maatschappelijk werk werker werkers werkplaats werkplek baan banen sollicitatie integratie beschut
vrijwilligerswerk vrijwilligers centrale vacature vacaturebank school schoolkosten kosten studie studiebegeleiding
huiswerk bijles jongerenwerk jongerencentrum speel speelzaal speelgoed gastouder bureau kinderopvang opvanghuis
logeerhuis weekend vakantie nacht avond ochtend middag dag dagdeel palliatief palliatieve terminaal terminale
stervens hospice vergoeding bijdrage eigen verblijf verpleeghuis verzorgingshuis thuisbegeleiding huisbezoek bezoek
bezoekdienst telefooncirkel cirkel lijn luister luisterlijn fietsmaatje vriendendienst dienst diensten vriend
vrienden spel spelletjes kaart kaarten biljart muziek koor kook schilder creatief museum uitstap uitje uitjes reis
reisgenoot bibliotheek boek voorlees voorlezen kerk diaconie diaconaal inburgering inburgerings statushouder
nieuwkomer vluchteling vluchtelingen asiel buurtkamer huiskamer restaurant eetcafe taalcafe repaircafe cafe
geheugensteunpunt wmo wlz zvw pgb zin ggz lvb lvg nah mee oco cjg ciz cak ekc wmoloket jeugdzorg jeugdhulp kraamzorg
wijkverpleging verpleegkundige huisarts arts ziekenhuis zieken apotheek medicijn medicijnen pijn operatie
revalidatie fysio fysiotherapie ergotherapie therapie pedicure kapper kleed douche bad toilet wc beugel drempel
badkamer keuken aanleunwoning seniorenwoning senioren flat huur huurder huurachterstand huisuitzetting urgentie
dakloos dakloosheid daklozen onderdak nachtopvang energie energiecoach gas licht stroom water energietoeslag eenzaam
eenzaamheid isolement gezelschap praatje maatschappelijke participatie ggd consultatie consultatiebureau voeding
dieet gezond gezondheid leefstijl roken stoppen rook gewicht afval bewindvoerder mentor mentorschap curator curatele
testament volmacht levens levenstestament einde uitvaart weduwe weduwnaar begraaf overlijden kanker parkinson ms
reuma diabetes hart vaat nier long astma copd chronisch prikkel prikkelarm burnout burn out lhbti roze moskee
cultuur noodfonds fonds pas stadspas leergeld sportfonds jeugdfonds speelotheek speeltuin zwemles zwemlessen kamp
vakantiekamp opvangplek plek plekken wens ambulance parkeer parkeerkaart gehandicapten gehandicapt invaliden
duofiets duo plusbus belbus buurtbus regiotaxi regio deeltaxi leerlingen leerling meerijden rijden rij ziekenvervoer
mobiliteit mobiel scoot pool winkel thuiszorgwinkel rolstoelbus bewonersinitiatief bewoners initiatief cooperatie
zorgcooperatie buurtzorg
"""

# Words that look like compounds and are not, or whose parts mislead.
NEVER_SPLIT: Final = """
mantelzorg mantelzorger mantelzorgers verzorging verzorgen vervoer vereniging voorziening voorlichting ondersteuning
ondersteuner aanvraag aanpassing afspraak bijdrage bijstand uitkering toeslag overlast overleg inkomen inkomsten
beperking behandeling begeleiding bemiddeling verslaving verblijf verlies gezelschap gezondheid vergoeding voorbeeld
verhuizing verkeer samenleving inwoner onderwijs onderdak ontmoeting ontspanning opvoeding openbaar overleden
maatschappij maatschappelijk maatschappelijke eenzaamheid veiligheid kwijtschelding wandelen handelen vandaag
allemaal iedereen niemand iemand terugkeer tegemoetkoming deskundig ervaring partner huisarts nederland nederlands
nederlandse vlaanderen belangrijk persoonlijk restaurant tablet internet contact kantoor verdriet moeder vader
middag ochtend computer telefoon dokter apotheek gemeente ziekte bezwaar beslag dementie gehandicapt gehandicapten
vluchteling aandacht afstand ongeluk schouder klachten beweging besteding huiselijk verstandelijk lichamelijk
geestelijk onafhankelijk onafhankelijke vrijwillig vrijwillige vrijwilliger vrijwilligers psychisch sociaal
informeel formeel inloop opvang oppas omgang uitgang ingang voorraad donderdag maandag dinsdag woensdag zaterdag
zondag vrijdag ziekenhuis ziekenhuizen vertrouwen bijeenkomst belangstelling samenwerking mogelijkheid mogelijkheden
verstopping speciaal alarmering afval uitstap samenwonen hulpmiddel hulpmiddelen vriend vriendin vrienden vriendschap
achteruit casemanager casemanagers kleinzoon kleindochter kleinkind kleinkinderen
huisdier huisdieren dierenmaatje dierenmaatjes
"""

# Beginnings and endings that are words elsewhere but never a part of a compound here.
NOT_A_PART: Final = """
aan achter af al an ar be bij boven der den des die door een eer ei el elk ene en er eren ering erin es et ge gen
gene haar had han hand heid hem hen her het hij iek ier iet in ing ingen ins int is ist kel ken ker keur kens laat
lang lei lijk lijke lijks loos loze maal man me mede mee men mis na naar nen ner net nis niet om on onder ons ont op
oud over per pas re rede reden rei ren sch schap schappen se ser sie sing ste stel steren ster sters te tegen ten
ter ters terug tie ties toe tot tussen uit van ver veel vol voor voort vrij wat weg weer wel zelf zen zijn zijde zin
zo zoo baar bare zaam zame iteit isch ische teit tisch loosheid lijkheid baarheid saam tig thans ens eind echt gin
ling lingen stig rig ding ringen ring stand lens test rest vers eten rente sta stige gang gaan gelijk ever open
ander nood rond ronde mer mar mal mas lan las lat let lid link los lot mand mat met mid min rem ron rok schop schot
sen sel set sis stip stap stem ston stijl tal tang tar tel tent tes tin ton tong top tor trant tren vang vent vest
zet aal aar aas alen and ard aren arm ars art beel ben bes bon bos del dens dan dar don dor eel erg fan fen fer fin
gal gas get gis gol gor kar kal kan kas kin kon kop lam lap leen ler les lin lis nal nam nat nor oen ool oor oom pan
par pel pen pil pin pol pos pot ran ras rat rek rel rin rol ros rot sal san sem sir sol som son sor spa stal star
sten tan tas tik tol var vel ven vin vis vor wan war win wis won zag zal zat zee zij zon inge trekken trokken verk
heden achtig achtige ende enden elen eringen sting komst voerd steld stelling legd legging neming zetting keren wijs
wijze lieve lief name namen noten slag slagen
"""

# Short words that may be a part all the same.
SHORT_PARTS: Final = """
dag bus eet taal les tuin zit bad gym val was geld huis wmo wlz pgb ggz nah lvb gok rit uur leen loop huur baan bed
bel wc pas kook arts lift trap boek zorg hulp hond kat dier speel zwem fiets kerk koor kind wijk dorp woon werk team
plan bank raad punt plek pool lijn maat tafel hart long nier pijn rouw roze wens gezin bos zee mond oog oor tand
voet rug nood ring ziek ouder meld duo rij vrij
"""
