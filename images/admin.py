from django.db import transaction
from pictures.models import PictureField


class PicturesAdmin:
    """Mixed into the admin of a model with pictures: a picture taken away is gone, in all sizes."""

    def save_model(self, request, obj, form, change):
        before = type(obj)._base_manager.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        for field in picture_fields(obj):
            if before and field.name in form.changed_data:
                discard(getattr(before, field.name))

    def delete_model(self, request, obj):
        pictures = [getattr(obj, field.name) for field in picture_fields(obj)]
        super().delete_model(request, obj)
        for picture in pictures:
            discard(picture)

    def delete_queryset(self, request, queryset):
        pictures = [getattr(obj, field.name) for obj in queryset for field in picture_fields(obj)]
        super().delete_queryset(request, queryset)
        for picture in pictures:
            discard(picture)


def picture_fields(obj) -> list[PictureField]:
    return [field for field in obj._meta.concrete_fields if isinstance(field, PictureField)]


def discard(picture) -> None:
    """Once it is certain that nothing names it any more."""
    if picture:
        transaction.on_commit(lambda: picture.delete(save=False))
