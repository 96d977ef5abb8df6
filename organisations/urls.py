from django.urls import path

from organisations import views

app_name = "organisations"

urlpatterns = [
    path("organisations/", views.organisation_list, name="list"),
    path("organisations.json", views.organisation_list, {"fmt": "json"}, name="list_json"),
    path("organisations/<slug:organisation>/", views.organisation_detail, name="detail"),
    path(
        "organisations/<slug:organisation>.ics",
        views.organisation_detail,
        {"fmt": "ics"},
        name="ics",
    ),
    path(
        "organisations/<slug:organisation>.json",
        views.organisation_detail,
        {"fmt": "json"},
        name="json",
    ),
]
