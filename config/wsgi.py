import os

from django.core.wsgi import get_wsgi_application

from config.cache import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = in_front_of(get_wsgi_application())
