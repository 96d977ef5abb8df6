from django.apps import AppConfig


class SpeakersConfig(AppConfig):
    name = "speakers"
    verbose_name = "personnes"

    def ready(self):
        from search.index import register

        register(self.get_model("Speaker"))
