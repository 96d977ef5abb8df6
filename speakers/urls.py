from django.urls import path

from speakers import views

app_name = "speakers"

urlpatterns = [
    path("speakers/", views.speaker_list, name="list"),
    path("speakers.json", views.speaker_list, {"fmt": "json"}, name="list_json"),
    path("speakers/<slug:speaker>/", views.speaker_detail, name="detail"),
    path("speakers/<slug:speaker>.ics", views.speaker_detail, {"fmt": "ics"}, name="ics"),
    path("speakers/<slug:speaker>.json", views.speaker_detail, {"fmt": "json"}, name="json"),
]
