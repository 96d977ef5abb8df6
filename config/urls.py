from django.contrib import admin
from django.urls import include, path

from config.door import favicon, healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    path("_nested_admin/", include("nested_admin.urls")),
    path("", include("events.urls")),
    path("", include("speakers.urls")),
    path("", include("organisations.urls")),
    path("", include("sources.urls")),
]
