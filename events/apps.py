from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_delete, pre_migrate


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "événements"

    def ready(self):
        from desk import hidden, returning, trees
        from events import hiding, triggers
        from events.models import (
            Appearance,
            Day,
            Edition,
            Panel,
            Series,
            Session,
            Topic,
            Venue,
        )
        from events.permissions import make_groups
        from events.sourcing import hide_without_source
        from events.withdrawing import withdraw_before_deletion
        from organisations.models import Organisation
        from search.index import register, register_text
        from sources.models import Source
        from speakers.models import Speaker

        # Django rebuilds a table on SQLite when it alters it, which drops the table's triggers.
        pre_migrate.connect(triggers.drop_before_migrate, sender=self)
        post_migrate.connect(triggers.install_after_migrate, sender=self)
        # Django makes permissions app by app, and `auth` comes after all that groups are about.
        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"))
        for model in (Session, Panel):
            pre_delete.connect(withdraw_before_deletion, sender=model)
        for model in (Session, Venue):
            register(model)
        register_text("session_text", Session)
        register_text("appearance", Appearance)
        for model in (Source, Organisation, Speaker, Series, Topic, Venue):
            trees.register(model)
        for model, edition in ((Edition, "pk"), (Day, "edition"), (Session, "day__edition")):
            trees.register(model, edition)
        returning.returned.connect(hide_without_source)
        hidden.register(still_told=hiding.still_told, give_way=hiding.give_way)
