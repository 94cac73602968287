"""Medical acts and personal care in a text, by families of words: never work of a helper, whatever else is asked.

A word too many sends one person to the district nurse who did not need her; a word too few sends a helper to what she
may not do. What is not care is taken out first: fetching a closed bag at the pharmacy, washing a window.
"""

import re

from werkplaats.intake.rules.danger import plain

PERSON = r"(mij|me|mezelf|mijzelf|mn|m'n|mijn (man|vrouw|moeder|vader|oma|opa|zoon|dochter|partner|zus|broer|rug|haar|haren|lichaam)|hem|haar|opa|oma|moeder|vader|ma|pa|onze (moeder|vader|zoon|dochter)|mevrouw|meneer|myself|my (husband|wife|mother|father|mum|mom|dad|son|daughter|back|hair|body|partner)|him|her)"
EVERYDAY = re.compile(
    "|".join(
        (
            r"(medicijn\w*|pillen|recept\w*|medicatie)( \w+){0,4} (ophalen|halen|afhalen|op te halen)( \w+){0,3}",
            r"(ophalen|haalt?|halen|afhalen)( \w+){0,5} (medicijn\w*|apotheek|recept\w*)",
            r"(naar|bij|van|langs) de (apotheek|drogist)",
            r"(collect|pick up|fetch|get)( \w+){0,4} (prescription|medicines?|medication)( from( the)? (pharmacy|chemist))?",
            r"(medicijn|ehbo)[- ]?(kast\w*|doos\w*)( \w+){0,2} (schoon\w*|opruimen|afnemen|ophangen|hangt|los)",
            r"(spuit|spuiten|spuitbus)( \w+){0,3} (tegen|mieren|wespen|ongedierte)",
            r"(nagel|spijker)s? (in|uit) de (muur|vloer|plank)",
        )
    )
)
FAMILIES = (
    # stockings
    r"\b(steun|compres+ie|elastiek\w*|elastische|therapeutische|spat(ader)?)[- ]?(k[ou]+s+|panty|stocking)\w*",
    r"\bkous(en)?( \w+){0,5} (aan|uit)\w*|\b(aan|uit)tr\w+( \w+){0,3} kous\w*|\bsteunk\w+",
    r"\b(support|compres+ion|elastic|surgical) (stocking|sock|hose)\w*|\bstockings\b",
    # medicines
    r"\b(medic[ij]+n\w*|medesijn\w*|medizijn\w*|medicat\w*|medikat\w*|medici?j\w*|medisijn\w*|pil+en\w*|pil+et\w*|tablet+en|baxter\w*|medicij\w*)",
    r"\b(medication|medicines?|meds|pills?|tablets?|drug round)\b",
    r"\b(insulin\w*|ins[uo]line|injec\w*|spuitje\w*|prikken|prikje|prik (geven|zetten|krijg\w*)|fraxi\w*|morfine\w*|diabet\w*)",
    r"\b(mijn|de|een|dagelijkse|mn) prik\b|\bspuit(en)? (geven|zetten)|\b(geven|zetten)( \w+){0,3} spuit",
    r"\b(oog|oor|neus)[- ]?drup+\w*|\bdrup+el\w*( \w+){0,4} (oog|ogen|oor|oren)\b|\b(oog|ogen|oor|oren)( \w+){0,3} drup+el\w*|\b(eye|ear|nose) ?drops?\b",
    r"\bzalf\w*|\b(in)?smeer\w*( \w+){0,4} (rug|benen|voeten|huid|been|creme)|\binsmeren\b|\bointment|\bcream on\b|\b(hormoon|corticost\w*|medicinale) ?creme",
    # wounds
    r"\bwond(en|je|jes|zorg\w*|verzorg\w*|verband\w*)?\b|\b(been|open|door|druk|lig|operatie|brand|hoofd|snij)+wond\w*|\bverband(je|en)?\b(?! met)|\bzwachtel\w*|\bverbandwissel\w*|\bdecub\w*|\bdoorlig\w*|\bdoorgelegen|\bhechting\w*",
    r"\b(wound|bandage|dressing (the|my|change|on)|pressure sore|bed ?sore|stitches|ulcer)\w*|\bopen been\b|\bopen benen\b",
    # tubes and devices
    r"\b(k|c)at?h?et+h?er\w*|\bcath?et\w*|\bblaasspoel\w*|\bstoma\w*|\b(colo|ileo|o)stomy\w*",
    r"\bsonde\w*|\bpeg[- ]?(sonde|katheter)?\b|\bfeeding tube|\btube[- ]?feed\w*|\bfeed\w*( \w+){0,4} tube\b",
    r"\binfu[us]+\w*|\bdrains? (legen|verzorg\w*)|\b(pijn|morfine|insuline|voedings?)pomp\w*|\binfusion|\biv (drip|line)",
    r"\bzuurstof\w*|\bvernevel\w*|\bbeadem\w*|\buitzuigen\b|\btracheo\w*|\boxygen|\bnebuli[sz]\w*|\bventilator mask|\bcpap\b|\binhalat\w*",
    r"\bklysma\w*|\bdarmspoel\w*|\benema\b|\blaxe\w*|\bbowel\b",
    r"\bbloed(druk|suiker|waarde|prik|afn|glucose)\w*|\bbloed (af|prik|laten)\w*|\bsuiker( \w+){0,2} (meten|prikken)|\bglu[ck]ose\w*|\bblood (pressure|sugar|test|sample)|\btrombosedienst|\bsaturatie|\b(temperatuur|koorts) (op|meten)\w*|\btake( \w+){0,2} temperature",
    # the body
    r"\bhelp\w*( \w+){0,5} (bij|met)( het)?( \w+){0,3} (douchen|wassen|aankleden|uitkleden|omkleden|baden|toiletgang|scheren|opstaan)\b(?! van (de )?(ramen|was|kleren|kleding))",
    r"\b(douchen|aankleden|uitkleden|omkleden|scheren|aan te kleden|uit te kleden|aangekleed|uitgekleed|gedoucht|te douchen|kleed\w*( \w+){0,3} aan)\b",
    rf"\b{PERSON}( \w+){{0,4}} (was|wast|wassen|te wassen|gewassen|douch\w*|in bad|kammen|afdrogen|verschonen|voeren|verschoond)\b",
    rf"\b(was|wassen|wast|douch\w*|baden|verschonen|voeren|afdrogen|kammen|scheer\w*)( van)? {PERSON}\b",
    r"\bwas+en op bed|\bop bed (was\w*|gewassen)|\bin bad (helpen|doen|gaan)|\b(in|uit) (het )?bad (te )?(help\w*|kom\w*|stap\w*)|\bwasbeurt|\bdouchebeurt|\bwasritueel|\bintieme? \w*verzorg\w*|\bpersoonlijke verzorging|\blichaamsverzorging|\bonder de douche\b( \w+){0,4} (help\w*|krijg\w*|zet\w*|hulp)|\b(help\w*|hulp|alleen)( \w+){0,4} onder de douche",
    r"\b(wash|bath|bathe|shower|feed|dress|undress|lift|shave|toilet)(ing)? (me|myself|him|her|my \w+)\b|\b(get|getting|got) (un)?dressed|\b(help|assist\w*|hand|hulp)( \w+){0,6} (shower\w*|bath|bathing|dress|dressing|undress\w*|toileting|shav\w+|washing (myself|himself|herself))\b|\bpersonal care\b|\bbed ?bath",
    r"\b(nagels?|teennagels?|tenen|eelt|likdoorn\w*|voeten)( \w+){0,4} (knip\w*|verzorg\w*|vijl\w*|wassen|doen|insmeer\w*)|\b(knip\w*|vijl\w*)( \w+){0,3} (nagels?|teennagels?)|\bteennagel\w*|\bpedicure|\b(cut|trim|clip)\w*( \w+){0,3} (toe ?)?nails|\btoe ?nails?\b|\bvoetverzorging|\bfoot care",
    r"\b(kunst)?gebit\w*|\btanden ?poets\w*|\btanden( \w+){0,3} poets\w*|\bpoets\w*( \w+){0,3} tanden|\bmondverzorg\w*|\bprothese\w*|\bbrush\w*( \w+){0,3} teeth|\bdentures?\b|\bhare?n? (was\w*|kammen|gewassen)|\bbaard (scheren|trimmen)|\bscheerbeurt|\bbeha aan|\bbh aan",
    r"\b(til|tillen|tilt|getild|optillen|tillift|till\w*)\b|\b(in|uit|naar) (het |haar |zijn |mijn |mn )?bed (te )?(help\w*|kom\w*|haal\w*|halen|til\w*|stap\w*|krijg\w*|breng\w*|leggen|geholpen|gehaald)|\bhelp\w*( \w+){0,5} (in|uit|naar) bed\b|\bkom\w*( \w+){0,6} bed (niet )?(meer )?uit\b|\buit (de|haar|zijn|mijn) (stoel|rolstoel) (help\w*|kom\w*|til\w*|haal\w*)|\btransfers?\b|\bdraai\w*( \w+){0,3} in bed|\bin bed (draaien|omdraaien)",
    r"\b(lift|hoist|help|get|getting|move|turn)\w*( \w+){0,5} (out of|into|in|to) (the )?bed\b|\bhoist\b|\bpatient lift",
    r"\b(naar|op) (de wc|het toilet|de po|de plee|toilet|wc) (te )?(help\w*|breng\w*|zet\w*|gaan|gebracht|geholpen|begeleid\w*)|\bhelp\w*( \w+){0,5} (naar|op) (de wc|het toilet|de po)\b|\btoiletgang|\bincontinen\w*(?! bed)|\bluier\w*|\binlegger\w*|\bpostoel\w*|\bondersteek|\bpo(tje)? legen|\b(help|take|get)( \w+){0,4} (to|on) (the )?(toilet|loo|bathroom)\b|\bdiaper\w*|\bnapp(y|ies)\b|\bincontinence|\bbillen|\bplas(sen)? (niet )?ophouden|\bcommode\b",
    r"\bslik(problem\w*|klacht\w*)|\bverslik\w*|\b(eten|drinken) geven aan (mijn|haar|hem|oma|opa)|\bvoeren\b(?! van (de )?(kat|hond|poes|vis\w*|vogel\w*|konijn))|\bverdikt|\bingedikt|\bswallow\w*|\bfeeding (him|her|my)|\bspoon ?feed|\bhapje voor hapje|\bkan niet zelf (eten|drinken)",
    # nursing, therapy, supervision, crisis
    r"\bfysio\w*|\brevalid\w*|\boefeningen\b|\bphysio\w*|\brehab\w*|\bstrekoefen\w*|\bloopoefen\w*",
    r"\bpal+iati\w*|\bterminal\w*|\bstervend?\w*|\bhospice|\beuthan\w*|\bpall+iative|\bdying\b|\bend of life|\blaatste (levens)?fase|\bsterfbed|\bwaken\b",
    r"\bdement\w*|\balz?heim\w*|\bnachtzorg|\btoezicht\b( \w+){0,3} (nacht|vader|moeder|op)|\bdwaalt\b|\bdwalen\b|\bverward\b|\bwegloop\w*|\bloopt( \w+){0,3} weg\b( \w+){0,3}(nacht|huis)|\bwanders?\b|\bnight care|\bnight nurse|\bnachtverple\w*",
    r"\bsuicid\w*|\bzelfmoord\w*|\b(wil|wilt) niet meer leven|\bniet meer verder( wil| willen)?\b|\bhoor\w* stemmen|\bpsych(ose|oti\w*|iat\w*)|\bpaniek\w*|\bsuicid\w*|\bkill (my|him|her)self|\bend (it all|my life)|\bdepress\w*|\bmental (health )?crisis",
    r"\bbenauwd\w*|\bpijn op( de| mijn)? borst|\bborstpijn|\badem\w*( \w+){0,3} (niet|moeilijk|slecht|nood)|\bademnood|\bbewusteloos|\bflauwgeval\w*|\bberoerte|\bhart(aanval|infarct)\w*|\bhartklop\w*|\b(kan|kon|komt)( \w+){0,4} niet( meer)? (opstaan|overeind)|\bgevallen\b( \w+){0,8} (opstaan|heup|been|arm|bloed\w*|pijn|hoofd|grond|overeind)|\bchest pain|\bshort of breath|\bcan'?t (breathe|get up)|\bunconscious|\bstroke\b|\bheart attack|\bhas fallen|\bfell (down|over)|\bbloedt\b|\bbleeding\b(?! (the )?radiator)",
    r"\b(huis)?arts\b|\bdokter\b(?! \w*kast)|\bgriep\b|\bkoorts\b|\b(gp|doctor)\b(?!'s (appointment|visit))|\bfever\b|\bziek (geworden|in bed|op bed)|\bovergeven\b|\bbraken\b|\bflu\b",
    r"\bthuiszorg\b|\bwijkverple\w*|\bverple(eg|ging)\w*|\bdistrict nurse|\bcommunity nurse|\bnurs(e|ing)\b|\bhome care nurse",
)
MORE = (
    r"\b\w*(cath?et\w*|kath?[ei]t\w*|ka[td]+h?eder\w*)|\b(urine|nacht|been|drain|voedings?|infuus)?zak(je|jes|kies|ken)?( \w+){0,6} (buik|verwissel\w*|pomp)|\bdrain\w*|\bdrip bag|\burin\w*zak\w*|\burine bag",
    r"\b(buik|stoma|neus|maag)( \w+){0,5} (zak\w*|slang\w*|plak\w*|gaatje)|\b(zak\w*|slang\w*|gaatje|slangetje)( \w+){0,4} (buik|neus|maag|arm|keel)|\bmaagslang\w*|\bvoeding door een slang",
    r"\b(spuit|prik|shot)( \w+){0,5} (gehad|krijgt|geven|zetten|in (de |mijn |zijn |haar )?(buik|been|arm))|\bbloedverdunner\w*|\bfragmin|\bsuiker ?ziek\w*|\b\w+pil(len)?\b|\bhele strip|\bdruppelen\b|\bdrops\b( \w+){0,4} (eye|ear)s?",
    r"\b(op ?staan|overeind)( \w+){0,5} (lukt|gaat|kan|niet|help\w*)|\bhelp\w*( \w+){0,4} (opstaan|overeind)|\buit bed( \w+){0,5} (zetten|krijg\w*|helpen|rolstoel)|\bin de rolstoel (zetten|helpen)|\bvan (de wc|bed|het toilet)( \w+){0,3} (af|naar|help\w*)",
    r"\b(snee|snede|litteken|operatie\w*|ontstoken?)\b( \w+){0,8} (pleister|verband|verzorg\w*|schoon\w*)|\bpleister( \w+){0,3} (op|wissel\w*)|\bdiep gesneden|\bbloed\b|\bbloedt\b",
    r"\bvan achteren\b|\bzetpil\w*|\bklisma\w*|\bontlasting|\bstoelgang|\b(zit|al dagen) (\w+ )?verstopt\b|\bsuppositor\w*|\bconstipat\w*",
    r"\b(na|met) (het )?gips|\b(been|arm|knie|heup|schouder)\w*( \w+){0,5} (oefen\w*|omhoog en|buigen|strekken)|\boefen\w*( \w+){0,5} (lopen|been|knie|arm|heup|schouder)|\bpractise walking|\bexercises?\b",
    r"\b[sz]u+rstof\w*|\bpuff?(en|er|ers|jes?)\b|\binhale\w*|\bvernevel\w*|\buitslag\b|\bhuisartsenpost|\b(diarree|duizelig|misselijk|ontstoken|overgeven|dizzy|vomiting|rash)\b|\bik ben ziek\b",
    r"\b(kleren|kleding|hemd|broek|bh|pyjama|schoenen|knopen|jurk|trui|jas)( \w+){0,4} (aan|aandoen|aantrekken|uitdoen|uittrekken|dicht|dichtdoen)\b|\b(aan|uit)trekken van( \w+){0,2} (kleren|schoenen|kousen)|\bput(ting)? on( \w+){0,2} (clothes|shoes|socks)|\bplassen\b|\bbroekje\b|\bbedpan\b",
    r"\bvergeet alles|\bkan niet alleen (thuis|zijn|blijven)|\bgeheugen|\bmemory loss|\bcan'?t be left alone|\bggz\b|\bcrisis\b|\buitbehandeld|\bgaat dood\b|\bkraamzorg|\bbuurtzorg|\bzorg na( het)? ziekenhuis|\bmasseren|\bmassage|\bergother\w*|\bgehoorapparaat|\bhearing aid|\blenzen (in|uit)\w*|\b(gezicht|rug|oren) wassen|\beelt\b|\blikdoorn\w*|\bpodiat\w*|\b(helpen|hulp) (met|bij) (het )?eten\b|\bhelp with eating",
)
CARE = re.compile("|".join((*FAMILIES, *MORE)))
STRICT = re.compile("|".join(FAMILIES[:3]))  # under a repair: only what can be nothing else
# Household work around who is ill: the dust on the pill boxes, the laundry of the stockings. Then the item decides.
WORK = re.compile(
    r"\b(schoon(ma\w*|gem\w*|ge\w*)?|poets\w*|stof\w*|afsto\w*|zuig\w*|gezogen|dweil\w*|(de|een|vuile|schone) was|wasgoed|gewassen|gestreken|strijk\w*|"
    r"opruim\w*|opgeruimd|opgeborgen|afwas\w*|vaat|sop\w*|container|boodschap\w*|ko+kt?|koken|crackers|brood|koelkast|slaapkamer|"
    r"clean\w*|vacuum\w*|dust\w*|dishes|tidy\w*|laundry|iron\w*|household help|huishoudelijke hulp)\b"
)
ACT = re.compile(
    r"\bdruppel\w*|\bwassen en aankleden|\b(aan|uit)trekken\b|\binsmeren\b|\b(geven|toedienen|spuiten|prikken|innemen|wisselen|verbinden|tillen van)\b|"
    r"\b(wond\w*|stoma\w*|kath?et\w*|cath?et\w*|sonde\w*|slang\w*|gebit\w*|prothese|oog|ogen|oren|mond|canule|tanden|urine\w*|drain\w*|infuus|wound|tube|dentures|mij|hem|me|rug|lichaam)\b( \w+){0,6} (schoon\w*|poets\w*|gewassen|legen|leeg|clean\w*)"
    r"|\b(clean\w*|schoonma\w*|poets\w*|legen)( \w+){0,4} (wond\w*|stoma\w*|kath?et\w*|sonde|gebit|wound|tube|dentures|tanden)"
)


def find(text: str, branch: str = "household") -> str:
    """The words that speak of medical or personal care, as they stand (plain); empty when there are none."""
    said = EVERYDAY.sub(" ", plain(text[:10_000]))
    if branch == "repairs":
        found = STRICT.search(said)
        return found.group(0).strip() if found else ""
    found = CARE.search(said)
    if found is None or (WORK.search(said) and not ACT.search(said)):
        return ""
    return found.group(0).strip()
