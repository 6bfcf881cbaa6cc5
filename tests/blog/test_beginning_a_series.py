"""A series is begun on the page of its first part, and with it."""

import pytest
from django.test import Client

from blog.models import Series
from tests.blog.test_publishing_at_the_desk import address, refused, save, stored
from tests.factories import make_draft, make_series

pytestmark = pytest.mark.django_db


def test_a_title_typed_beside_the_series_begins_one_with_this_part(desk: Client) -> None:
    make_series()
    draft = make_draft("an-article")
    save(desk, address(draft), begins="A series", position="4", announced="on", expected="soon")

    part, begun = stored(), Series.objects.get(slug="a-series-2")
    assert (part.series, part.position, part.announced) == (begun, 1, True)
    save(desk, address(part), series=begun.pk, position="1")
    assert (stored().series, Series.objects.count()) == (begun, 2)


def test_no_series_is_begun_with_an_article_that_is_not_saved(desk: Client) -> None:
    old, page = make_series(), address(make_draft("an-article"))
    make_draft("taken")

    assert refused(desk, page, begins="Nights", series=old.pk) == {
        "begins": ["Choose a series above, or begin one here: not both."]
    }
    assert "slug" in refused(desk, page, begins="Nights", slug="taken")
    assert Series.objects.count() == 1
