"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from werkplaats.portal.board import subscription_views, tariff_views, views

app_name = "board"


class Day:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a ValueError here is a 404

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(Day, "day")

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("afrekening/", views.settlement, name="settlement"),
    path("afrekening/facturen/", views.issue, name="issue"),
    path("afrekening/uitbetalen/", views.pay, name="pay"),
    path("facturen/<int:number>.pdf", views.invoice, name="invoice"),
    path("facturen/<int:number>.xml", views.invoice_ubl, name="invoice_ubl"),
    path("facturen/<int:number>/betaler/", views.payer, name="payer"),
    path("uitbetalingen/<day:run>.csv", views.payouts, name="payouts"),
    path("briefhoofd/", views.letterhead, name="letterhead"),
    path("tarieven/", tariff_views.overview, name="tariffs"),
    path("tarieven/nieuw/", tariff_views.begin, name="tariff_begin"),
    path("tarieven/maand/", tariff_views.charge_month, name="charge_month"),
    path("tarieven/<int:tariff_id>/", tariff_views.tariff, name="tariff"),
    path("tarieven/<int:tariff_id>/wijzigen/", tariff_views.change, name="tariff_change"),
    path("tarieven/<int:tariff_id>/proberen/", tariff_views.try_out, name="tariff_try"),
    path("tarieven/<int:tariff_id>/goedkeuren/", tariff_views.approve, name="tariff_approve"),
    path("tarieven/<int:tariff_id>/weg/", tariff_views.discard, name="tariff_away"),
    path("abonnementen/", subscription_views.subscriptions, name="subscriptions"),
    path("abonnementen/<int:subscription_id>/", subscription_views.end, name="subscription_end"),
]
