from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import pages
from events.filters import NOW, Selection
from events.models import Edition, Panel, Session
from events.now import moment, under_way
from events.programme import at_a_glance
from events.responses import public
from sources.models import Source
from speakers.models import Speaker


@require_safe
@public
def home(request):
    Selection(request.GET, names=(), also=[NOW])
    now = moment(request.GET, timezone.get_default_timezone())
    lead = Edition.objects.public().with_row().coming_or_latest(timezone.localdate(now))
    context = {
        "page": pages.home_page(),
        "now_on": under_way(Session.objects.published().begun_lately(now).with_place(), now),
        "coming": Session.objects.published().after(now).with_place()[:3],
        "lead": lead,
        "days": at_a_glance(lead) if lead else [],
        "panels": Panel.objects.published().staged().newest_first().with_lineup()[:10],
        "editions": Edition.objects.public().newest_first().with_row().with_counts()[:20],
        "speakers": Speaker.objects.public().in_order().with_appearance_count()[:300],
        "sources": Source.objects.public().in_order().with_fact_count()[:20],
    }
    return render(request, "home.html", context)
