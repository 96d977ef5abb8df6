from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = "organisations"

    def ready(self):
        from search.index import register

        register(self.get_model("Organisation"))
