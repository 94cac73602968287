"""The columns of each kind of list: their names in Dutch and English, what else people call them, and an example."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.translation import get_language

from werkplaats.triage.rules.lists import COLUMNS as ITEM_COLUMNS


class Kind(StrEnum):
    DWELLINGS = "dwellings"
    WORKERS = "workers"
    CLIENTS = "clients"
    LIST = "list"


# Under which name the empty list of a kind is handed out, and how many rows one list may have: every person in a list
# is locked until it is loaded. Of who does what there is no empty list: the present draft is handed out.
FILES = {Kind.DWELLINGS: "woningen", Kind.WORKERS: "vakmensen", Kind.CLIENTS: "clienten"}
MAX_ROWS = {Kind.DWELLINGS: 50_000, Kind.WORKERS: 1_000, Kind.CLIENTS: 1_000, Kind.LIST: 2_000}


@dataclass(frozen=True)
class Column:
    """`also` are other names for it, with small letters and digits only. `unless`: not required beside that column."""

    key: str
    nl: str
    en: str
    example: str = ""
    also: tuple[str, ...] = ()
    required: bool = False
    unless: str = ""
    english: str = ""  # the example in English, when it is another one
    spare: bool = False  # another way to write what has a column already; not in the empty list

    def title(self, language: str | None = None) -> str:
        return self.en if (language or get_language() or "nl").startswith("en") else self.nl

    def sample(self, language: str | None = None) -> str:
        return self.english if self.english and self.title(language) == self.en else self.example


def _also(words: str) -> tuple[str, ...]:
    return tuple(words.split())


STREET = Column("street", "straat", "street", "Voorbeeldstraat", _also("straatnaam openbareruimte"), True, "address")
NUMBER = Column(
    "house_number",
    "huisnummer",
    "house number",
    "12",
    _also("huisnr hnr nr nummer number houseno housenr no"),
    True,
    "address",
)
LETTER = Column("house_letter", "huisletter", "house letter", "", _also("letter"), spare=True)
ADDITION = Column(
    "addition", "toevoeging", "addition", "A", _also("toev huisnummertoevoeging huisnrtoevoeging toevoegsel suffix")
)
ADDRESS = Column("address", "adres", "address", "", _also("adresregel straatenhuisnummer streetandnumber"), spare=True)
POSTCODE = Column("postcode", "postcode", "postcode", "1234 AB", _also("pc pcode postalcode zip zipcode"), True)
CITY = Column("city", "plaats", "city", "Voorbeeldstad", _also("woonplaats plaatsnaam stad town"))
NAMES = (
    Column("name", "naam", "name", "Anna Voorbeeld", _also("volledigenaam fullname"), True, "last_name"),
    Column("first_name", "voornaam", "first name", "", _also("roepnaam voorletters initials givenname"), spare=True),
    Column("prefix", "tussenvoegsel", "name prefix", "", _also("tussenvoegsels voorvoegsel"), spare=True),
    Column(
        "last_name", "achternaam", "last name", "", _also("geslachtsnaam familienaam surname familyname"), spare=True
    ),
)
EMAIL = Column("email", "e-mail", "e-mail", "anna@voorbeeld.example", _also("mail emailadres mailadres emailaddress"))
PHONE = Column(
    "phone",
    "telefoon",
    "phone",
    "06 12345678",
    _also("telefoonnummer tel telnr telefoonnr mobiel gsm phonenumber mobile"),
)
LIST_NAMES = {
    "name_nl": "naaminhetnederlands nameindutch",
    "name_en": "naaminhetengels nameinenglish",
    "locations": "plaatsenvera placesvera",
    "party": "wiedoethet whodoesit",
    "trade": "vak",
    "urgency": "spoed",
    "minutes": "minuten",
    "words": "woordendiemensengebruiken wordsthatpeopleuse",
    "medical": "medischofpersoonlijkezorg medicalorpersonalcare",
    "source": "bron",
}
LANGUAGE = Column("language", "taal", "language", "Nederlands", english="English")

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.DWELLINGS: (
        POSTCODE,
        NUMBER,
        LETTER,
        ADDITION,
        STREET,
        ADDRESS,
        CITY,
        Column("latitude", "breedtegraad", "latitude", "52,1592", _also("lat breedte"), english="52.1592"),
        Column("longitude", "lengtegraad", "longitude", "5,3685", _also("lon lng long lengte"), english="5.3685"),
        Column("built_in", "bouwjaar", "year built", "1934", _also("bouwjr builtin yearofconstruction")),
    ),
    Kind.WORKERS: (
        *NAMES,
        Column(EMAIL.key, EMAIL.nl, EMAIL.en, EMAIL.example, EMAIL.also, True),
        PHONE,
        Column(
            "kind", "soort", "kind", "vakmens", _also("type soortwerker rol"), required=True, english="tradesperson"
        ),
        Column("trades", "vakken", "trades", "LOO, SCH", _also("vak beroep vakgebied specialisme trade")),
        Column("kvk_number", "KvK-nummer", "KvK number", "12345678", _also("kvk kvknr")),
        Column("vat_number", "btw-nummer", "VAT number", "", _also("btw btwnr btwid vat vatid")),
        Column(
            "iban",
            "IBAN",
            "IBAN",
            "NL91 ABNA 0417 1643 00",
            _also("rekening rekeningnummer bankrekening"),
            required=True,
        ),
        POSTCODE,
        Column(NUMBER.key, NUMBER.nl, NUMBER.en, NUMBER.example, NUMBER.also, True),
        LETTER,
        ADDITION,
        Column("vog_issued", "VOG afgegeven", "VOG issued", "1-3-2026", _also("vogdatum vogvan vogvanaf datumvog")),
        Column("vog_until", "VOG geldig tot", "VOG valid until", "1-3-2029", _also("vogtot voggeldigtm vogtm")),
        Column(
            "insurance_issued",
            "verzekering vanaf",
            "insurance from",
            "1-1-2026",
            _also("verzekeringvan aansprakelijkheidsverzekeringvanaf"),
        ),
        Column(
            "insurance_until",
            "verzekering tot",
            "insurance until",
            "31-12-2026",
            _also("verzekeringtm verzekeringgeldigtot aansprakelijkheidsverzekeringtot"),
        ),
        Column(
            "availability",
            "werktijden",
            "hours",
            "ma-do 8-17, vr 8:30-12:00",
            _also("beschikbaar beschikbaarheid werkdagen availability workinghours"),
            english="mon-thu 8-17, fri 8:30-12:00",
        ),
        Column("hours_a_week", "uren per week", "hours a week", "20", _also("uren urenperweek hoursperweek")),
        Column("radius_km", "werkgebied (km)", "distance (km)", "5", _also("afstand straal werkgebied radius km")),
        Column("wishes", "wensen", "wishes", "", _also("wens voorkeuren voorkeur")),
        LANGUAGE,
        Column(
            "languages", "spreekt", "speaks", "Nederlands, Turks", _also("talen languages"), english="Dutch, Turkish"
        ),
        Column("allergies", "allergie", "allergies", "kat", _also("allergieen allergy"), english="cat"),
        Column("travel_mode", "vervoer", "travels", "met de fiets", _also("reist transport"), english="by bicycle"),
        Column("contract", "contract", "contract", "in dienst", _also("dienstverband"), english="employee"),
        Column("contract_hours", "contracturen", "contract hours", "16", _also("urencontract contracturenperweek")),
        Column("admitted", "toegelaten", "admitted", "ja", _also("akkoord toegelatendoorcoordinator"), english="yes"),
    ),
    Kind.CLIENTS: (
        *NAMES,
        EMAIL,
        PHONE,
        Column(
            "contact_by",
            "bericht via",
            "tell by",
            "telefoon",
            _also("contact contactvia contactvoorkeur berichtper contactby"),
            english="phone",
        ),
        LANGUAGE,
        POSTCODE,
        NUMBER,
        LETTER,
        ADDITION,
        STREET,
        ADDRESS,
        CITY,
        Column(
            "provider_reference",
            "kenmerk",
            "reference",
            "ZA-0001",
            _also("referentie clientnummer clientnr kenmerkaanbieder clientreference"),
        ),
        Column("district_team", "wijkteam", "district team", "", _also("team sociaalwijkteam")),
        Column(
            "activities",
            "activiteiten",
            "activities",
            "licht schoonmaken, de was",
            _also("activiteit werkzaamheden taken hulp"),
            required=True,
            english="light cleaning, laundry",
        ),
        Column(
            "minutes",
            "minuten per bezoek",
            "minutes a visit",
            "120",
            _also("minuten minutes duur minutenperkeer"),
            required=True,
        ),
        Column(
            "frequency",
            "hoe vaak",
            "how often",
            "elke week",
            _also("frequentie frequency"),
            required=True,
            english="every week",
        ),
        Column(
            "starts_on",
            "eerste dag",
            "first day",
            "1-1-2027",
            _also("begindatum startdatum begin start ingangsdatum vanaf startdate from"),
            required=True,
        ),
        Column(
            "ends_on",
            "laatste dag",
            "last day",
            "31-12-2027",
            _also("einddatum einde eind totenmet tm tot enddate until"),
            required=True,
        ),
        Column("preferred_weekday", "dag", "weekday", "woensdag", _also("voorkeursdag day"), english="Wednesday"),
        Column("preferred_start", "tijd", "time", "9:30", _also("voorkeurstijd begintijd starttime")),
        Column(
            "notes_for_helper",
            "voor de hulp",
            "for the helper",
            "",
            _also("opmerking opmerkingen bijzonderheden notitie notes"),
        ),
        Column("pets", "huisdieren", "pets", "kat", _also("huisdier dieren"), english="cat"),
        Column("language_wanted", "gewenste taal", "language wanted", "", _also("taalhulp voorkeurstaal")),
        Column("language_required", "taal verplicht", "language required", "nee", _also("taalnodig"), english="no"),
        Column("heavy", "zwaar werk", "heavy work", "nee", _also("zwaar heavy"), english="no"),
    ),
    # Who does what: the file is the list, so every column is there; the letter follows from the name.
    Kind.LIST: tuple(
        Column(key, key, key, also=_also(LIST_NAMES.get(key, "")), required=key != "letter") for key in ITEM_COLUMNS
    ),
}
# The cooperative never asks for a BSN and never keeps one.
BSN = ("bsn", "burgerservicenummer", "sofi", "citizenservicenumber")


def plain(name: str) -> str:
    """A column's name without what differs between two spreadsheets: "Huis-nr. (verplicht)" → "huisnr"."""
    return re.sub(r"[\W_]", "", re.sub(r"\([^)]*\)", "", name)).casefold()


def names_a_bsn(name: str) -> bool:
    return plain(name).startswith(BSN)


def empty_list(kind: Kind) -> tuple[list[str], list[str]]:
    """The names of the columns and an example row, in the language of who asks."""
    columns = [column for column in COLUMNS[kind] if not column.spare]
    return [column.title() for column in columns], [column.sample() for column in columns]


@cache
def by_name(kind: Kind) -> dict[str, Column]:
    """Every name, made plain → the column meant."""
    return {name: column for column in COLUMNS[kind] for name in (plain(column.nl), plain(column.en), *column.also)}


@cache
def by_key(kind: Kind) -> dict[str, Column]:
    return {column.key: column for column in COLUMNS[kind]}
