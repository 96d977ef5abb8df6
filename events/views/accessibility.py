from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import pages
from events.accessibility import latest_trial
from events.filters import Selection
from events.responses import public


@require_safe
@public
def accessibility(request):
    Selection(request.GET, names=())
    description = _("Ce qui a été essayé de l’accessibilité de ce site, et ce qui ne l’a pas été.")
    context = {
        "page": pages.list_page(request, _("Déclaration d’accessibilité"), description),
        "trial": latest_trial(),
        "site": settings.SITE_URL,
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT,
    }
    return render(request, "accessibility.html", context)
