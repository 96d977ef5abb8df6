"""Fields for portraits and logos: an upload made anew, and in each size and format once."""

from django import forms
from pictures.models import PictureField

from images.cleaning import cleaned


class Upload(forms.ImageField):
    """Refuses with a plain sentence what is no picture, and keeps only the picture of what is."""

    def __init__(self, *args, least, square, flat, **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted = {"least": least, "square": square, "flat": flat}

    def to_python(self, data):
        # Past ImageField's own check, which reads the dots before anything looks at their number.
        upload = forms.FileField.to_python(self, data)
        return upload and cleaned(upload, **self.wanted)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {
            "accept": "image/jpeg,image/png,image/webp,image/avif"
        }


class UploadedPictureField(PictureField):
    """What is uploaded is sharp where it is shown largest."""

    @property
    def is_square(self) -> bool:
        return self.aspect_ratios == ["1/1"]

    def formfield(self, **kwargs):
        own = {
            "form_class": Upload,
            "least": self.container_width,
            "square": self.is_square,
            "flat": "JPEG" in self.file_types,
        }
        return super().formfield(**own | kwargs)


class PortraitField(UploadedPictureField):
    """A person's face, in a circle of up to 160 pixels; on fine screens of twice as many dots."""

    def __init__(self, *args, **kwargs):
        shown = {
            "upload_to": "portraits", "aspect_ratios": ["1/1"], "container_width": 160,
            "grid_columns": 2, "breakpoints": {"page": 160},
            "file_types": ["AVIF", "WEBP", "JPEG"],
        }  # fmt: skip
        super().__init__(*args, **shown | kwargs)


class LogoField(UploadedPictureField):
    """An organisation's sign, in its own proportions; parts of it may be transparent."""

    def __init__(self, *args, **kwargs):
        shown = {
            "upload_to": "logos", "container_width": 160, "grid_columns": 1,
            "breakpoints": {"page": 160},
            "file_types": ["AVIF", "WEBP", "PNG"],
        }  # fmt: skip
        super().__init__(*args, **shown | kwargs)
