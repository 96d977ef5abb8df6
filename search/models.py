"""The index of words: what is found, and by which words. Written by `search/index.py` alone.

It knows records by their kind (a model's name) and id, and says nothing of what is public: the
querysets of the records decide that, at every question.
"""

from django.db import models


class TokenField(models.CharField):
    """Text in the order of its code points, on every database: ranges over it are prefixes."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            # SQLite compares bytes by itself, and knows no collation of this name.
            parameters["collation"] = "C"
        return parameters


class SearchMark(models.Model):
    """A record whose entry is out of date; written by triggers (`events/triggers/marking.py`).

    Several marks of one record are several rows: one that is written while another is worked off
    must not be lost with it.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = "entrée à refaire"
        verbose_name_plural = "entrées à refaire"
        indexes = [models.Index(fields=["kind", "object_id"], name="search_mark")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class SearchEntry(models.Model):
    """A record that can be found: its names, each with its words as written and as folded.

    Of a text there are its folded `words`, and as `forms` those of the names in it.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    forms = models.JSONField()
    words = models.TextField(blank=True, default="")
    weight = models.IntegerField(default=0)

    class Meta:
        verbose_name = "entrée"
        verbose_name_plural = "entrées"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="search_entry_once_of_a_record",
                violation_error_message="Cet objet est déjà dans l’index.",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class SearchToken(models.Model):
    """A word that finds a record, also by its beginning."""

    kind = models.CharField(max_length=20)
    text = TokenField(max_length=200)
    object_id = models.BigIntegerField()
    # The entry's: so that the heaviest of thousands are found in the index alone.
    weight = models.IntegerField(default=0)

    class Meta:
        verbose_name = "mot d’une entrée"
        verbose_name_plural = "mots des entrées"
        indexes = [
            models.Index(fields=["kind", "text", "object_id", "weight"], name="search_token_text"),
            models.Index(fields=["kind", "object_id", "text"], name="search_token_object"),
        ]

    def __str__(self):
        return self.text


class SearchMention(models.Model):
    """A word (`SearchWord`) of a text (`SearchEntry`).

    A text has a hundred words: they are two numbers each, and no foreign keys, whose checks would
    be half of the writing.
    """

    word = models.BigIntegerField()
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "mot d’un texte"
        verbose_name_plural = "mots des textes"
        indexes = [
            models.Index(fields=["word", "entry"], name="search_mention_word"),
            models.Index(fields=["entry"], name="search_mention_entry"),
        ]

    def __str__(self):
        return f"{self.word} {self.entry}"


class SearchWord(models.Model):
    """The vocabulary that a typing error is held against; words are only ever added.

    A word that no record has any more finds nothing, and costs nothing.
    """

    kind = models.CharField(max_length=20)
    text = TokenField(max_length=200)

    class Meta:
        verbose_name = "mot connu"
        verbose_name_plural = "mots connus"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "text"],
                name="search_word_once_of_a_kind",
                violation_error_message="Ce mot est déjà connu.",
            )
        ]

    def __str__(self):
        return self.text
