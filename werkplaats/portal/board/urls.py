"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from werkplaats.portal.board import (
    bank_views,
    books_views,
    guard_views,
    memorial_views,
    vat_views,
    views,
)

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
    path("bank/", bank_views.home, name="bank"),
    path("bank/opnieuw/", bank_views.again, name="bank_again"),
    path("bank/regel/<int:line_id>/", bank_views.line, name="bank_line"),
    path("bank/ongedaan/<int:match_id>/", bank_views.unmatch, name="bank_unmatch"),
    path("bank/geschiedenis/", bank_views.history, name="bank_history"),
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
