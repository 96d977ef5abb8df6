from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.edition import Edition
from sources.models import Source


class ProgrammeFile(models.Model):
    """A file that an organiser brings into an edition, kept from its upload until it is imported.

    `columns` says for each of `headings` which column it is, and is remembered for the next file
    with the same ones; `choices` who is meant by a name. Imported, it keeps its report only.
    """

    # Working material, of any size: it goes with its edition, and does not come back.
    outside_history = True

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="programme_files", verbose_name=_("édition")
    )
    name = models.CharField(_("nom du fichier"), max_length=200)
    content = models.BinaryField(_("contenu"))
    headings = models.JSONField(_("en-têtes"), default=list)
    columns = models.JSONField(_("colonnes"), default=list)
    choices = models.JSONField(_("personnes choisies"), default=dict)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("source"),
    )  # fmt: skip
    uploaded_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("envoyé par"),
    )  # fmt: skip
    imported_at = models.DateTimeField(_("importé le"), null=True, blank=True)
    report = models.JSONField(_("compte rendu"), null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("fichier de programme")
        verbose_name_plural = _("fichiers de programme")

    def __str__(self):
        return self.name
