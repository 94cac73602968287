"""A pilot and who wants to take part: what the tests of homes and of its pages begin with."""

from datetime import time, timedelta
from itertools import count
from typing import Any

from tests.build import (
    NOW,
    TODAY,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_district_team_contact,
    a_dwelling,
    a_household_pilot,
    a_landlord,
    a_pilot,
)
from werkplaats.homes.models import Client, Dwelling, Participation, Pilot
from werkplaats.homes.rules import Frequency, HouseholdActivity
from werkplaats.homes.rules.referral import Referral
from werkplaats.homes.services.pilots import sign_up_dwelling
from werkplaats.members.models import Cooperative

numbers = count(1)


def a_referral(district_team_id: int, **fields: Any) -> Referral:
    """Somebody with a home of their own, and help every week on Wednesday at nine."""
    number = next(numbers)
    return Referral(
        **{
            "name": f"Cliënt {number}",
            "phone": f"033 556 00 {number:02d}",
            "postcode": "3812 BC",
            "house_number": number,
            "street": "Soesterweg",
            "city": "Amersfoort",
            "latitude": 52.1562,
            "longitude": 5.3683,
            "district_team_id": district_team_id,
            "activities": (HouseholdActivity.LIGHT_CLEANING,),
            "minutes": 120,
            "frequency": Frequency.WEEKLY,
            "starts_on": TODAY,
            "ends_on": TODAY + timedelta(days=180),
            "preferred_weekday": 2,
            "preferred_start": time(9),
            **fields,
        }
    )


class Homes:
    """A landlord with a pilot for repairs, a district team with one for household help."""

    def __init__(self, cap: int = 50, *, cooperative: Cooperative | None = None) -> None:
        self.cooperative = cooperative or a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.landlord = a_landlord(self.cooperative)
        self.repairs = a_pilot(self.landlord, cap)
        self.team = a_district_team(self.cooperative)
        self.contact = a_district_team_contact(self.team)
        self.household = a_household_pilot(self.team, min(cap, 30))

    def dwelling(self, **fields: Any) -> Dwelling:
        return a_dwelling(self.landlord, **fields)

    def sign_up(self, dwelling: Dwelling | None = None, **fields: Any) -> Participation:
        home = dwelling or self.dwelling()
        return sign_up_dwelling(
            self.cooperative.pk,
            **{
                "pilot_id": self.repairs.pk,
                "postcode": home.postcode,
                "house_number": home.house_number,
                "name": f"Huurder {next(numbers)}",
                "phone": "033 555 11 11",
                "contact_by": "phone",
                "at": NOW,
                **fields,
            },
        )

    def referral(self, **fields: Any) -> Referral:
        return a_referral(self.team.pk, **fields)


def client_of(participation: Participation) -> Client:
    return Client.objects.get(pk=participation.client_id or 0)


def places(pilot: Pilot) -> dict[str, int]:
    """How many there are of each status."""
    found: dict[str, int] = {}
    for status in Participation.objects.filter(pilot=pilot).values_list("status", flat=True):
        found[status] = found.get(status, 0) + 1
    return found
