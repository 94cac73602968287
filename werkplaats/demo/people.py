"""The demo neighbourhood's people: all invented. The streets are real streets of the Soesterkwartier in Amersfoort."""

from dataclasses import dataclass
from random import Random

# (street, postcode, latitude, longitude of its middle, lowest house number): near enough for distances by bicycle.
STREETS = [
    ("Noordewierweg", "3812 DA", 52.1592, 5.3698, 12),
    ("Soesterweg", "3812 BC", 52.1562, 5.3683, 120),
    ("Puntenburgerlaan", "3812 CC", 52.1573, 5.3757, 31),
    ("Leliestraat", "3812 XL", 52.1611, 5.3661, 3),
    ("Narcisstraat", "3812 XN", 52.1617, 5.3672, 4),
    ("Gerrit van Stellingwerfstraat", "3812 GS", 52.1605, 5.3717, 8),
    ("Paulus Borststraat", "3812 PB", 52.1583, 5.3662, 6),
    ("Mondriaanlaan", "3812 ML", 52.1627, 5.3640, 15),
]

FIRST_NAMES = (
    "Anneke Bert Carla Dirk Els Fatima Gerard Hanneke Ibrahim Jolanda Kees Lies Mohammed Nel Ootje Piet"
    " Ria Samira Teun Ursula Wim Yvonne Ahmet Bea Cor Dina Emine Frits Greet Henk Ineke Jaap Klaas Loes"
    " Marten Naima Oscar Petra Ruud Stien Tineke Willem Zeynep Arie Betsy Corrie Driss Ellen Femke Gijs"
    " Hatice Joke Karim Lucie Mia Nico Olga Rob Sjaan Truus Vera Youssef Aagje Bram Coby Daan Esra Floor"
    " Guus Hassan Iris Jos Khadija Leo Maaike Noor Pien Quinten"
)
LAST_NAMES = (
    "van den Berg|de Wit|Yılmaz|Jansen|Bakker|El Amrani|Visser|Smit|Meijer|de Boer|Mulder|Dekker|Öztürk"
    "|van Dijk|Bos|Vos|Peters|Hendriks|van Leeuwen|Kaya|de Bruin|Benali|Kok|Jacobs|van der Heide|Post"
    "|Kuiper|Demir|Schouten|Brouwer"
)


@dataclass(frozen=True)
class Name:
    full: str
    email: str


def names(random: Random) -> "Names":
    return Names(random)


class Names:
    """Hands out a name and an e-mail address, never twice the same."""

    def __init__(self, random: Random) -> None:
        self.pairs = [(first, last) for first in FIRST_NAMES.split() for last in LAST_NAMES.split("|")]
        random.shuffle(self.pairs)

    def next(self) -> Name:
        first, last = self.pairs.pop()
        plain = f"{first}.{last}".lower().translate(str.maketrans("ıöüşç ", "iousc-"))
        return Name(f"{first} {last}", f"{plain}@soesterkwartier.example")


# (trades as VERA codes, what the business is called)
TRADESPEOPLE = [
    (("LOO",), "Loodgietersbedrijf"),
    (("LOO", "CVI"), "Installatiebedrijf"),
    (("CVI",), "Verwarmingstechniek"),
    (("TIM",), "Timmerwerken"),
    (("TIM", "GLA"), "Timmer- en glaswerken"),
    (("SCH",), "Schildersbedrijf"),
    (("ELE",), "Elektrotechniek"),
    (("STU",), "Stukadoorsbedrijf"),
    (("TEG",), "Tegelwerken"),
]
