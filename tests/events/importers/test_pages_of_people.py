"""What people's pages say after several years of one conference were imported."""

import pytest

from tests.events.importers.files import day, event, imported, schedule
from tests.walk import visit

pytestmark = pytest.mark.django_db

ONE, TWO = "aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"


def forge(year, *casts):
    talks = [event(str(n), persons=cast) for n, cast in enumerate(casts, start=1)]
    file = schedule(day(*talks, date=f"{year}-06-02"), title=f"Forge {year}")
    return imported(file, f"forge-{year}")


def test_who_spoke_at_four_editions_has_them_on_one_page():
    years = [2022, 2023, 2024, 2025]
    for year in years:
        # The file's ids of people are another each year.
        forge(year, [("Nora Weber", str(year)), ("Olaf Ries", str(year + 1))])

    page = visit("/speakers/nora-weber/")

    assert page.texts(".head .when span") == ["4 interventions"]
    assert page.texts(".strip .ev") == [f"Forge {year}" for year in years]
    assert page.texts(".entry .su a:first-child") == [f"Forge {year}" for year in years[::-1]]
    assert page.texts(".pairs tbody .n") == ["4 séances"]


def test_two_of_one_name_are_told_apart_and_kept_apart():
    for year in (2024, 2025):
        forge(year, [("Max Moser", "", ONE)], [("Max Moser", "", TWO), "Nora Weber"])

    one, two = visit("/speakers/max-moser/"), visit("/speakers/max-moser-2/")

    assert one.texts(".entry h2") == ["« Talk 1 »", "« Talk 1 »"]
    assert two.texts(".entry h2") == ["« Talk 2 »", "« Talk 2 »"]
    assert one.texts(".pairs tbody th") == []
    assert two.texts(".pairs tbody th") == ["Nora Weber"]
    for page, other in ((one, "max-moser-2"), (two, "max-moser")):
        assert "À ne pas confondre avec" in page.text
        assert f"/speakers/{other}/" in page.links()
