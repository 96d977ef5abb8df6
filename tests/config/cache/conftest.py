import pytest
from django.db import close_old_connections

from tests.config.cache.asking import ENDS


@pytest.fixture(autouse=True)
def connections_end_as_ever():
    yield
    for signal in ENDS:
        signal.connect(close_old_connections)
