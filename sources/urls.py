from django.urls import path

from sources import views

app_name = "sources"

urlpatterns = [
    path("sources/", views.source_list, name="list"),
    path("sources.json", views.source_list, {"fmt": "json"}, name="list_json"),
    path("sources/<slug:source>/", views.source_detail, name="detail"),
    path("sources/<slug:source>.json", views.source_detail, {"fmt": "json"}, name="json"),
]
