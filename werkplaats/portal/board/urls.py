"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from werkplaats.portal.board import debit_views, friday_views, views

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
    path("facturen/<int:number>.pdf", views.invoice, name="invoice"),
    path("facturen/<int:number>.xml", views.invoice_ubl, name="invoice_ubl"),
    path("facturen/<int:number>/betaler/", views.payer, name="payer"),
    path("vrijdag/", friday_views.friday, name="friday"),
    path("vrijdag/uitbetalen/", friday_views.draft, name="pay_draft"),
    path("vrijdag/run/<int:number>/", friday_views.pay_run, name="pay_run"),
    path("vrijdag/run/<int:number>/goedkeuren/", friday_views.approve, name="pay_approve"),
    path("vrijdag/run/<int:number>/intrekken/", friday_views.withdraw, name="pay_withdraw"),
    path("vrijdag/run/<int:number>/versturen/", friday_views.send, name="pay_send"),
    path("vrijdag/run/<int:number>.xml", friday_views.file, name="pay_file"),
    path("vrijdag/betwist/<int:dispute>/", friday_views.answer, name="dispute_answer"),
    path("incasso/", debit_views.debits, name="debits"),
    path("incasso/machtiging/", debit_views.mandate, name="mandate"),
    path("incasso/machtiging/<int:mandate_id>/intrekken/", debit_views.end_mandate, name="mandate_end"),
    path("incasso/incassant/", debit_views.creditor, name="creditor"),
    path("incasso/maken/", debit_views.collect, name="debit_run"),
    path("incasso/<int:number>.xml", debit_views.file, name="debit_file"),
    path("incasso/<int:number>/intrekken/", debit_views.withdraw, name="debit_withdraw"),
    path("briefhoofd/", views.letterhead, name="letterhead"),
]
