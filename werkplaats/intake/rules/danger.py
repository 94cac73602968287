"""Danger in a report: words that mean "do something now", and what to do.

It errs on the side of safety: a word too many shows a help text, a word too few costs a life. Ordinary uses of the same
words (a gas bill, a fire extinguisher, a lamp that does not burn) are taken out first.
"""

import re
import unicodedata

from werkplaats.intake.rules import Danger

# Said of everyday things: taken out of the text before looking.
HARMLESS = re.compile(
    r"gas(rekening|meter(stand)?|verbruik|prijs|contract|kraantje|fornuis|kookplaat|stel)\w*"
    r"|gas[- ]en[- ](licht|lucht)?\w*rekening"
    r"|brand(blusser|deken|verzekering|trap|gang|deur|stof|schoon|hout)\w*"
    r"|rookmelder\w*|rookgas\w*|smoke (alarm|detector)s?|gas (bill|meter|stove|hob|cooker)s?|fire (extinguisher|door|place)s?"
    r"|(lamp|licht|lampje|peertje|verlichting|waakvlam|kachel)( \w+){0,3} (brandt|branden)( \w+){0,2} (niet|wel|meer|nog)"
    r"|(brandt|branden) (het |de |er )?(\w+ )?(licht|lamp|lampje|verlichting)\w*"
    r"|(niet|geen) (meer )?(gas|brand|rook)\b"
)

PATTERNS: dict[Danger, re.Pattern[str]] = {
    Danger.GAS: re.compile(
        r"\bgas+l(u|uu|ug|ui)ch?t?\w*|\bgasl(ek|ekk)\w*|\bgas\w{0,4}geur|(ruik|ruikt|riekt|rook|stinkt?|lekt?)( \w+){0,4} (naar )?gas\b"
        r"|\bgas\b( \w+){0,4} (ruiken|ruik|lekt|lekken|ontsnapt|stinkt)|smell\w*( \w+){0,3} gas|gas (leak|smell|is leaking)|leaking gas"
        r"|\bkool(stof)?mon\w*|carbon monoxide|\bco[- ]?(melder|alarm|vergiftiging)\b|rotte eieren"
    ),
    Danger.ELECTRICITY: re.compile(
        r"\bkor[t]?s+l\w*ting\w*|\bkortsluit\w*|\bvonk\w*|\b(stroom|elektrische)[- ]?(schok|stoot)\w*|onder stroom|short[- ]?circuit"
        r"|\bspark(s|ing|ed)\b|electric(al)? shock|(stopcontact|meterkast|schakelaar|stekker|groepenkast)( \w+){0,5} "
        r"(smelt|gesmolten|rook\w*|brand\w*|knettert?|heet|gloei\w*|schroei\w*)|burning smell|brandlucht|smeul\w*|schroeilucht"
    ),
    Danger.WATER: re.compile(
        r"\bwater( \w+){0,4} (stroomt?|spuit\w*|gutst?|gulpt?|gutst|klettert|loopt (naar binnen|door het plafond|over de vloer))"
        r"|(stroomt?|spuit|gutst?|gulpt?)( \w+){0,4} water|overstrom\w*|gesprongen (water)?leiding|(water)?leiding( \w+){0,3} gesprongen"
        r"|(staat|staan)( \w+){0,4} (blank|onder water)|waterballet|water (is )?(streaming|pouring|gushing|spraying|flooding)"
        r"|(pouring|gushing|spraying|streaming) (with )?water|burst pipe|pipe( \w+){0,2} burst|\bflood(ed|ing)?\b"
    ),
    Danger.FIRE: re.compile(
        r"\bbrand\b|\bin brand\b|\bvlam(men)?\b|\bvuur\b|\bfikt?\b|\bin de fik\b|\brook\b( \w+){0,3} (uit|in|komt|door)|\bveel rook\b"
        r"|komt rook|\brookontwikkeling\b|\bon fire\b|\bfire\b|\bflames?\b|\bsmoke\b"
    ),
    Danger.LOCKED_IN: re.compile(
        r"\bopgesloten\b|(kan|kom|komt|kunnen|komen)( \w+){0,4} niet( meer)? (er ?)?uit( de| het|$|\W)|er ?niet( meer)? uit\b|zit vast in (de )?(lift|wc|toilet|badkamer)"
        r"|vast in de lift|ingesloten|locked in\b|\btrapped\b|stuck in (the )?(lift|elevator|toilet|bathroom)|can'?t get out"
    ),
}


def plain(text: str) -> str:
    """Lower case, without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).replace("’", "'").split())


def find(text: str) -> tuple[Danger, ...]:
    """The dangers that a text speaks of, in the order of Danger; empty when there is none."""
    words = HARMLESS.sub(" ", plain(text[:10_000]))
    return tuple(danger for danger in Danger if PATTERNS[danger].search(words))


# What to do now, in order; the pages translate these sentences.
ADVICE: dict[Danger, tuple[str, ...]] = {
    Danger.GAS: (
        "Go outside now. Take everybody with you.",
        "Do not use switches, lighters or your phone indoors.",
        "Outside, call the national gas line: 0800-9009 (free, day and night).",
        "Is there fire or an explosion? Call 112.",
    ),
    Danger.ELECTRICITY: (
        "Do not touch it. Keep children away.",
        "Switch off the main switch in the meter cupboard, if you can do so safely.",
        "Do you see flames or smoke, or did somebody get a shock? Call 112.",
    ),
    Danger.WATER: (
        "Close the main tap. It is usually in the meter cupboard or the cellar.",
        "Switch off the electricity if water comes near sockets or lamps.",
        "Can you not stop the water? Call us.",
    ),
    Danger.FIRE: (
        "Go outside now and close the doors behind you.",
        "Call 112.",
        "Warn your neighbours.",
    ),
    Danger.LOCKED_IN: (
        "Is somebody in danger or unwell? Call 112.",
        "Otherwise call us. Stay on the phone.",
    ),
}


def what_to_do(danger: Danger) -> tuple[str, ...]:
    """The steps to take at once, in English as the key of their translation."""
    return ADVICE[danger]
