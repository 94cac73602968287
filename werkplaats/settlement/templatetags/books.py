"""The accounts of the books on a page: `{% load books %}{{ entry.account|account_name }}`."""

from django import template
from django.utils.translation import get_language

from werkplaats.settlement.rules.chart import CHART, Account

register = template.Library()


@register.filter
def account_name(account: str) -> str:
    """In the language of the page."""
    return CHART[Account(account)].name(get_language() or "nl")


@register.filter
def account_number(account: str) -> str:
    return CHART[Account(account)].number


@register.filter
def negated(cents: int) -> int:
    """A credit, as it stands in a column of credits."""
    return -cents
