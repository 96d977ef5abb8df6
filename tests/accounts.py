"""Who is logged in to the admin."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from events.permissions import ORGANISERS


def make_member(name: str, *groups: str, editions=()):
    """An account that may see the admin; what it may do there is what its groups may."""
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    user.editions.set(editions)
    return user


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def organiser_of(*editions, name="organiser") -> Client:
    return logged_in(make_member(name, ORGANISERS, editions=editions))


def superuser(name="chief") -> Client:
    return logged_in(get_user_model().objects.create_superuser(name))
