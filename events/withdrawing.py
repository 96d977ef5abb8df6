"""Deleting a public session withdraws it first.

Its tombstone is then written with its lineup, its topics and its sources, which Django deletes
before the session itself.
"""

from events.models import Session


def withdraw_before_deletion(sender, instance, using, **kwargs):
    """For `pre_delete`, which comes before anything is deleted, in the same transaction."""
    sessions = Session.objects.using(using).filter(pk=instance.pk)
    sessions.exclude(status=Session.Status.DRAFT).update(status=Session.Status.DRAFT)
