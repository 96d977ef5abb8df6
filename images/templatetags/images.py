from django import template

from images.sizes import address, of_kind, srcset

register = template.Library()


@register.inclusion_tag("images/_picture.html")
def picture(file, shown: int, alt: str = ""):
    """The picture in the sizes there are; `shown` is how wide it is on the page, in pixels."""
    *modern, plain = file.field.file_types
    sizes = of_kind(file)
    square = file.field.is_square
    return {
        "sources": [(f"image/{kind.lower()}", srcset(sizes[kind])) for kind in modern],
        "plain": address(file, shown, plain),
        "shown": shown,
        "width": shown if square else file.width,
        "height": shown if square else file.height,
        "alt": alt,
    }
