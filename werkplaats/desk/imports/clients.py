"""The clients who receive household help, with what the municipality granted."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.desk.imports.cells import Cells
from werkplaats.desk.imports.people import EMAIL_TWICE, KEPT, OTHER_NAME, OTHER_REFERENCE, by_email, is_somebody_else
from werkplaats.desk.imports.places import Places
from werkplaats.desk.imports.report import Lines, Progress
from werkplaats.desk.services.clients import add_grant, refer
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import CareGrant, Client, DistrictTeam, Dwelling
from werkplaats.homes.rules import Frequency, HouseholdActivity, ParticipationStatus
from werkplaats.homes.rules.referral import Referral, flaws
from werkplaats.homes.services.clients import WORDS
from werkplaats.homes.services.dwellings import Address, address_key
from werkplaats.homes.services.fitting import set_home
from werkplaats.members.models import Cooperative, Person
from werkplaats.members.rules import ContactBy, Language, Pet, SpokenLanguage
from werkplaats.members.rules.roles import Actor

COLUMN = {"district_team_id": "district_team"}


@dataclass
class Known:
    """Who is a client already, by what a list can recognise somebody by; and who has which e-mail address."""

    cooperative: Cooperative
    places: Places
    teams: dict[str, DistrictTeam]
    people: dict[str, Person]
    dwellings: dict[Address, Dwelling]
    clients: dict[Any, Client] = field(default_factory=dict)
    first_with: dict[str, tuple[str, int]] = field(default_factory=dict)  # e-mail address → name and row in this list

    def add(self, client: Client) -> None:
        home = client.dwelling
        name = " ".join(client.person.name.split()).casefold()
        self.clients[name, address_key(home.postcode, home.house_number, home.addition)] = client
        for key in (client.provider_reference.casefold(), client.person.email.lower()):
            if key:
                self.clients[key] = client

    def client(self, referral: Referral) -> Client | None:
        address = address_key(referral.postcode, referral.house_number, referral.addition)
        keys = (referral.provider_reference.casefold(), referral.email, (referral.name.casefold(), address))
        return next((self.clients[key] for key in keys if key in self.clients), None)


def load(actor: Actor, cooperative: Cooperative, lines: Lines, at: datetime, say: Progress) -> None:
    """Refer them: a place within the cap, or the waiting list. Who is known keeps what is known."""
    known = _known(cooperative)
    waiting = 0
    for done, (number, values) in enumerate(lines.table.rows, start=1):
        cells = Cells(values)
        home = _home(cells)
        referral = _referral(cells, number, known, lines, at)
        there = known.client(referral)
        if is_somebody_else(known.people.get(referral.email), referral.name):
            lines.wrong(number, "email", _(OTHER_NAME))
        if there is not None and is_somebody_else(there.person, referral.name):
            lines.wrong(number, "provider_reference", _(OTHER_REFERENCE))
        if number not in lines.bad:
            try:
                waiting += _take_in(actor, number, referral, home, there, known, lines, at)
            except Refused as refusal:
                lines.wrong(number, COLUMN.get(refusal.field, refusal.field), refusal.message)
        say(done, len(lines.table.rows))
    if waiting:
        lines.report.said.append(
            ngettext(
                "The pilot is full: %(count)d client goes on the waiting list.",
                "The pilot is full: %(count)d clients go on the waiting list.",
                waiting,
            )
            % {"count": waiting}
        )


def _clients(cooperative_id: int) -> Any:
    clients = Client.objects.filter(cooperative_id=cooperative_id).order_by("id")
    return clients.select_related("person", "dwelling").prefetch_related("grants", "participations")


def _known(cooperative: Cooperative) -> Known:
    dwellings = Dwelling.objects.filter(cooperative=cooperative)
    known = Known(
        cooperative=cooperative,
        places=Places(cooperative),
        teams={team.name.casefold(): team for team in DistrictTeam.objects.filter(cooperative=cooperative)},
        people=by_email(cooperative),
        dwellings={address_key(row.postcode, row.house_number, row.addition): row for row in dwellings},
    )
    for client in _clients(cooperative.pk):
        known.add(client)
    return known


def _referral(cells: Cells, number: int, known: Known, lines: Lines, at: datetime) -> Referral:
    """What the row says; what is wrong in it is noted."""
    street, house_number, addition = cells.address()
    starts, ends = cells.day("starts_on", required=True), cells.day("ends_on", required=True)
    some_day = starts or ends or at.date()  # only where a day is missing, which is noted
    said = Referral(
        name=cells.full_name(),
        email=cells.email("email"),
        phone=cells.phone("phone"),
        language=cells.one_of("language", Language, "language", Language.NL).value,
        contact_by=cells.one_of("contact_by", ContactBy, "contact_by", ContactBy.PHONE).value,
        postcode=cells.postcode("postcode"),
        house_number=house_number,
        addition=addition,
        street=street,
        city=cells.text("city") or known.cooperative.city,
        latitude=0,
        longitude=0,
        district_team_id=_team(cells, known),
        provider_reference=cells.reference("provider_reference"),
        notes_for_helper=cells.remark("notes_for_helper"),
        activities=tuple(HouseholdActivity(code) for code in cells.several("activities", "activity")),
        minutes=cells.whole("minutes", required=True) or 0,
        frequency=cells.one_of("frequency", Frequency, "frequency", Frequency.WEEKLY, required=True),
        starts_on=starts or some_day,
        ends_on=ends or some_day,
        preferred_weekday=cells.weekday("preferred_weekday"),
        preferred_start=cells.moment("preferred_start"),
        heavy=cells.yes("heavy"),
    )
    lines.wrong_cells(number, cells.problems)
    said = _at_home(said, known)
    lines.wrong_cells(number, [(key, WORDS[flaw]) for key, flaw in flaws(said).items()])
    _once(said, number, known, lines)
    return said


def _home(cells: Cells) -> dict[str, Any]:
    """What the row says of pets and language; empty when it says nothing."""
    wanted = cells.perhaps("language_wanted", SpokenLanguage, "spoken_language")
    pets, required = cells.several("pets", "pet"), cells.yes("language_required")
    if required and wanted is None and not cells.problems:
        cells.wrong("language_wanted", _("Choose the language that the helper must speak."))
    if not (pets or wanted or required):
        return {}
    return {"pets": [Pet(one) for one in pets], "language_wanted": wanted, "language_required": required}


def _at_home(said: Referral, known: Known) -> Referral:
    """With its place, and the addition written as it is known."""
    there = known.dwellings.get(address_key(said.postcode, said.house_number, said.addition))
    if there is not None:
        return replace(said, addition=there.addition, latitude=there.latitude, longitude=there.longitude)
    latitude, longitude = known.places.near(said.postcode, said.street, said.house_number)
    return replace(said, latitude=latitude, longitude=longitude)


def _team(cells: Cells, known: Known) -> int:
    """The team that the row names; the only one when it names none. 0: none, which is noted."""
    name = cells.text("district_team")
    if not known.teams:
        cells.wrong("district_team", _("There is no district team yet. Add it before the clients."))
    elif not name and len(known.teams) == 1:
        return next(iter(known.teams.values())).pk
    elif name.casefold() not in known.teams:
        names = ", ".join(team.name for team in known.teams.values())
        cells.wrong("district_team", _("Write one of these: %(choices)s.") % {"choices": names})
    else:
        return known.teams[name.casefold()].pk
    return 0


def _once(said: Referral, number: int, known: Known, lines: Lines) -> None:
    """A client may have several rows, each with a grant that begins on another day."""
    address = address_key(said.postcode, said.house_number, said.addition)
    who = said.provider_reference.casefold() or (said.name.casefold(), address)
    lines.once(
        number,
        "name",
        ("grant", who, said.starts_on),
        _("This is the same client and the same first day as in row %(row)s. Take one of them out."),
    )
    if said.email:
        name, first = known.first_with.setdefault(said.email, (said.name.casefold(), number))
        if name != said.name.casefold():
            lines.wrong(number, "email", _(EMAIL_TWICE) % {"row": first})


def _take_in(
    actor: Actor,
    number: int,
    said: Referral,
    home: dict[str, Any],
    there: Client | None,
    known: Known,
    lines: Lines,
    at: datetime,
) -> bool:
    """Refer, add a grant, or nothing; True when the client goes on the waiting list."""
    if there is None:
        participation = refer(actor, said, at=at)
        if home and participation.client_id:
            set_home(actor, participation.client_id, **home, at=at)
        known.add(_clients(known.cooperative.pk).get(pk=participation.client_id))
        lines.report.new += 1
        return participation.status == ParticipationStatus.WAITING
    if not any(p.status != ParticipationStatus.ENDED for p in there.participations.all()):
        raise Refused(_("This client took part before and has stopped. Refer this client again on the page."))
    grants = list(CareGrant.objects.filter(client=there))
    if any(_is_same(grant, said) for grant in grants):
        lines.report.same += 1
    elif any(_overlap(grant, said) for grant in grants):
        raise Refused(
            _("This client has another grant on these days. End that one first, or mend the row."), field="starts_on"
        )
    else:
        add_grant(
            actor,
            there.pk,
            activities=said.activities,
            minutes=said.minutes,
            frequency=said.frequency,
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            preferred_weekday=said.preferred_weekday,
            preferred_start=said.preferred_start,
            heavy=said.heavy,
            at=at,
        )
        lines.report.changed += 1
    for key in [*_differences(there, said), *_other_home(there, home)]:
        lines.note(number, key, _(KEPT))
    return False


def _last_day(grant: CareGrant) -> date:
    return grant.ended_on or grant.ends_on


def _overlap(grant: CareGrant, said: Referral) -> bool:
    return grant.starts_on <= said.ends_on and said.starts_on <= _last_day(grant)


def _is_same(grant: CareGrant, said: Referral) -> bool:
    return (
        set(grant.activities) == {activity.value for activity in said.activities}
        and (grant.minutes, grant.frequency) == (said.minutes, said.frequency)
        and (grant.starts_on, grant.ends_on) == (said.starts_on, said.ends_on)
    )


def _other_home(there: Client, home: dict[str, Any]) -> list[str]:
    if not home:
        return []
    said = {**home, "pets": sorted(home["pets"]), "language_wanted": home["language_wanted"] or ""}
    return [key for key, value in said.items() if value and getattr(there, key) != value]


def _differences(there: Client, said: Referral) -> list[str]:
    """Columns that say something else than is known; an empty cell says nothing."""
    known = {
        "email": there.person.email.lower(),
        "phone": there.person.phone,
        "postcode": there.dwelling.postcode,
        "provider_reference": there.provider_reference,
        "notes_for_helper": there.notes_for_helper,
    }
    return [key for key, value in known.items() if getattr(said, key) not in ("", value)]
