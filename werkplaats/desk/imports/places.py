"""Where an address is, as far as we know without asking anybody: at its neighbours."""

from collections import defaultdict

from werkplaats.homes.models import Dwelling
from werkplaats.members.models import Cooperative

Position = tuple[float, float]


class Places:
    """The positions that are known in a neighbourhood, by postcode and by street."""

    def __init__(self, cooperative: Cooperative) -> None:
        self.middle: Position = (cooperative.latitude, cooperative.longitude)
        self._by_postcode: dict[str, list[tuple[int, Position]]] = defaultdict(list)
        self._by_street: dict[str, list[tuple[int, Position]]] = defaultdict(list)
        rows = Dwelling.objects.filter(cooperative=cooperative).order_by("id")
        for row in rows.values_list("postcode", "street", "house_number", "latitude", "longitude"):
            self.add(*row)

    def add(self, postcode: str, street: str, house_number: int, latitude: float, longitude: float) -> None:
        position = (latitude, longitude)
        if position == self.middle:  # somebody else's guess
            return
        self._by_postcode[postcode].append((house_number, position))
        self._by_street[street.strip().casefold()].append((house_number, position))

    def near(self, postcode: str, street: str, house_number: int) -> Position:
        """The nearest number with this postcode, else in this street, else the middle of the neighbourhood."""
        known = self._by_postcode.get(postcode) or self._by_street.get(street.strip().casefold())
        if not known:
            return self.middle
        return min(known, key=lambda one: abs(one[0] - house_number))[1]
