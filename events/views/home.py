from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import pages
from events.models import Edition, Panel, Session
from events.programme import week
from sources.models import Source
from speakers.models import Speaker


@require_safe
def home(request):
    now = timezone.now()
    lead = Edition.objects.public().with_row().coming_or_latest(timezone.localdate(now))
    context = {
        "page": pages.home_page(),
        "now_on": Session.objects.published().on_at(now).with_place(),
        "coming": Session.objects.published().after(now).with_place()[:3],
        "lead": lead,
        "days": week(lead) if lead else [],
        "panels": Panel.objects.published().staged().newest_first().with_lineup()[:10],
        "editions": Edition.objects.public().newest_first().with_row().with_counts()[:20],
        "speakers": Speaker.objects.public().in_order().with_appearance_count()[:300],
        "sources": Source.objects.public().in_order().with_fact_count()[:20],
    }
    return render(request, "home.html", context)
