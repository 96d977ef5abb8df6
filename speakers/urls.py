from events.urls import with_formats
from speakers import views

app_name = "speakers"

urlpatterns = [
    *with_formats("speakers", views.speaker_list, "list", "directory"),
    *with_formats("speakers/<slug:speaker>", views.speaker_detail, "detail"),
]
