from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages
from events.corrections import Reader
from events.filters import Selection
from events.models import Reply
from events.responses import page_of, public, respond

A_PAGE = 50


@require_safe
@public
def correction_list(request, fmt="html"):
    title, description = _("Corrections"), _("Ce qui a été corrigé, quand et pourquoi.")
    Selection(request.GET, names=())
    listing = listings.corrections(title, description)
    if fmt != "html":
        return respond(request, fmt, listing)
    shown = page_of(request, listing.records, A_PAGE)
    replies = Reply.objects.public().with_subject().newest_first() if shown.number == 1 else []
    page = pages.list_page(request, title, description, "atom", "json")
    context = {"page": page, "corrections": shown, "replies": Reader(replies).replies(replies)}
    return render(request, "events/correction_list.html", context)
