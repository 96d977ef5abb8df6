"""Static files as a server gives them out: hashed, compressed, ours without comments, indents."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("css/", "js/")
# Also the spaces around what opens, closes and ends a rule, and behind what ends a selector or a
# value; no text in quotation marks has those.
IN_CSS = (
    r"(?s)(?P<matched>/\*.*?\*/|(?<=[{};])\n\s*|\n\s+| (?=\{)|(?<=[a-z]): "
    r"|(?<=[\w)\]]), (?=[\w.:#&\[*-]))"
)
# A line that is nothing else, and indents: what stands in a text or behind code stays.
IN_JS = r"(?m)(?P<matched>^ *//.*\n|^ +)"


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
            matched = found["matched"]
            if matched.strip(" :,\n") and not matched.lstrip().startswith(("/*", "//")):
                return convert(found)
            if not name.startswith(OURS):
                return matched
            if matched in (": ", ", "):
                return matched[0]
            # Between two lines that are one value or one selector, something must remain.
            ends = found.string[found.start() - 1] in "{};"
            return "\n" if matched.startswith("\n") and not ends else ""

        return replacement
