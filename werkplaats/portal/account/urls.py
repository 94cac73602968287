"""The pages about oneself, for everybody who is signed in."""

from django.urls import URLPattern, path

from werkplaats.portal.account import invoice_views, views

app_name = "account"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("facturen/", invoice_views.invoices, name="invoices"),
    path("facturen/<int:number>.pdf", invoice_views.invoice, name="invoice"),
    path("facturen/<int:number>.xml", invoice_views.invoice_ubl, name="invoice_ubl"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:token_id>/intrekken/", views.withdraw, name="token_withdraw"),
]
