"""Who lives where: somebody becomes known as a resident of a dwelling."""

from datetime import datetime

from werkplaats.ground.formats import local_day
from werkplaats.homes.models import Dwelling, Residence
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Role
from werkplaats.members.services.people import register_person


def resident_of(
    dwelling: Dwelling, *, name: str, email: str, phone: str, language: str, contact_by: str, at: datetime
) -> Person:
    """The resident of this name, registered when not known yet.

    An e-mail address tells who somebody is; without one it is the same name and phone number at the same address, so
    that a form sent twice makes one person. The caller holds what makes that the two come one after the other.
    """
    person = None if email.strip() else _known(dwelling, name, phone)
    if person is None:
        person = register_person(
            dwelling.cooperative_id,
            name=name,
            email=email,
            phone=phone,
            language=language,
            contact_by=contact_by,
            roles=[Role.RESIDENT],
            at=at,
        )
    Residence.objects.get_or_create(
        person=person,
        dwelling=dwelling,
        until=None,
        defaults={"cooperative_id": dwelling.cooperative_id, "since": local_day(at)},
    )
    return person


def _known(dwelling: Dwelling, name: str, phone: str) -> Person | None:
    people = Person.objects.filter(residences__dwelling=dwelling, residences__until=None, email="")
    return people.filter(name__iexact=" ".join(name.split()), phone=phone.strip(), roles__role=Role.RESIDENT).first()
