"""The card of each page, at an address that changes with what it says."""

from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from events import cards
from events.addresses import find, find_day
from events.formats.card import draw
from events.models import Appearance, Edition, Session
from events.responses import public
from images.sizes import octets
from organisations.models import Organisation
from speakers.models import Speaker

FOR_GOOD = "public, max-age=31536000, immutable"
# What a card was before leads to what it is now, which may change again.
FOR_A_WHILE = "public, max-age=300"


def in_its_language(view):
    """The language of a card is in its own address: no prefix of a page stands before it."""

    @wraps(view)
    def answered(request, *args, language=settings.LANGUAGE_CODE, **kwargs):
        with translation.override(language):
            return view(request, *args, **kwargs)

    return answered


def answer(card_at, digest: str, face=bytes) -> HttpResponse:
    """The picture; from the address of a former one, the way to it. `face` reads a portrait."""
    if digest != card_at.card.digest:
        response = HttpResponseRedirect(card_at.path)
        response["Cache-Control"] = FOR_A_WHILE
        return response
    drawn = caches["cards"].get_or_set(card_at.path, lambda: draw(card_at.card, face()))
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = FOR_GOOD
    return response


@require_safe
@public
@in_its_language
def site(request, digest, fmt):
    return answer(cards.of_site(), digest)


@require_safe
@public
@in_its_language
def edition(request, edition, digest, fmt):
    found = find(Edition.objects.public().select_related("venue"), edition)
    return answer(cards.of_edition(found), digest)


@require_safe
@public
@in_its_language
def day(request, edition, date, digest, fmt):
    edition = find(Edition.objects.public(), edition)
    return answer(cards.of_day(find_day(edition, date)), digest)


@require_safe
@public
@in_its_language
def session(request, code, digest, fmt):
    found = get_object_or_404(Session.objects.published().with_lineup(), code=code)
    return answer(cards.of_session(found), digest)


@require_safe
@public
@in_its_language
def speaker(request, speaker, digest, fmt):
    found = find(Speaker.objects.public(), speaker)
    # As on the page, whose card is known by what it says.
    appearances = found.appearances.public().newest_first().with_programme()
    card_at = cards.of_speaker(found, appearances)
    return answer(card_at, digest, lambda: octets(found.portrait, cards.FACE, "JPEG"))


@require_safe
@public
@in_its_language
def organisation(request, organisation, digest, fmt):
    found = find(Organisation.objects.public(), organisation)
    appearances = Appearance.objects.public().made_for(found)
    return answer(cards.of_organisation(found, appearances), digest)
