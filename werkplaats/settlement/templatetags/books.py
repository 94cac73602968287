"""The accounts of the books and the reasons of VAT on a page: `{% load books %}{{ entry.account|account_name }}`."""

from django import template
from django.utils.translation import get_language

from werkplaats.settlement.models import Charge, Earning
from werkplaats.settlement.rules.chart import CHART, Account
from werkplaats.settlement.rules.vat import rule_on

register = template.Library()


@register.filter
def account_name(account: str) -> str:
    """In the language of the page."""
    return CHART[Account(account)].name(get_language() or "nl")


@register.filter
def account_number(account: str) -> str:
    return CHART[Account(account)].number


@register.filter
def vat_reason(line: Charge | Earning) -> str:
    """Why a line has its VAT, in the language of the page."""
    return rule_on(line.vat_rule, line.delivered_on).reason(get_language() or "nl")


@register.filter
def negated(cents: int) -> int:
    """A credit, as it stands in a column of credits."""
    return -cents
