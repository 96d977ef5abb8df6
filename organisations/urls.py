from events.urls import with_formats
from organisations import views

app_name = "organisations"

urlpatterns = [
    *with_formats("organisations", views.organisation_list, "list", "directory"),
    *with_formats("organisations/<slug:organisation>", views.organisation_detail, "detail"),
]
