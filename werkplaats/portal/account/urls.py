"""The pages about oneself, for everybody who is signed in."""

from django.urls import URLPattern, path

from werkplaats.portal.account import views

app_name = "account"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:token_id>/intrekken/", views.withdraw, name="token_withdraw"),
]
