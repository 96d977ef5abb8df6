from django.urls import re_path

from images import views

app_name = "images"

# Folders and names as the fields write them; no dots but the one before the extension.
urlpatterns = [
    re_path(r"^(?P<path>(?:portraits|logos)/[\w/]+\.[a-z]+)$", views.picture, name="picture"),
]
