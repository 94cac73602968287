"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from werkplaats.portal.board import (
    books_views,
    care_views,
    export_views,
    guard_views,
    memorial_views,
    subscription_views,
    tariff_views,
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
    path("boeken/", books_views.trial_balance, name="books"),
    path("boeken/winst-en-verlies/", books_views.profit_and_loss, name="books_profit_and_loss"),
    path("boeken/balans/", books_views.balance_sheet, name="books_balance_sheet"),
    path("boeken/open-posten/", books_views.open_items, name="books_open_items"),
    path("boeken/rekening/<str:account>/", books_views.one_account, name="books_account"),
    path("boeken/boeking/<int:booking>/", memorial_views.one_booking, name="books_booking"),
    path("boeken/memoriaal/", memorial_views.by_hand, name="books_by_hand"),
    path("boeken/open-posten/<int:open_invoice>/", memorial_views.write_off, name="books_write_off"),
    path("boeken/maanden/", books_views.months, name="books_months"),
    path("boeken/maanden/afsluiten/", books_views.close, name="books_close"),
    path("briefhoofd/", views.letterhead, name="letterhead"),
    path("export/", export_views.index, name="exports"),
    path("export/tabel/", export_views.table, name="export_table"),
    path("export/auditfile/", export_views.audit, name="audit_file"),
    path("declaratie/", care_views.index, name="care"),
    path("declaratie/gemeente/<int:team_id>/", care_views.draft, name="care_draft"),
    path("declaratie/gemeente/<int:team_id>/maken/", care_views.declare, name="care_declare"),
    path("declaratie/gemeente/<int:team_id>/aanbieder/", care_views.contract, name="care_contract"),
    path("declaratie/toewijzing/<int:grant_id>/", care_views.allocation, name="care_allocation"),
    path("declaratie/<slug:declaration>/", care_views.show, name="care_declaration"),
    path("declaratie/<slug:declaration>/antwoord/", care_views.answer, name="care_answer"),
    path("declaratie/<slug:declaration>/bericht.xml", care_views.message, name="care_message"),
    path("declaratie/<slug:declaration>/tabel.<str:file_type>", care_views.table, name="care_table"),
    path("btw/", vat_views.vat, name="vat"),
    path("btw/aangifte.csv", vat_views.vat_csv, name="vat_csv"),
    path("btw/kor/", vat_views.vat_limit, name="vat_limit"),
    path("btw/gegevens/", vat_views.vat_facts, name="vat_facts"),
    path("btw/gegevens/corporatie/<int:landlord_id>/", vat_views.vat_landlord, name="vat_landlord"),
    path("btw/gegevens/vakmens/<int:worker_id>/", vat_views.vat_worker, name="vat_worker"),
    path("btw/regels/", vat_views.vat_rules, name="vat_rules"),
    path("zelfstandigen/", guard_views.guard, name="guard"),
    path("zelfstandigen/<int:worker_id>/", guard_views.guard_worker, name="guard_worker"),
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
