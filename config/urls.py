from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config.door import favicon, healthz, manifest
from events.views import index, offline

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon),
    path("site.webmanifest", manifest, name="manifest"),
    path("sitemap.xml", index.sitemap, name="sitemap"),
    path("robots.txt", index.robots, name="robots"),
    # At the root: a worker serves the addresses below its own.
    path("sw.js", offline.worker, name="worker"),
    path("media/", include("images.urls")),
    path("admin/", admin.site.urls),
    path("_nested_admin/", include("nested_admin.urls")),
    *i18n_patterns(
        path("", include("events.urls")),
        path("", include("speakers.urls")),
        path("", include("organisations.urls")),
        path("", include("sources.urls")),
        prefix_default_language=False,
    ),
]
