"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.board import (
    books_views,
    debit_views,
    friday_views,
    guard_views,
    memorial_views,
    vat_views,
    views,
)

app_name = "board"

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
    path("vrijdag/betwist/<int:dispute_id>/", friday_views.answer, name="dispute_answer"),
    path("incasso/", debit_views.debits, name="debits"),
    path("incasso/machtiging/", debit_views.mandate, name="mandate"),
    path("incasso/machtiging/<int:mandate_id>/intrekken/", debit_views.end_mandate, name="mandate_end"),
    path("incasso/incassant/", debit_views.creditor, name="creditor"),
    path("incasso/maken/", debit_views.collect, name="debit_run"),
    path("incasso/<int:number>.xml", debit_views.file, name="debit_file"),
    path("incasso/<int:number>/intrekken/", debit_views.withdraw, name="debit_withdraw"),
    path("boeken/", books_views.trial_balance, name="books"),
    path("boeken/winst-en-verlies/", books_views.profit_and_loss, name="books_profit_and_loss"),
    path("boeken/balans/", books_views.balance_sheet, name="books_balance_sheet"),
    path("boeken/open-posten/", books_views.open_items, name="books_open_items"),
    path("boeken/rekening/<str:account>/", books_views.one_account, name="books_account"),
    path("boeken/boeking/<int:booking>/", memorial_views.one_booking, name="books_booking"),
    path("boeken/memoriaal/", memorial_views.by_hand, name="books_by_hand"),
    path("boeken/open-posten/<int:number>/", memorial_views.write_off, name="books_write_off"),
    path("boeken/maanden/", books_views.months, name="books_months"),
    path("boeken/maanden/afsluiten/", books_views.close, name="books_close"),
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
