"""What residents of the demo neighbourhood say, and what the coordinator decides about it."""

from dataclasses import dataclass

from werkplaats.triage.rules import Outcome, Step, Urgency


@dataclass(frozen=True)
class Story:
    text: str
    outcome: Outcome
    reason: str
    explanation: str = ""
    steps: tuple[Step, ...] = ()
    materials: tuple[tuple[str, int], ...] = ()  # description, price in cents
    item: str = ""  # the line of the shipped list that the coordinator chooses; not always what is proposed


def job(trade: str, minutes: int, urgency: Urgency = Urgency.NORMAL, what: str = "") -> Step:
    return Step(trade=trade, minutes=minutes, urgency=urgency, description=what)


COOPERATIVE = Outcome.COOPERATIVE
STORIES = [
    Story(
        "De kraan in de keuken blijft druppelen, ook als ik hem heel hard dichtdraai.",
        COOPERATIVE,
        "Binnenwerk van de mengkraan is versleten.",
        "Onze loodgieter komt bij u langs en maakt de kraan.",
        (job("LOO", 45, what="Mengkraan keuken nakijken"),),
        (("Binnenwerk mengkraan", 1895),),
        item="KRA02",
    ),
    Story(
        "Er loopt water langs de muur onder de wastafel. De muur is nat en de verf laat los.",
        COOPERATIVE,
        "Lekkage in de afvoer, daarna herstel van de muur.",
        "Eerst komt de loodgieter, daarna de stukadoor en de schilder.",
        (
            job("LOO", 90, Urgency.SOON, "Afvoer wastafel herstellen"),
            job("STU", 120, Urgency.NORMAL, "Muur onder wastafel herstellen"),
            job("SCH", 90, Urgency.PLANNED, "Muur schilderen"),
        ),
        (("Sifon en afvoerbuis", 2450),),
        item="AFV04",
    ),
    Story(
        "Het stopcontact in de slaapkamer doet het niet meer.",
        COOPERATIVE,
        "Wandcontactdoos defect: dat is werk voor een elektricien.",
        "Een elektricien komt het stopcontact vervangen. Gebruik het niet meer.",
        (job("ELE", 45, Urgency.SOON, "Wandcontactdoos slaapkamer"),),
        (("Wandcontactdoos", 995),),
        item="STO02",
    ),
    Story(
        "De cv-ketel geeft een storing, de verwarming wordt niet warm.",
        COOPERATIVE,
        "Storing aan de ketel, geen verwarming.",
        "De verwarmingsmonteur komt zo snel mogelijk.",
        (job("CVI", 75, Urgency.EMERGENCY, "Storing cv-ketel"),),
        (("Ontstekingspen", 3600),),
        item="CVK01",
    ),
    Story(
        "De voordeur klemt. Mijn moeder krijgt hem niet meer open.",
        COOPERATIVE,
        "Deur is uitgezet, moet geschaafd en gesteld.",
        "De timmerman komt de deur afstellen.",
        (job("TIM", 60, what="Voordeur afstellen"),),
        item="DEU04",
    ),
    Story(
        "In de badkamer zitten drie tegels los bij de douche.",
        COOPERATIVE,
        "Losse wandtegels in natte ruimte.",
        "De tegelzetter zet de tegels weer vast.",
        (job("TEG", 120, what="Drie wandtegels badkamer"),),
        (("Tegellijm en voegsel", 2100),),
        item="TEG01",
    ),
    Story(
        "Het kozijn van het slaapkamerraam is aan het rotten en de verf bladdert.",
        COOPERATIVE,
        "Houtrot: eerst de timmerman, dan de schilder.",
        "De timmerman herstelt het hout. Als het droog is komt de schilder.",
        (job("TIM", 150, what="Kozijn slaapkamer herstellen"), job("SCH", 120, Urgency.PLANNED, "Kozijn schilderen")),
        (("Houtrotvuller en lat", 3275),),
        item="KOZ01",
    ),
    Story(
        "Het toilet loopt steeds door.",
        COOPERATIVE,
        "Vlotter of bodemventiel versleten.",
        "De loodgieter komt langs en herstelt de stortbak.",
        (job("LOO", 40, what="Stortbak herstellen"),),
        (("Bodemventiel", 1450),),
        item="STO03",
    ),
    Story(
        "De afvoer van de gootsteen is verstopt, ontstopper helpt niet.",
        COOPERATIVE,
        "Verstopping dieper in de leiding.",
        "Onze loodgieter maakt de leiding vrij.",
        (job("LOO", 60, Urgency.SOON, "Gootsteen ontstoppen"),),
        item="AFV01",
    ),
    Story(
        "Er is een ruit gebarsten in de achterdeur.",
        COOPERATIVE,
        "Ruit vervangen.",
        "De glaszetter komt de ruit vervangen.",
        (job("GLA", 90, Urgency.SOON, "Ruit achterdeur"),),
        (("Isolatieglas 60x90", 11200),),
        item="GLA01",
    ),
    Story(
        "De radiator in de woonkamer wordt onderin niet warm.",
        Outcome.TENANT,
        "Ontluchten en bijvullen doet de huurder zelf.",
        "Waarschijnlijk zit er lucht in de radiator. U kunt hem zelf ontluchten met een sleuteltje. Zet eerst de"
        " verwarming uit en wacht een kwartier. Lukt het niet? Laat het ons weten.",
        item="RAD01",
    ),
    Story(
        "Het lampje in de gang is stuk.",
        Outcome.TENANT,
        "Lampen in de woning vervangt de huurder (Besluit kleine herstellingen).",
        "Een lamp in uw eigen gang vervangt u zelf. Kunt u er niet bij? Vraag ons om hulp.",
        item="LAM01",
    ),
    Story(
        "Het dak lekt boven de zolder, er staat een emmer onder.",
        Outcome.LANDLORD,
        "Dakbedekking is groot onderhoud van de verhuurder.",
        "Het dak is werk voor uw woningcorporatie. Wij hebben uw melding doorgestuurd.",
        item="DAK01",
    ),
    Story(
        "De lamp in het portiek doet het niet.",
        Outcome.LANDLORD,
        "Gemeenschappelijke verlichting is van de verhuurder.",
        "De verlichting in het portiek is van uw woningcorporatie. Wij hebben het doorgestuurd.",
        item="LAM03",
    ),
    Story(
        "Er zitten muizen in de keuken.",
        COOPERATIVE,
        "Gat bij de leidingdoorvoer dichtmaken.",
        "De timmerman maakt de gaten dicht waar de muizen binnenkomen.",
        (job("TIM", 60, what="Doorvoeren keuken dichten"),),
        (("Muizenrooster en vulmiddel", 1690),),
        item="MUI01",
    ),
]

# What is decided on, on the morning that the demo starts: asked of somebody, and planned at once with one plumber.
OFFERED_STORIES = [STORIES[2], STORIES[4], STORIES[9]]
TODAY_STORIES = [STORIES[0], STORIES[7], STORIES[8]]
FORWARDED_STORY = STORIES[13]  # sent on that morning, and not answered yet
DANGER_STORY = "Ik ruik een gaslucht bij het fornuis!"
WAITING_STORIES = [
    "De rookmelder piept om de minuut, hoe zet ik dat uit?",
    "Mijn balkondeur sluit niet meer goed, het tocht enorm.",
    "De kitrand van het bad is zwart en laat los.",
    "The shower only gives cold water since yesterday.",
    "De brievenbus is kapot en de bel doet het niet.",
]
THANKS = [
    "Heel vriendelijk en netjes gewerkt.",
    "Snel opgelost, dank u wel!",
    "Fijn dat het iemand uit de buurt was.",
    "",
    "Alles weer droog. Bedankt!",
    "Hij legde goed uit wat er was.",
    "",
]
CONCERNS = [
    "Mevrouw vergat dat ik zou komen en de koelkast was bijna leeg.",
    "Meneer klaagt over de trap. Hij is vorige week bijna gevallen.",
    "Er lag veel ongeopende post. Ze zegt dat ze het overzicht kwijt is.",
]
