"""The words of danger, Dutch and English, one pattern a line. See `danger` for how they are used."""

from werkplaats.intake.rules import Danger

# Said of everyday things: taken out of the text before looking for danger.
HARMLESS = (
    r"gas(rekening|meter(stand)?|verbruik|prijs|contract|kraantje|fornuis|kookplaat|stel)\w*(?! (\w+ ){0,3}lek)",
    r"gas[- ]en[- ](licht|lucht)?\w*rekening",
    r"brand(blusser|deken|verzekering|trap|gang|deur|stof|schoon|hout)\w*",
    r"rookmelder\w*|rookgas\w*|smoke (alarm|detector)s?",
    r"gas (bill|meter|stove|hob|cooker)s?|fire (extinguisher|door|place)s?",
    r"(lamp|licht|lampje|peertje|verlichting|waakvlam|kachel)( \w+){0,3} brand(t|en)( \w+){0,2} (niet|wel|meer|nog)",
    r"(brandt|branden) (het |de |er )?(\w+ )?(licht|lamp|lampje|verlichting)\w*",
    r"\b(niet|geen) (meer )?(gas|brand|rook)\b",
    r"(stroomt|loopt)( \w+){0,3} (niet|slecht|langzaam|moeilijk)( \w+){0,2} (weg|door)\b",
)

WORDS: dict[Danger, tuple[str, ...]] = {
    Danger.GAS: (
        r"\bga[sz]+[- ]?l(u|uu|ui)(c|ch|g|gh)?t\w*|\bgas+l(u|uu|ui)ch\w*|\bgas[- ]?lek\w*|\bgas\w{0,4}geur",
        r"\bgas(kraan|leiding|slang|buis|fles|kachel|haard|fornuis|kookplaat|meter)( \w+){0,3} lek\w*",
        r"\b(ruik|ruikt|riekt|rook|stinkt?|lekt?)( \w+){0,4} (naar )?gas\b",
        r"\bgas\b( \w+){0,4} (ruiken|ruik|lekt|lekken|ontsnapt|stinkt)",
        r"\bsmell\w*( \w+){0,3} gas|gas (leak|smell|is leaking)|leaking gas",
        r"\bkool(stof)?mon\w*|carbon monoxide|\bco[- ]?(melder|alarm|vergiftiging)\b|rotte eieren",
    ),
    Danger.ELECTRICITY: (
        r"\bkort?[- ]?s+l\w*ting\w*|\bkortsluit\w*|\bvonk\w*|short[- ]?circuit|\bspark(s|ing|ed)\b",
        r"\b(stroom|elektrische)[- ]?(schok|stoot)\w*|onder stroom|\bschok\b|electric(al)? shock|\ba shock\b",
        r"\b(stopcontact|meterkast|schakelaar|stekker|groepenkast)( \w+){0,5} (smelt|gesmolten|rook\w*|brand\w*)",
        r"\b(stopcontact|meterkast|schakelaar|stekker|groepenkast)( \w+){0,5} (knettert?|heet|gloei\w*|schroei\w*)",
        r"burning smell|brandlucht|smeul\w*|schroeilucht",
    ),
    Danger.WATER: (
        r"\bwater( \w+){0,4} (stroomt?|stromen|spuit\w*|gutst?|gulpt?|klettert)|wateroverlast",
        r"(lek(t|te|ken|kage)|\bwater)( \w+){0,3} (door|uit)( het| de)? plafond|\bkomt( \w+){0,3} veel water",
        r"\bwater( \w+){0,4} loopt (naar binnen|door het plafond|over de vloer)",
        r"\b(stroomt?|spuit|gutst?|gulpt?)( \w+){0,4} water|overstrom\w*|waterballet",
        r"\bgesprongen (water)?leiding|(water)?leiding( \w+){0,3} gesprongen",
        r"\b(staat|staan)( \w+){0,4} (blank|onder water)",
        r"\bwater (is )?(streaming|pouring|gushing|spraying|flooding)",
        r"\b(pouring|gushing|spraying|streaming) (with )?water",
        r"\bburst pipe|pipe( \w+){0,2} burst|\bflood(ed|ing)?\b",
    ),
    Danger.FIRE: (
        r"\bbrand\b|\bvlam(men)?\b|\bvuur\b|\bfikt?\b|\bon fire\b|\bfire\b|\bflames?\b|\bsmoke\b",
        r"\brook\b( \w+){0,3} (uit|in|komt|door)|\bveel rook\b|komt rook|\brookontwikkeling\b",
    ),
    Danger.LOCKED_IN: (
        r"\bopgeslo+ten\b|\bingeslo+ten\b|\blocked in\b(?! (the )?(shed|car))|\btrapped\b",
        r"\b(kan|kom|komt|kunnen|komen)( \w+){0,4} niet( meer)? (er ?)?uit( de| het|$|\W)",
        r"\b(kan|kom|komt|kunnen|komen)( \w+){0,4} niet( meer)? naar buiten\b",
        r"\ber ?niet( meer)? uit\b|zit vast (in|op) (de |het )?(lift|wc|toilet|badkamer)|vast in de lift",
        r"\bstuck in (the )?(lift|elevator|toilet|bathroom)|can('?t|not) get out",
    ),
}
