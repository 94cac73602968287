"""Signed-in browsers without signing in: sessions made beforehand, printed as JSON."""

import json
import os
import sys
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"


def session_of(user: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from werkplaats.portal.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key
    return session.session_key


def main(residents: int) -> None:
    import django

    django.setup()
    from allauth.mfa.models import Authenticator
    from django.utils import timezone

    from werkplaats.desk.actors import actor_of_person
    from werkplaats.homes.models import Residence
    from werkplaats.intake.models import Request
    from werkplaats.members.models import ApiToken, Person
    from werkplaats.members.rules.roles import Role
    from werkplaats.members.services.tokens import make_token

    middle = Person.objects.filter(roles__role="coordinator").order_by("cooperative_id")
    coordinator = middle[middle.count() // 2]
    Authenticator.objects.get_or_create(user=coordinator.user, type="totp", defaults={"data": {}})
    ApiToken.objects.filter(person=coordinator).delete()
    token = make_token(actor_of_person(coordinator.pk), Role.COORDINATOR, "bench", at=timezone.now())
    here = Request.objects.filter(cooperative=coordinator.cooperative)
    homes = Residence.objects.filter(cooperative=coordinator.cooperative).select_related("person__user", "dwelling")
    dwellings = {request.dwelling for request in here.select_related("dwelling").order_by("?")[:300]}
    print(
        json.dumps(
            {
                "coordinator": session_of(coordinator.user),
                "token": token,
                "references": list(here.order_by("?").values_list("reference", flat=True)[:300]),
                "searches": [f"{dwelling.street} {dwelling.house_number}" for dwelling in dwellings],
                "residents": [
                    {
                        "session": session_of(home.person.user),
                        "person": home.person_id,
                        "dwelling": home.dwelling_id,
                    }
                    for home in homes[:residents]
                ],
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
