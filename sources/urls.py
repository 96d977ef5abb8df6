from events.urls import with_formats
from sources import views

app_name = "sources"

urlpatterns = [
    *with_formats("sources", views.source_list, "list", "json"),
    *with_formats("sources/<slug:source>", views.source_detail, "detail", "json"),
]
