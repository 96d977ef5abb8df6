"""Static files as a server gives them out: hashed, compressed, and ours without their comments."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("css/", "js/")
IN_CSS = r"(?s)(?P<matched>/\*.*?\*/)"
# A line that is nothing else: what stands in a text or behind code stays.
IN_JS = r"(?m)(?P<matched>^ *//.*\n)"


class Storage(CompressedManifestStaticFilesStorage):
    """A comment is for those who read the source; to those who read the programme, it is weight."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("*.css", (IN_CSS,)),
        ("*.js", (IN_JS,)),
    )

    def url_converter(self, name, hashed_files, template=None):
        convert = super().url_converter(name, hashed_files, template)

        def replacement(found):
            if not found["matched"].lstrip().startswith(("/*", "//")):
                return convert(found)
            return "" if name.startswith(OURS) else found["matched"]

        return replacement
