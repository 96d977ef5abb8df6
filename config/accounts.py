"""A forgotten password: the link goes out by e-mail, with the site's own address in it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm


class ResetForm(PasswordResetForm):
    def save(self, **options):
        """The link is made of SITE_URL, never of the Host that the request names."""
        site = urlsplit(settings.SITE_URL)
        options |= {"domain_override": site.netloc, "use_https": site.scheme == "https"}
        super().save(**options)


class PasswordResetView(views.PasswordResetView):
    form_class = ResetForm
    extra_email_context = {"site_name": "Tableronde"}
