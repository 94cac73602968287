"""What lists of people have in common: one row a person, and nobody is taken for somebody else."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext_noop

from werkplaats.members.models import Cooperative, Person

EMAIL_TWICE = gettext_noop("Row %(row)s has the same e-mail address. Everybody needs an own one.")
OTHER_NAME = gettext_noop(
    "This e-mail address is known here with another name. Write the name as it is known, or another address."
)
OTHER_REFERENCE = gettext_noop(
    "This reference is known here with another name. Write the name as it is known, or another reference."
)
KEPT = gettext_noop("We know something else here, and keep that. Change it on the page of this person.")


def by_email(cooperative: Cooperative) -> dict[str, Person]:
    people = Person.objects.filter(cooperative=cooperative).exclude(email="")
    return {person.email.lower(): person for person in people}


def is_somebody_else(known: Person | None, name: str) -> bool:
    """Is this somebody with another name?"""
    return known is not None and bool(name) and name.casefold() != " ".join(known.name.split()).casefold()


def hold(emails: Iterable[str]) -> None:
    """Take the locks of `register_person` beforehand, always in one order, so that two lists never wait in a circle."""
    keys = [f"person {email}" for email in sorted({email.strip().lower() for email in emails} - {""})]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 0))"
            " FROM (SELECT key FROM unnest(%s::text[]) WITH ORDINALITY AS keys(key, place) ORDER BY place) AS ordered",
            [keys],
        )
