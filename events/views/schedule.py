from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.addresses import find
from events.filters import Selection
from events.formats import frab
from events.models import Edition, Session
from events.responses import machine, public
from events.schedule import schedule_of

FORMATS = {
    "xml": (frab.as_xml, "application/xml; charset=utf-8"),
    "json": (frab.as_json, "application/json"),
}


@require_safe
@public
def schedule(request, edition, fmt):
    """The edition's programme as the programs for conferences read it."""
    edition = find(Edition.objects.public(), edition)
    selection = Selection(request.GET)
    told = schedule_of(edition, selection.sessions(Session.objects.published().of(edition)))
    if not told.dates:
        raise Http404(_("Aucun jour de cette édition n’a de date : frab ne sait pas la dire."))
    write, content_type = FORMATS[fmt]
    return machine(write(told), content_type)
