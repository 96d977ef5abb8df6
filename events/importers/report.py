"""What an import did, for people and for programs."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """Counts of sessions; one updated session may have moved and be renamed as well."""

    edition: str = ""
    format: str = ""
    edition_created: bool = False
    dry_run: bool = False
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    # Among the updated: another start, end or day; room; title as printed; people, names or order;
    # other texts; other links.
    moved: int = 0
    re_roomed: int = 0
    retitled: int = 0
    re_peopled: int = 0
    reworded: int = 0
    relinked: int = 0
    # Newly said to be cancelled, and no longer.
    cancelled: int = 0
    restored: int = 0
    # No longer in the file: kept as they are, or withdrawn when asked.
    vanished: int = 0
    withdrawn: int = 0
    people_created: int = 0
    vanished_titles: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.edition_created or self.created or self.updated or self.withdrawn)

    def rows(self) -> list[tuple[str, int]]:
        kept = "retirées (n’étaient plus dans le fichier)" if self.withdrawn else (
            "absentes du fichier, gardées telles quelles"
        )  # fmt: skip
        how = [
            ("  heure ou jour", self.moved),
            ("  salle", self.re_roomed),
            ("  titre", self.retitled),
            ("  personnes", self.re_peopled),
            ("  textes, parcours, langue ou sorte", self.reworded),
            ("  liens", self.relinked),
            ("  désormais annulées", self.cancelled),
            ("  rétablies", self.restored),
        ]
        return [
            ("séances créées", self.created),
            ("séances modifiées", self.updated),
            *(how if self.updated else []),
            ("séances inchangées", self.unchanged),
            (f"séances {kept}", self.withdrawn or self.vanished),
            ("personnes ajoutées à l’annuaire", self.people_created),
            ("avertissements", len(self.warnings)),
        ]

    def as_text(self, limit: int = 20) -> str:
        """The table, then what vanished and the warnings, each at most `limit` lines."""
        tried = " (essai : rien n’est écrit)" if self.dry_run else ""
        new = ", nouvelle édition" if self.edition_created else ""
        lines = [f"{self.edition}, {self.format}{new}{tried}", ""]
        lines += [f"{count:>7}  {what}" for what, count in self.rows()]
        lines += listing("Ne sont plus dans le fichier :", self.vanished_titles, limit)
        lines += listing("Avertissements :", self.warnings, limit)
        return "\n".join(lines)


def listing(heading: str, entries: list[str], limit: int) -> list[str]:
    if not entries:
        return []
    shown = [f"  – {entry}" for entry in entries[:limit]]
    if more := len(entries) - len(shown):
        shown.append(f"  – … et {more} de plus")
    return ["", heading, *shown]
