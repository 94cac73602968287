"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from werkplaats.portal.board import guard_views, vat_views, views

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
    path("btw/", vat_views.vat, name="vat"),
    path("btw/aangifte.csv", vat_views.vat_csv, name="vat_csv"),
    path("btw/kor/", vat_views.vat_limit, name="vat_limit"),
    path("btw/gegevens/", vat_views.vat_facts, name="vat_facts"),
    path("btw/gegevens/corporatie/<int:landlord_id>/", vat_views.vat_landlord, name="vat_landlord"),
    path("btw/gegevens/vakmens/<int:worker_id>/", vat_views.vat_worker, name="vat_worker"),
    path("btw/regels/", vat_views.vat_rules, name="vat_rules"),
    path("zelfstandigen/", guard_views.guard, name="guard"),
    path("zelfstandigen/<int:worker_id>/", guard_views.guard_worker, name="guard_worker"),
]
