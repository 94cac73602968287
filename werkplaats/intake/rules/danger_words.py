"""The words of danger, Dutch and English, one pattern a line. See `danger` for how they are used."""

from werkplaats.intake.rules import Danger

# Where current runs; "lamp" only together with water, smoke or sparks.
POINT = (
    r"(stop+[ck]on?ta[ck]t\w*|meter ?kast\w*|schakelaar\w*|stekker\w*|groepen ?kast\w*|stoppen ?kast\w*|lichtknop\w*|aardlek\w*|"
    r"snoer\w*|zekering\w*|verdeeldoos|contactdoos|lasdoos|plug|sockets?|outlet|fuse ?box|switch|meter cupboard|"
    r"kabel|kabels|bedrading|elektra|elektriciteit\w*|electrics?|wiring)"
)
LAMP = r"(lamp\w*|lichtpunt\w*|spotjes?|armatuur|verlichting|light(s| fitting)?|plafonniere)"
WIRE = r"((stroom|elektriciteits|elektra)?(draad|draden)|draadjes|(stroom|elektriciteits|elektra)?kabel\w*|snoer\w*|wires?|wiring|cables?)"

# Said of everyday things: taken out of the text before looking for danger.
HARMLESS = (
    r"gas(rekening|meter(stand)?|verbruik|prijs|contract|kraantje|fornuis|kookplaat|stel)\w*(?! (\w+ ){0,3}(lek|ruik|siss|stink))",
    r"gas[- ]en[- ](licht|lucht)?\w*rekening",
    r"brand(blusser|deken|verzekering|trap|gang|deur|stof|schoon|hout|schade|lijst)\w*|brandweer(ingang|sleutel|kast|keuring)\w*",
    r"rookmelder\w*( is| zijn)? (piept|bliept|batterij|knippert|leeg)|\brookmelder\w*|rookgas\w*|smoke (alarm|detector)s?",
    r"(rookt?|roken)( \w+){0,3} (sigaret\w*|wiet|balkon|portiek|hal|trappenhuis|binnen)|\bsmoke damage|\bno smoking",
    r"gas (bill|meter|stove|hob|cooker)s?(?! (\w+ ){0,3}(leak|smell|hiss))|fire (extinguisher|door|place|escape|damage|safety|insurance)s?",
    r"\b(after|since) (the|a) fire\b|\bna (de|een) brand\b|\bschade (door|van) brand\b|\b(building|test of the) fire alarm\b",
    r"(lamp\w*|licht\w*|peertje|verlichting|waakvlam|kachel|lantaarn\w*|led|tl)( \w+){0,3} (brand(t|en|de)?|doet)( \w+){0,3} (niet|wel|meer|nog|altijd|steeds|dag|nacht)",
    r"(brandt|branden) (het |de |er )?(\w+ )?(licht|lamp|lampje|verlichting|lantaarn)\w*|blijf\w* branden|dag en nacht brand\w*",
    r"\b(niet|geen) (meer )?(gas|brand|rook)\b(?! ?(lucht|melder))|\bno gas (from|in|supply|comes)\b",
    r"(stroomt|loopt)( \w+){0,3} (niet|slecht|langzaam|moeilijk)( \w+){0,2} (weg|door)\b",
    r"\b(doorgebrand\w*|uitgebrand\w*|kabelgoot)\b|\b(geen|zonder) stroom( \w+){0,3} uit\b",
    r"\b(bird|pigeon|animal|cat|mouse|hedgehog)s?( \w+){0,2} trapped|\b(vogel|duif|kat|poes|dier|egel)\w*( \w+){0,4} (opgesloten|ingesloten)",
    r"\b(sleutel|stekker|vlek\w*|spijker|schroef|plug|verwarming|radiator|knop|lamp|bad)( \w+){0,4} niet( meer)? (er ?)?uit\b|\bparkeer\w*( \w+){0,4} niet( meer)? uit\b",
    r"\bbuiten ?(ge|inge|uitge)?sloten\b|\bgeen brand\w*gevaar\b|\bvuur(werk|korf|toren)\w*|\b(open|gas) ?haard\b(?! (\w+ ){0,4}(rook|lek|ruik))",
)

WORDS: dict[Danger, tuple[str, ...]] = {
    Danger.GAS: (
        r"\bga[sz]+[- ]?l(u|uu|ui|o)(c|ch|g|gh)?t\w*|\bgas+l(u|uu|ui)ch\w*|\bga[sz]+[- ]?le[ck]+\w*|\bga[sz]\w{0,4}[- ]?geur|\b(lucht|geur|reuk) van gas|\bgaswolk",
        r"\bgas(kraan|leiding|slang|buis|fles|kachel|haard|fornuis|kookplaat|meter|toestel|geiser)( \w+){0,4} (lek\w*|sis\w*|ruik\w*|stink\w*)",
        r"\b(lek\w*|sis\w*)( \w+){0,4} gas(kraan|leiding|slang|buis|fles|meter|toestel)?\b|\bsissende gas\w*",
        r"\b(ruik|ruikt|riekt|ruiken|rook|stinkt?|stank|lekt?|geur|lucht|meurt|snuif)( \w+){0,5} (naar |van )?ga[sz]\b",
        r"\bga[sz]\b( \w+){0,5} (ruiken|ruik|ruikt|lekt|lekken|ontsnapt|stinkt|open|vrij|komt)|\bgas (in de|uit de) \w+",
        r"\bsmel+\w*( \w+){0,4} gas|\bgas( \w+){0,2} (leak\w*|smel+\w*|hiss\w*|odou?r|escaping|coming)|leaking gas|\bstinks of gas|\bodou?r of gas|\bwhiff of gas",
        r"\bkool(stof)?[- ]?mo+n\w*|\bkole?n?[- ]?(damp|monoxi\w*)\w*|carbon ?mono\w*|\bco2?[- ]?(melder|meter|alarm|vergift\w*|detector|gas|waarde)\w*|rotte ei(eren|lucht)?|rotten eggs?",
        r"\b(hoofdpijn|misselijk|duizelig|suf|dizzy|headache|nauseous|sick)\b( \w+){0,12} (ketel|geiser|kachel|haard|boiler|heater|verwarming)|\b(ketel|geiser|kachel|boiler|heater|verwarming)\b( \w+){0,12} (hoofdpijn|misselijk|duizelig|dizzy|headaches?|nauseous)",
        r"\broet\b( \w+){0,5} (geiser|ketel|kachel)|\b(geiser|ketel|kachel)( \w+){0,5} (roet|gele vlam|walmt)|\bsoot\b( \w+){0,5} (boiler|heater)",
    ),
    Danger.ELECTRICITY: (
        r"\bkort?[- ]?s+l\w*t+ing\w*|\bkort[- ]?sl[ui]\w*|\bvon+[kc]\w*|short[- ]?circuit\w*|\bspark(s|ing|ed|y)?\b|\bknet+er\w*|\bcrackl\w*|\bsteekvlam|\bspet+er\w*( \w+){0,4} (stroom|lamp|stopcontact)",
        r"\b(stroom|elektrische|elektriese|electrische)[- ]?(schok|schik|stoot|klap|prik)\w*|onder (stroom|spanning)|\b(een|n|flinke|optater|oplawaai|schok)( \w+){0,2} schok\w*\b|\bschok(je|ken)?\b|\boptater|\bstroom op (de|het|mijn)|\b(kraan|douche|water|wasmachine|kraan) (prikt|tintelt|schrikdraad)|electric(al)? shock|\bshocks?\b|\belectrocut\w*|\bgeelektro\w*|\bgeelectro\w*|\btintel\w*",
        rf"\b{POINT}( \w+){{0,7}} (smel\w*|gesmol\w*|rook\w*|rokt|brand\w*|verbrand\w*|knet+er\w*|heet|hete|gloei\w*|schroei\w*|geschroeid|zwart\w*|zoemt?|zoemen|warm|walm\w*|vlam\w*|melt\w*|hot|burn\w*|smok\w*|black|buzz\w*|scorch\w*|fizz\w*|siss?\w*|nat|wet)\b",
        rf"\b(smel\w*|gesmol\w*|rook\w*|verbrand\w*|gloeiend\w*|heet|hete|zwartgeblakerd\w*|geschroeid\w*|schroeiplek\w*|melted|burnt|burning|hot|smoking|scorched|natte?|wet)( \w+){{0,5}} {POINT}",
        rf"\b{LAMP}( \w+){{0,5}} (smelt\w*|gesmolten|rook(t|te)?|geschroeid|verbrand\w*|smok\w*|vol water|onder water)|\bwater( \w+){{0,5}} (in|uit|langs|op|bij|door|from|through|near|over) (de |het |een |mijn |the |my |a )?(\w+ )?({LAMP}|{POINT})",
        rf"\b(water|lekt?|lekkage|druppel\w*|drup\w*|nat|vocht|leak\w*|drip\w*|wet)( \w+){{0,7}} (in|uit|op|bij|langs|door|boven|near|through|into|on|over|from|naast) (de |het |een |mijn |the |my |a |onze )?(\w+ )?{POINT}|\b(leak\w*|drip\w*|lekt|druppelt)( \w+){{0,5}} (through|from|uit|door|langs|op) (de |het |the |mijn |my )?{LAMP}|\bwater near electric\w*|\bwater bij (stroom|elektr\w*)",
        rf"\b(blo+te?|open|losse|losgetrokken|onbeschermde|kale|doorgeknipte?|bare|exposed|live|loose|naked|hanging)( \w+){{0,2}} {WIRE}\b|\b{WIRE}( \w+){{0,6}} (blo+t|open|los|uit de muur|uit het plafond|uit de grond|plafond|doorgeknipt|onbeschermd|exposed|bare|loose|hanging( out)?|sticking|out of the|zonder (kap\w*|dop\w*))\b",
        r"\b(geboord|boren|boorde|drilled|drilling|gezaagd|geraakt|geknipt)( \w+){0,6} (stroom\w*|kabel|elektr\w*|draad|leiding stroom|cable|wire)|\b(stroom|elektriciteits)?(kabel|draad)( \w+){0,4} (geboord|geraakt|doorgeknipt|doorgesneden)",
        r"burning smell|smell(s|ing)?( \w+){0,3} (of )?(burn\w*|burnt|plastic|smoke)|\bbran+d[- ]?(lucht|geur)\w*|\bsmeul\w*|\bsmou?lder\w*|\bschroei\w*|verbrande? (lucht|geur|plastic)|\b(ruik|ruikt|stinkt|lucht|geur|riekt)( \w+){0,4} (verbrand\w*|brand\w*|geschroeid|aangebrand|plastic|schroei\w*)|\bplastic ?(lucht|geur)",
    ),
    Danger.WATER: (
        r"\bwater( \w+){0,5} (stroomt?|stromen|spuit\w*|gutst?|gulpt?|klettert|golft|spoot|gutste|stroomde|plenst|komt naar binnen|staat in)|wateroverlast|waterbalet|\bspuiten\w* water",
        r"(lek(t|te|ken|kage)|\bwater)( \w+){0,4} (door|uit|langs|van)( het| de| mijn)? plafo\w*|\bplafo\w*( \w+){0,3} (lekt|druipt|druppelt|lekken)|\bkomt( \w+){0,4} (veel|heel veel|liters|bakken) water|\b(drup\w*|drip\w*|lekt|leak\w*)( \w+){0,6} (plafo\w*|ceiling)|\bceiling( \w+){0,4} (leak\w*|drip\w*|pour\w*)|\bwater( \w+){0,4} (through|from|out of)( \w+){0,2} ceiling",
        r"\bwater( \w+){0,5} loopt (naar binnen|door het plafond|over de vloer|eruit|er uit|van de trap)|\bloopt( \w+){0,4} water( \w+){0,4} (vloer|trap|binnen|plafond|muur|straal\w*)",
        r"\b(stroomt?|spuit|gutst?|gulpt?|spoot|plenst)( \w+){0,5} water|\bover ?stro+m\w*|waterballet|\bwaterval|\boverstroomd",
        r"\bgespron?gen( \w+){0,2} (\w*leiding|buis|slang|radiator|ketel|boiler)|(\w*leiding|buis|slang|radiator|boiler|waterslang)( \w+){0,4} (gespron?gen|gebarsten|geknapt|spuit)|\bleidingbreuk|\bwaterleidingbreuk",
        r"\b(staat|staan|stond|kwam)( \w+){0,5} (blank|onder water|vol water|centimeter water|cm water)|\b(huis|keuken|badkamer|kamer|gang|hal|woonkamer|kelder|zolder) onder water|\b(alles|overal)( \w+){0,3} (onder water|water|nat|drijft)\b|\bwater( \w+){0,3} (overal|everywhere)",
        r"\b(krijg|kan|kunnen|krijgen)( \w+){0,6} water( \w+){0,4} niet( \w+){0,2} (dicht|stoppen|uit|afsluiten)|\bcan'?t( \w+){0,3} (stop|turn off)( \w+){0,2} water|\bwater won'?t stop",
        r"\bwater( \w+){0,3} (streaming|pouring|gushing|spraying|flooding|shooting|running down|running out|running over|everywhere|coming in|bursting)",
        r"\b(pouring|gushing|spraying|streaming|shooting)( \w+){0,3} water|\b(pouring|gushing|spraying)\b",
        r"\bburst( \w+){0,2} (pipe|hose|tank|radiator)\w*|pipe( \w+){0,3} burst\w*|\bflood(ed|ing|s)?\b|\bunder water\b",
        r"\b(riool\w*|poep\w*|stront|drek|ontlasting|sewage|wc|toilet)( \w+){0,6} (komt omhoog|omhoog|loopt over|overstro\w*|coming up|overflow\w*|backing up|comes up|loopt de badkamer)|\bsewage( \w+){0,3} (in|up|backing)",
    ),
    Danger.FIRE: (
        r"\bbran+d(je)?\b(?! ?(niet|en niet))|\b\w{3,}brand\b|\bhet brandt\b|\bvlam(men|metje|metjes)?\b|\bvuur\b|\bfik(t|kie|kt)?\b|\bon fire\b|\bfire\b|\bflames?\b|\bsmoke\b|\bsmoking\b(?! (in|on))|\bis burning\b|\bburns?\b|\bontplof\w*|\bexplo(sie|deert|ded?|sion)\w*|\bbrandweer\b|\bin de hens\b",
        r"\brook\b( \w+){0,3} (uit|in|komt|door|boven|van)|\b(veel|zwarte|witte|dikke|er is|overal) rook\b|komt( \w+){0,3} rook|\brookontwikkeling\b|\brookt\b|\brookwolk\w*|\bwalm\w*|\brook (staat|hangt|zie)|\b(zie|ruik|zien|ruiken)( \w+){0,2} rook\b",
    ),
    Danger.LOCKED_IN: (
        r"\bop ?ges?lo+ten\b|\bin ?ges?lo+ten\b|\blocked (in|inside)\b(?! (the )?(shed|car))|\btrap+ed\b|\bgevangen in\b",
        r"\b(kan|kom|komt|kunnen|komen)( \w+){0,5} niet( meer)? (er ?)?uit( de| het|$|\W)|\bkrijg\w*( \w+){0,6} niet (er ?)?uit (de|het) (lift|wc|badkamer|toilet)",
        r"\b(kan|kom|komt|kunnen|komen)( \w+){0,4} niet( meer)? naar buiten\b|\b(kan|kunnen)( \w+){0,4} niet( meer)? weg\b( \w+){0,3} (lift|deur|huis)",
        r"\ber ?niet( meer)? uit\b|\b(zit|zitten|staan|sta|hang\w*)( \w+){0,6} vast( \w+){0,3} (in|op) (de |het |een )?(lift|wc|toilet|badkamer|kelder|berging)|\b(vast|opgesloten|hangen)( \w+){0,2} in de lift|\blift( \w+){0,6} (iemand|mensen|persoon|kind\w*|buurvrouw|buurman|ik|wij|we|mevrouw|meneer|moeder)\b( \w+){0,5} (in|erin|vast|binnen)\b|\b(iemand|mensen|persoon|kind\w*|buurvrouw|buurman|ik zit|wij zitten|we zitten|mevrouw|meneer|moeder|oma)( \w+){0,4} in (de |een )?lift\b|\b(zit|zitten)( \w+){0,3} in de lift\b( \w+){0,3} vast",
        r"\bstuck( \w+){0,3} in(side)? (the |a )?(lift|elevator|toilet|bathroom|room)|can(['’]?t|not) get out|\b(person|people|someone|somebody|child|kid|neighbour)s?( \w+){0,4} (in|inside) (the )?(lift|elevator)\b",
    ),
}
