"""What whoever uses the press kit has to know, for the page and for the texts in the ZIP."""

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from events.exports.tables import TABLES
from events.formats import csvw
from events.templatetags.typography import long_date

# What holds of every table.
RULES = [
    gettext_lazy(
        "Il n’y a que ce qui est public à ce moment : ni brouillon, ni embargo, ni nom masqué. Ce "
        "qui a été retiré depuis ne l’est pas de votre copie : reprenez le fichier plutôt que de "
        "le compléter."
    ),
    gettext_lazy("Ce qui n’est pas connu est vide (NULL), jamais une valeur inventée."),
    gettext_lazy(
        "Les moments sont à l’heure de l’édition, avec son décalage : 2025-04-02T09:45:00+02:00. "
        "datetime(starts_at) en donne l’heure UTC, qui seule se compare d’un fuseau à l’autre."
    ),
    gettext_lazy(
        "Les clés sont celles des adresses, des calendriers et du JSON de ce site, et restent "
        "les mêmes d’un jour à l’autre."
    ),
    gettext_lazy(
        "Rôle et position sont de l’intervention : ils disent ce que quelqu’un était ce jour-là, "
        "tel qu’imprimé."
    ),
    gettext_lazy(
        "Un fait a ses propres sources ; sinon celles de tout ce qui est dit du même sujet ; sinon "
        "celles de ce dont il fait partie (position, intervention, séance, jour, édition). La vue "
        "fact_sources du fichier SQLite suit cette règle."
    ),
    gettext_lazy(
        "Les tableaux CSV sont en UTF-8, avec des points-virgules. Un texte qui commence par "
        "= + - ou @ y porte une apostrophe, pour qu’aucun tableur ne l’exécute."
    ),
    gettext_lazy("Les portraits et les logos n’y sont pas : chacun a ses propres conditions."),
]


def quoting(site: str, date: str, revision: str) -> str:
    said = _(
        "Citez la source de chaque fait, puis ce recueil : Tableronde, %(site)s, état du %(date)s, "
        "révision %(revision)s."
    )
    return said % {"site": site, "date": date, "revision": revision}


def quoting_of(kit) -> str:
    return quoting(settings.SITE_URL, long_date(kit.moment), str(kit.revision))


def licensing() -> str:
    if not settings.DATA_LICENCE:
        return _(
            "L’exploitant de ce site n’a pas indiqué sous quelle licence l’ensemble se reprend : "
            "demandez-lui. Ce qui vient d’un programme importé reste sous la licence de celui-ci."
        )
    said = _(
        "Licence de l’ensemble : %(licence)s. Ce qui vient d’un programme importé reste sous la "
        "licence de celui-ci."
    )
    return said % {"licence": settings.DATA_LICENCE}


def texts(about: dict) -> dict[str, str]:
    """What lies in the ZIP beside the tables."""
    found = {"metadata.json": csvw.metadata(properties(about), TABLES, in_every_language)}
    for name, language in (("LISEZMOI.txt", "fr"), ("README.txt", "en")):
        with override(language):
            found[name] = readme(about)
    return found


def properties(about: dict) -> dict:
    known = {
        "dc:title": about["title"],
        "dc:source": about["site"],
        "dc:publisher": about["publisher"],
        "dc:license": about["licence"] and {"@id": about["licence"]},
        "dc:modified": {"@value": about["content_of"], "@type": "xsd:dateTime"},
    }
    return {name: value for name, value in known.items() if value}


def in_every_language(text) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(text)
    return found


def readme(about: dict) -> str:
    """Lines as they come: whoever reads them has a window of their own width."""
    moment = about["content_of"]
    parts = [
        f"{about['title']}, {about['site']}",
        _("Tous les faits publics de ce site, avec leurs sources, à ce moment") + colon(moment),
        quoting(about["site"], moment, about["revision"]),
        licensing(),
        "\n".join(f"- {rule}" for rule in RULES),
        _("metadata.json décrit les tableaux pour les programmes (CSV on the Web, W3C)."),
    ]
    for table in TABLES:
        lines = [f"{table.name}.csv – {table.meaning}"]
        lines += [
            f"  {column.name}{colon(column.meaning)} ({column.type.said})"
            for column in table.columns
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def colon(said) -> str:
    return f"\u00a0: {said}" if get_language() == "fr" else f": {said}"
