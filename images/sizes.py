"""Which of a picture's files a page takes, by how wide it is shown there."""


def address(file, shown: int, kind: str = "WEBP") -> str:
    """The smallest one that is sharp on a fine screen, else the largest; "" for no picture."""
    if not file:
        return ""
    sizes = of_kind(file)[kind]
    if not sizes:
        return file.url
    enough = [width for width in sizes if width >= 2 * shown]
    return sizes[min(enough) if enough else max(sizes)].url


def of_kind(file) -> dict:
    """{"AVIF": {width: picture}, …}, the smallest files first."""
    [ratio] = file.field.aspect_ratios
    return file.aspect_ratios[ratio]


def srcset(sizes) -> str:
    return ", ".join(f"{found.url} {width}w" for width, found in sorted(sizes.items()))
