"""The two groups that a site begins with; a superuser puts people into them."""

from itertools import product

ORGANISERS, EDITORS = "Organisation", "Répertoire"
ALL = ("view", "add", "change", "delete")
PROGRAMME = ("day", "session", "panel", "appearance", "position", "involvement", "citation")
# What stands beside a record of either kind; each sees those of the records that are theirs.
BESIDE = ("correction", "reply")
DIRECTORY = ("speaker", "speakername", "organisation", "organisationname", "venue", "room",
             "series", "topic", "source")  # fmt: skip

# An organiser brings in whom and what the directory lacks; changing what others rely on, and
# deleting an edition with all its addresses, is for somebody else.
MAY = {
    ORGANISERS: [
        *product(ALL, (*PROGRAMME, *BESIDE)),
        *product(("view", "change"), ("release",)),
        *product(("view", "add", "change"), ("edition",)),
        *product(("view", "add"), DIRECTORY),
    ],
    EDITORS: [*product(ALL, (*DIRECTORY, *BESIDE))],
}


def make_groups(using, **kwargs):
    """After each migration: what the groups may do, with the models that came since."""
    from django.contrib.auth.models import Group, Permission

    for name, may in MAY.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        codenames = [f"{action}_{model}" for action, model in may]
        permissions = Permission.objects.using(using).filter(codename__in=codenames)
        group.permissions.add(*permissions)
