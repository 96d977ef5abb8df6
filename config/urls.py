from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from config.accounts import PasswordResetView
from config.door import favicon, healthz, manifest
from events.views import index, offline, preview

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon),
    path("site.webmanifest", manifest, name="manifest"),
    path("sitemap.xml", index.sitemap, name="sitemap"),
    path("robots.txt", index.robots, name="robots"),
    # At the root: a worker serves the addresses below its own.
    path("sw.js", offline.worker, name="worker"),
    # The language stands behind the token, where the page's own address begins.
    path("preview/<token>/", preview.preview, name="preview"),
    path("preview/<token>/<path:path>", preview.preview),
    path("media/", include("images.urls")),
    # The admin's login page links to the first of them where it is there.
    path("admin/password/", PasswordResetView.as_view(), name="admin_password_reset"),
    path("admin/password/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "admin/password/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "admin/password/done/",
        auth.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
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
