"""Which of a picture's files a page takes, by how wide it is shown there."""


def fitting(file, shown: int, kind: str):
    """The smallest one that is sharp on a fine screen, else the largest, else the whole picture."""
    sizes = of_kind(file)[kind]
    if not sizes:
        return file
    enough = [width for width in sizes if width >= 2 * shown]
    return sizes[min(enough) if enough else max(sizes)]


def address(file, shown: int, kind: str = "WEBP") -> str:
    return fitting(file, shown, kind).url if file else ""


def octets(file, shown: int, kind: str = "WEBP") -> bytes:
    """For what is drawn with it; nothing for no picture, or one that is not where it should be."""
    if not file:
        return b""
    try:
        with file.storage.open(fitting(file, shown, kind).name) as opened:
            return opened.read()
    except FileNotFoundError:
        return b""


def of_kind(file) -> dict:
    """{"AVIF": {width: picture}, …}, the smallest files first."""
    [ratio] = file.field.aspect_ratios
    return file.aspect_ratios[ratio]


def srcset(sizes) -> str:
    return ", ".join(f"{found.url} {width}w" for width, found in sorted(sizes.items()))
