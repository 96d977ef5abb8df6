"""Benchmarks: what they measure runs in this process, with the settings of production."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
django.setup()
