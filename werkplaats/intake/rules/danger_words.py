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

# Said not to be there.
DENIED = (
    r"\b(geen|nergens|zonder)( \w+){0,1} (gaslucht|gasgeur|gaslek|vuur|vlam(men)?|brand|rook|brandlucht|vonken|gevaar|kortsluiting|koolmonoxide)\b",
    r"\b(no|not|without)( (any|a))? (fire|smoke|flames?|gas|smell of gas|gas smell|sparks?|danger|leak)\b",
)

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
    *DENIED,
    r"\b(lekt?|lekken) niet\b|\bniet lek\b|\bvlam(metje|getje) (met|op) \w+|\bwaakvlam\w*|\bkoolmonoxide (meten|meting|keuring)|\bbrandweer( \w+){0,8} (voorlicht\w*|adviseer\w*|zei|zegt|advies)",
    r"\b(auto|fiets|scooter|vogel|merel|duif|kauw|kat|poes|egel)( \w+){0,6} (op|in)gesloten|\b(op|in)gesloten( \w+){0,4} (auto|fiets)|\b(auto|fiets)( \w+){0,5} er niet uit\b|\b(laatst|vorige|ooit|vroeger)( \w+){0,6} opgesloten",
    r"\b(tuin|gras\w*|straat|pad|terras)( \w+){0,4} (blank|onder water)|\bwater stroomt( \w+){0,3} (rand|goot)|\b(goot|dakgoot|dakrand)( \w+){0,8} water(val)?|\bwaterval( \w+){0,4} goot|\boveral( \w+){0,3} weinig water",
    r"\b(niet|nooit) uit (het |een )?(bed|put|kraan|pijp)\b|\bloopt water( \w+){0,6} naar binnen als\b|\b(tv|televisie|internet|coax|antenne)[- ]?(kabel\w*|draad\w*)|\b(rook|damp) van (het )?(bak|kook)\w*|\b(oven|magnetron|sigaret\w*) rookt?\b|\bmodem\b( \w+){0,5} (kabel\w*|draad\w*)",
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
        r"\bgas\w*( \w+){0,10} (het sist|sist|suist|suizen)\b|\bsmel+\w*( \w+){0,4} gas|\bgas( \w+){0,2} (leak\w*|smel+\w*|hiss\w*|odou?r|escaping|coming)|leaking gas|\bstinks of gas|\bodou?r of gas|\bwhiff of gas",
        r"\bkool(stof)?[- ]?m[oe]+n\w*|\bkoolmenox\w*|\b(alarm|melder|kastje|meter) co\b|\bco staat\b|\bco( \w+){0,3} (alarm|rood|gaat af)|\b(melder|alarm\w*|kastje)( \w+){0,4} (geiser|ketel|kachel)( \w+){0,4} (piep\w*|loei\w*|jank\w*|gaat af|af)|\bkole?n?[- ]?(damp|monoxi\w*)\w*|carbon ?mono\w*|\bco2?[- ]?(melder|meter|alarm|vergift\w*|detector|gas|waarde)\w*|rotte ei(eren|lucht)?(?! uit)(?! lucht uit)|rotten eggs?",
        r"\b(hoofdpijn|koppijn|hoofd doet|misselijk|duizelig|suf|flauw|griep|dizzy|headache|nauseous|sick)\b( \w+){0,18} (ketel|geiser|kachel|haard|boiler|heater|verwarming)|\b(ketel|geiser|kachel|boiler|heater|verwarming)\b( \w+){0,16} (hoofdpijn|koppijn|misselijk|duizelig|suf|flauw|dizzy|headaches?|nauseous)",
        r"\broet\b( \w+){0,5} (geiser|ketel|kachel)|\b(geiser|ketel|kachel)( \w+){0,5} (roet|gele vlam|walmt)|\bsoot\b( \w+){0,5} (boiler|heater)",
    ),
    Danger.ELECTRICITY: (
        rf"\b{LAMP}( \w+){{0,4}} (is |are )?full of water|\bnatte voeten( \w+){{0,6}} (stroom|stekker)|\bof er stroom op staat|\b(doorgeknaagd\w*|koperdra\w*)\b|\b(koper|snoer)( \w+){{0,8}} (glimmen|bloot|uit de muur)",
        r"\b(loopt|lekt|druppelt|stroomt|komt)( \w+){0,4} (langs|door|uit|over|via) (de |het |een |mijn )?(\w+ )?(lamp\w*|lichtpunt|spotje\w*|schakelaar|stopcontact\w*|meterkast|stekkerdoos)\b|\bruik\w*( \w+){0,4} (scherps?|heets?)\b",
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
        r"\bgespron?gen( \w+){0,2} (\w*leiding|buis|slang|radiator|ketel|boiler)|(\w*leiding|buis|slang|radiator|boiler|waterslang)( \w+){0,4} (gespron?gen|gebarsten|geknapt|spuit)|\bleidingbreuk|\b(\w*leiding|buis|pijp|slang|pipe|hose)\b( \w+){0,6} (geklapt|afgeschoten|losgeschoten|geknald|blown off|came off|burst)|\b(pijp|buis|leiding)( \w+){0,4} (veel|overal) water|\bwaterleidingbreuk",
        r"\b(staat|staan|stond|kwam)( \w+){0,5} (blank|onder water|vol water|centimeter water|cm water)|\b(huis|keuken|badkamer|kamer|gang|hal|woonkamer|kelder|zolder) onder water|\b(alles|overal)( \w+){0,3} (onder water|water|drijft)\b|\bwater( \w+){0,3} (overal|everywhere)",
        r"\b(weet|vind\w*|waar)( \w+){0,5} (hoofdkraan|grote kraan|stopkraan|main tap|stopcock)|\b(het|t|water) spuit\b|\bspuit( \w+){0,3} (uit|tegen|tot)\b|\bloopt( \w+){0,3} de trap af|\bwater( \w+){0,4} (enkels|knieen|kuiten|ankles)|\bhoudt?( nie| niet) op\b|\bveel water\b( \w+){0,3} (niet stop\w*|help)|\b(krijg|kan|kunnen|krijgen)( \w+){0,6} water( \w+){0,4} niet( \w+){0,2} (dicht|stoppen|uit|afsluiten)|\bcan'?t( \w+){0,3} (stop|turn off)( \w+){0,2} water|\bwater won'?t stop",
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
        r"\ber ?niet( meer)? uit\b|\b(we|wij|ik|zij) (hang\w*|zit\w*|sta\w*)( \w+){0,2} (vast )?in de lift\b|\b(zit|zitten|fast|vast)( \w+){0,2} in de lift\b|\bliftschacht( \w+){0,6} (hulp|roep\w*)|\b(zit|zitten|staan|sta|hang\w*)( \w+){0,6} vast( \w+){0,3} (in|op) (de |het |een )?(lift|wc|toilet|badkamer|kelder|berging)|\b(vast|opgesloten|hangen)( \w+){0,2} in de lift|\blift( \w+){0,6} (iemand|mensen|persoon|kind\w*|buurvrouw|buurman|ik|wij|we|mevrouw|meneer|moeder)\b( \w+){0,5} (in|erin|vast|binnen)\b|\b(iemand|mensen|persoon|kind\w*|buurvrouw|buurman|ik zit|wij zitten|we zitten|mevrouw|meneer|moeder|oma)( \w+){0,4} in (de |een )?lift\b|\b(zit|zitten)( \w+){0,3} in de lift\b( \w+){0,3} vast",
        r"\bstuck( \w+){0,3} in(side)? (the |a )?(lift|elevator|toilet|bathroom|room)|can(['’]?t|not) get out|\b(person|people|someone|somebody|child|kid|neighbour)s?( \w+){0,4} (in|inside) (the )?(lift|elevator)\b",
    ),
    Danger.FALLING: (
        r"\b(plafo\w*|stuc\w*|beton|gevel|steen|stenen|bakste\w*|balkon|dakpan\w*|ruit|raam|glas|schoorsteen|muur|tak|takken|boom|hangkast\w*|keukenkast\w*|bovenkast\w*|lantaarn\w*)\b(?! van)(?! op het dak)( \w+){0,9} (naa?r bened\w*|naor bened\w*|valt bijna|dreigt\w*|vlak naast|elk moment)(?! (in de goot|gehaald))",
        r"\b(dreigt|dreigen)( \w+){0,4} (te vallen|naar beneden|om te)|\b(omgewaaid|omgevallen|afgebroken|half broken)\b( \w+){0,12} (stroomdra\w*|lantaarn\w*|auto|fietspad|power line)|\b(instort\w*|ingestort|omgewaaid|afgewaaid|neerstort\w*)\b( \w+){0,10} (draad\w*|draden|kabel\w*|straat|fietspad|stoep|auto|mensen)",
        r"\b(los|hang\w*|valt|viel|vallen|gevallen)( \w+){0,4} boven (de|het) (\w+ )?(stoep|ingang|speelplaats|trottoir|fietspad|straat|school)",
        r"\b(about to|going to|could|might|may) (fall|collapse|come down)|\bhang\w* (over|above)( \w+){0,3} (path|street|pavement|entrance|door)|\bfalling( \w+){0,3} (on|onto|down)\b|\bcollaps(e|ed|ing)\b|\bcame down( \w+){0,4} (next|on)",
        r"\b(groot|grote|groote|lap|brok|brokken|stuk|stukken)( \w+){0,3} (plafo\w*|stuc\w*|beton|steen|kalk)( \w+){0,6} (gevallen|viel|vielen|val\w*)|\b(viel|vielen|gevallen)( \w+){0,6} (stuk\w*|brok\w*|lap)( \w+){0,4} (plafo\w*|beton|stuc|naast|benede\w*)",
    ),
    Danger.PERSON: (
        r"\bbewustel\w*|\bniet aanspreekbaar|\bflauw ?(gevallen|val\w*)|\bviel( \w+){0,2} flauw|\bniet wakker|\bwordt? (suf|slap)|\bis (hij|ze|zij) (suf|slap)\b|\bunconscious|\bcollapsed|\bpassed out|\bwon'?t wake|\bnot wake|\bunresponsive",
        r"\bben+[ea]u?wd\b|\b(krijg\w*|heb\w*|haal\w*)( \w+){0,3} geen (lucht|lugt|adem)\b|\badem\w*( \w+){0,3} (niet|moeilijk|slecht)|\bademnood|\b(stikt|stikken)\b|\bblau?w om|\b(helemaal|is) bl(au|ou)w?\b(?! geverfd)|\bgasping|\bcan'?t breathe|\b(short of|out of) breath|\bchok(ing|es)\b|\bnot breathing",
        r"\b(pijn|druk|steek|steken)( \w+){0,4} borst|\bborstpijn|\bhart(aanval|infarct|stilstand)|\bberoerte|\bherseni?bloed\w*|\b(mond|gezicht)( \w+){0,2} (hangt|scheef)|\bscheve mond|\bpraat (raar|wartaal|onduidelijk)|\bchest pain|\bheart attack|\bstroke\b",
        r"\b(bloed\w*|gutsen|guts\w*)( \w+){0,6} (spuit|hoofd|hevig|hard|stopt niet|niet stoppen|guts\w*|niet te stelpen)|\b(blijft|spuit|hevig)( \w+){0,3} (bloed\w*|guts\w*)|\bgutsen\b( \w+){0,4} wond|\bbleed\w* (badly|heavily|a lot|won)|\bblood everywhere",
        r"\b(gevallen|viel|gelazerd|gestruikeld|gedonderd|ligt op de (grond|vloer))\b( \w+){0,10} (opstaan|overeind|heup|pijn|gilt|raar|been ligt|bloed\w*|hoofd|praat|krijg\w*)|\b(man|vrouw|moeder|vader|oma|opa|buur\w*|mevrouw|meneer|hij|zij|ze|ik|iemand)( \w+){0,3} (ligt|lag|lig)( \w+){0,4} op de (\w*vloer|grond)|\bkan niet (meer )?(opstaan|overeind)\b( \w+){0,5} (grond|vloer|gevallen)|\b(fell|fallen)\b( \w+){0,10} (get up|hip|pain|bleed\w*|head|floor)|\bcan ?('?t|not) get up",
        r"\b(te veel|teveel|overdosis|hele (strip|doos|pot)|alle|dubbele|tegelijk|per ongeluk)\b( \w+){0,9} (pil\w*|\w+pil+en|medic\w*|tablet\w*|ingenomen|geslikt)|\b(pil\w*|\w+pil+en|medic\w*)( \w+){0,5} (tegelijk|te veel|teveel)|\boverdos\w*|\btoo many (pills|tablets)",
        r"\b(zelfmoord|suicid\w*)|\bniet meer (verder )?(wil |willen )?leven|\b(eind|einde) aan (mijn|zijn|haar|het|me) leven|\bkill (my|him|her)self|\bend (it all|my life)|\b(maak|maakt) (er|zichzelf)( \w+){0,2} (een eind|van kant)",
        r"\b(roept|riep|roepen|schreeuwt?|hoor)( \w+){0,5} (om )?hulp\b|\bhulpgeroep|\bcall\w* for help|\bscream\w*( \w+){0,3} help",
        r"\b(al )?(dagen|week|lang|gisteren)( \w+){0,4} niet( meer)? (gezien|gehoord)|\bniet gezien( \w+){0,5} (dagen|week)|\bnot (been )?seen( \w+){0,5} (days|week)|\b(vermist|verdwenen|weggelopen|spoorloos|missing)\b( \w+){0,6} (vader|moeder|man|vrouw|opa|oma|kind|dement\w*)|\b(vader|moeder|man|vrouw|opa|oma|kind|kleinkind)\b( \w+){0,6} (vermist|verdwenen|weggelopen|kwijt|spoorloos)|\b(mother|father|husband|wife|child)( \w+){0,5} (missing|wandered off|disappeared)",
        r"\b(baby|kind|kindje|kleuter|peuter|dreumes|toddler|child)\b( \w+){0,8} (alleen|binnen|inside|alone|locked)|\b(pan|fornuis|gas|oven|vuur|strijkijzer|stove)( \w+){0,5} (staat|is|nog) (\w+ )?aan\b( \w+){0,6} (buiten|sleutel|deur)|\bbuiten ?gesloten( \w+){0,8} (fornuis|pan|gas|oven|kind\w*|baby)",
        r"\b(bedreig\w*|met een mes|vechtpartij|wapen|pistool|mishandel\w*|slaat (haar|zijn|me)|huiselijk geweld|threaten\w*|knife|violence|inbreker( \w+){0,3} binnen)\b",
    ),
}
