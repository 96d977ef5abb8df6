import pytest

from tests.events.releases.programme import make_programme


@pytest.fixture
def edition():
    return make_programme()
