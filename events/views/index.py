from types import SimpleNamespace
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.languages import translations
from events.models import Day, Edition, Session
from organisations.models import Organisation
from sources.models import Source
from speakers.models import Speaker


class AtSite:
    """Addresses come from SITE_URL, never from the request; each names its translations."""

    limit = 45_000

    def get_urls(self, page=1, site=None, protocol=None):
        address = urlsplit(settings.SITE_URL)
        site = SimpleNamespace(domain=address.netloc)
        urls = super().get_urls(page, site, address.scheme)
        for url in urls:
            named = translations(urlsplit(url["location"]).path)
            url["alternates"] = [{"lang_code": code, "location": where} for code, where in named]
        return urls


class Lists(AtSite, Sitemap):
    def items(self):
        lists = ["edition_list", "session_list", "panel_list", "appearance_list", "together"]
        events = ["home", *lists, "correction_list", "press_kit", "accessibility"]
        directories = ["speakers:list", "organisations:list", "sources:list"]
        return [f"events:{name}" for name in events] + directories

    def location(self, item):
        return reverse(item)


class Changes(AtSite, Sitemap):
    """Of the editions that changed after they were published."""

    def items(self):
        return Edition.objects.public().filter(releases__number=1).order_by("pk")

    def location(self, item):
        return reverse("events:changes", args=[item.slug])


class Records(AtSite, GenericSitemap):
    pass


def records() -> dict:
    querysets = {
        "editions": Edition.objects.public(),
        "days": Day.objects.public().filter(date__isnull=False).select_related("edition"),
        "sessions": Session.objects.published().select_related("day__edition"),
        "speakers": Speaker.objects.public(),
        "organisations": Organisation.objects.public(),
        "sources": Source.objects.public(),
    }
    return {
        name: Records({"queryset": queryset.order_by("pk")}) for name, queryset in querysets.items()
    }


@require_safe
def sitemap(request):
    response = sitemap_view(request, {"lists": Lists, "changes": Changes} | records())
    # It lists the pages; that it be listed itself helps nobody.
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def robots(request):
    closed = [f"Disallow: {path}" for path in ("/admin/", "/preview/")]
    lines = ["User-agent: *", *closed, f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
