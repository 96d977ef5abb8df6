"""Static files as a server gives them out: hashed, compressed, style sheets without comments."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Not those that begin with an exclamation mark: licences.
COMMENT = r"(?s)(?P<matched>/\*(?!!).*?\*/)"


class Storage(CompressedManifestStaticFilesStorage):
    """A comment is for those who read the source; to those who read the programme, it is weight."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.css", (COMMENT,)))

    def url_converter(self, name, hashed_files, template=None):
        convert = super().url_converter(name, hashed_files, template)
        return lambda found: "" if found["matched"].startswith("/*") else convert(found)
