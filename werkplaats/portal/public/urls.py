"""The pages that anybody may open; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.public import demo_views, list_views, results_views, survey_views, views

app_name = "public"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("buurt/<slug:slug>/", views.cooperative, name="cooperative"),
    path("buurt/<slug:slug>/meedoen/", views.join_pilot, name="join_pilot"),
    path("buurt/<slug:slug>/lid-worden/", views.become_member, name="become_member"),
    path("buurt/<slug:slug>/werken-als/<slug:kind>/", views.apply, name="apply"),
    path("buurt/<slug:slug>/bedankt/<slug:what>/", views.thanks, name="thanks"),
    path("buurt/<slug:slug>/wie-doet-wat/", list_views.who_does_what, name="who_does_what"),
    path("buurt/<slug:slug>/wie-doet-wat/afdrukken/", list_views.who_does_what_print, name="who_does_what_print"),
    path("resultaten/", results_views.all_results, name="all_results"),
    path("buurt/<slug:slug>/resultaten/", results_views.results, name="results"),
    path("open-data/", results_views.all_open_data, name="all_open_data"),
    path("buurt/<slug:slug>/open-data/", results_views.about_data, name="open_data"),
    path("buurt/<slug:slug>/open-data/cijfers.<slug:ending>", results_views.file, name="open_data_file"),
    path("buurt/<slug:slug>/open-data/woordenboek.csv", results_views.dictionary, name="open_data_dictionary"),
    path("buurt/<slug:slug>/open-data/dcat.<slug:notation>", results_views.description, name="open_data_description"),
    path("vragen/<str:token>/", survey_views.survey, name="survey"),
    path("demo/inloggen/", demo_views.sign_in, name="demo_sign_in"),
    path("demo/post/", demo_views.mail, name="mail"),
]
