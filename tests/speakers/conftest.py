import pytest

from tests import walk


@pytest.fixture
def eschtechweek(db):
    walk.load_eschtechweek()


@pytest.fixture(scope="session")
def pages(django_db_setup, django_db_blocker):
    """Every public page and format of EschTechWeek, by its address."""
    return walk.eschtechweek_pages(django_db_blocker.unblock)
