"""What a choice is called, in the language that is active."""


def label_of(name: str):
    """A `get_…_display` of the choice field `name`.

    Django's own translates and hashes every label of the field at each call.
    """
    labels = {}

    def label(record) -> str:
        if not labels:
            labels.update(record._meta.get_field(name).flatchoices)
        value = getattr(record, name)
        return str(labels.get(value, value))

    return label
