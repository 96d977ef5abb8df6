"""What a browser is given for when it has no network: the worker, and the page it then shows."""

import json
from hashlib import sha256

from django.conf import settings
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe

from events.languages import in_language
from events.templatetags.page import LOCALES

# What pages load. Their names have a hash, so a new release is told by them.
ASSETS = [
    "css/registers.css",
    "css/tableronde.css",
    "fonts/archivo-88.woff2",
    "icons/favicon.svg",
    "js/htmx.min.js",
    "js/kept.js",
    "js/offline.js",
]


@require_safe
def worker(request):
    """Without copies, the worker that removes them and itself."""
    name = "sw.js" if settings.OFFLINE_COPIES else "sw_retired.js"
    context = {"site": json.dumps(site())}
    return render(request, name, context, content_type="text/javascript; charset=utf-8")


@require_safe
def not_kept(request):
    """Shown by the worker in place of a page that it has no copy of."""
    response = render(request, "offline.html")
    response["X-Robots-Tag"] = "noindex"
    return response


def site() -> dict:
    """What the worker has to know of this release of the site."""
    assets = [static(name) for name in ASSETS]
    texts = {code: texts_in(code) for code, _name in settings.LANGUAGES}
    sources = [get_template(name).template.source for name in ("sw.js", "offline.html")]
    release = sha256(json.dumps([assets, texts, sources]).encode()).hexdigest()[:12]
    return {"release": release, "assets": assets, "static": settings.STATIC_URL, "texts": texts}


def texts_in(code: str) -> dict:
    with override(code):
        return {
            "locale": LOCALES[code].replace("_", "-"),
            "page": in_language(reverse("events:offline"), code),
            "hour": pgettext("hour and minutes", "h"),
            "band": _("Hors ligne : copie du {day} à {hour}."),
            "filter": _("Hors ligne : cette liste ne se filtre pas sans réseau."),
        }
