"""People come in: registered once, with roles, consents and perhaps a membership."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean
from werkplaats.members.models import Consent, Cooperative, Member, Person, PersonRole, User
from werkplaats.members.rules import ConsentPurpose, ContactBy, MemberKind
from werkplaats.members.rules.roles import Actor, May, Role, require


@transaction.atomic
def register_person(
    cooperative_id: int,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    language: str = "nl",
    contact_by: str = ContactBy.EMAIL,
    roles: Iterable[Role] = (),
    at: datetime,
) -> Person:
    """The person with this e-mail address, made when not known yet. With an address comes a way to sign in.

    Errors: Refused without a name, or when the address is no address or belongs to somebody of another cooperative.
    """
    name, email = " ".join(name.replace("\x00", "").split()), email.strip().lower()
    if not name:
        raise Refused(_("Fill in a name."), field="name")
    if email:
        _check_email(email)
        _one_at_a_time(email)
    person = Person.objects.filter(cooperative_id=cooperative_id, email__iexact=email).first() if email else None
    if person is None:
        person = Person.objects.create(
            cooperative_id=cooperative_id,
            user=_user(email) if email else None,
            name=name,
            email=email,
            phone=clean(phone),
            language=language,
            contact_by=contact_by if email or contact_by != ContactBy.EMAIL else ContactBy.LETTER,
            created_at=at,
        )
    for role in roles:
        give_role(person, role, at=at)
    return person


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("This is not an e-mail address. It looks like name@example.nl."), field="email") from error


def _one_at_a_time(email: str) -> None:
    """Who is registered by two forms at the same moment becomes one person; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"person {email}"])


def _user(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return User.objects.create_user(email)
    if Person.objects.filter(user=user).exists():
        raise Refused(_("This e-mail address is in use in another neighbourhood. Use another one."), field="email")
    return user


def give_role(person: Person, role: Role, *, at: datetime) -> bool:
    """True when the person had not this role yet."""
    __, is_new = PersonRole.objects.get_or_create(
        person=person, role=role, defaults={"cooperative_id": person.cooperative_id, "since": at}
    )
    return is_new


def take_role(person: Person, role: Role, *, at: datetime) -> None:
    """From the next page on the person is this no more; tokens in this role open nothing, also not after a return."""
    PersonRole.objects.filter(person=person, role=role).delete()
    person.api_tokens.filter(role=role, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def record_consent(actor: Actor, person_id: int, purpose: ConsentPurpose, given: bool, *, at: datetime) -> Consent:
    """Note that somebody agreed, or agrees no longer. The person does it, or the coordinator after asking."""
    if actor.person_id != person_id:
        require(actor, May.ASSESS)
    person = Person.objects.filter(pk=person_id, cooperative_id=actor.cooperative_id).first()
    if person is None:
        raise Refused(_("We do not know this person."))
    return Consent.objects.create(
        cooperative_id=person.cooperative_id,
        person=person,
        purpose=purpose,
        given=given,
        at=at,
        recorded_by_id=actor.person_id,
    )


@transaction.atomic
def join_as_member(
    cooperative_id: int,
    *,
    name: str,
    email: str,
    phone: str = "",
    kind: str = MemberKind.PERSON,
    business_name: str = "",
    at: datetime,
) -> Member:
    """Anyone can become a member. A member already: the same membership."""
    if kind == MemberKind.BUSINESS and not business_name.strip():
        raise Refused(_("Fill in the name of the business."), field="business_name")
    Cooperative.objects.select_for_update().get(pk=cooperative_id)  # numbers follow each other
    person = register_person(cooperative_id, name=name, email=email, phone=phone, at=at)
    known = Member.objects.filter(person=person, left_at=None).first()
    if known is not None:
        return known
    highest = Member.objects.filter(cooperative_id=cooperative_id).aggregate(number=Max("number"))["number"]
    return Member.objects.create(
        cooperative_id=cooperative_id,
        person=person,
        kind=kind,
        business_name=clean(business_name),
        number=(highest or 0) + 1,
        joined_at=at,
    )
