"""Every saved text is kept; none is ever lost, whichever way it came."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from blog.models import Article, Revision
from practice.models import User
from tests.factories import make_article, make_draft

pytestmark = pytest.mark.django_db

REFUSE_REVISIONS = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no revision today'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON blog_revision EXECUTE FUNCTION refuse()
"""


ALLOW_THEM_AGAIN = "DROP FUNCTION refuse CASCADE"


@pytest.fixture
def no_more_revisions(transactional_db: None) -> Iterator[Article]:
    """An article, after which Postgres takes no more revisions."""
    article = make_draft(body="<p>One.</p>")
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_REVISIONS)
        yield article
        cursor.execute(ALLOW_THEM_AGAIN)


def kept(article: Article) -> list[str]:
    """The kept texts, newest first."""
    return [revision.body for revision in article.revisions.kept()]


def write(article: Article, body: str) -> None:
    article.body = body
    article.save()


def test_every_save_keeps_one() -> None:
    article = make_draft(body="<p>One.</p>")
    write(article, "<p>Two.</p>")
    write(article, "<p>Three.</p>")

    assert kept(article) == ["<p>Three.</p>", "<p>Two.</p>", "<p>One.</p>"]


@pytest.mark.parametrize(("field", "value"), [("title", "Other"), ("summary", "S"), ("body", "b")])
def test_title_summary_and_text_are_kept(field: str, value: str) -> None:
    article = make_draft()
    setattr(article, field, value)
    article.save()

    assert getattr(article.revisions.kept().first(), field) == value
    assert article.revisions.count() == 2


def test_what_is_kept_is_what_is_stored() -> None:
    article = make_draft(body="<p>a</p><script>x</script>")

    assert kept(article) == ["<p>a</p>"]
    assert article.revisions.newest_text() == Article.objects.get().text


def test_a_save_that_changes_nothing_keeps_none() -> None:
    article = make_draft()
    article.save()
    article.is_sensitive = True
    article.save()
    article.publish(timezone.now())

    assert article.revisions.count() == 1


def test_who_and_when_is_noted(therapist: User) -> None:
    article = make_draft()
    article.edited_by = therapist
    before = timezone.now()
    write(article, "<p>Hers.</p>")
    newest = article.revisions.first()

    assert newest is not None
    assert newest.saved_by == therapist
    assert before <= newest.saved_at <= timezone.now()


def test_a_text_that_was_written_past_save_is_kept_before_it_is_replaced() -> None:
    article = make_draft(body="<p>One.</p>")
    Article.objects.update(body="<p>Past save.</p>")
    article.refresh_from_db()
    write(article, "<p>Three.</p>")

    assert kept(article) == ["<p>Three.</p>", "<p>Past save.</p>", "<p>One.</p>"]


def test_a_text_from_before_there_were_revisions_is_kept_too() -> None:
    article = make_draft(body="<p>Old.</p>")
    Revision.objects.all().delete()
    a_year_ago = timezone.now() - timedelta(days=365)
    Article.objects.update(updated_at=a_year_ago)
    write(article, "<p>New.</p>")

    assert kept(article) == ["<p>New.</p>", "<p>Old.</p>"]
    assert article.revisions.kept()[1].saved_at == a_year_ago


def test_saving_other_fields_only_keeps_no_text_that_was_not_saved() -> None:
    article = make_draft(body="<p>One.</p>")
    article.body = "<p>Not saved.</p>"
    article.save(update_fields=["is_sensitive"])

    assert kept(article) == ["<p>One.</p>"]


@pytest.mark.django_db(transaction=True)
def test_without_its_revision_nothing_is_saved(no_more_revisions: Article) -> None:
    with pytest.raises(DatabaseError, match="no revision today"):
        write(no_more_revisions, "<p>Two.</p>")
    assert Article.objects.get().body == "<p>One.</p>"


def test_restoring_is_a_save_that_keeps_what_it_replaces(therapist: User) -> None:
    article = make_article(title="First", summary="A", body="<p>One.</p>")
    first = article.revisions.get()
    article.title, article.summary, article.body = "Second", "B", "<p>Two.</p>"
    article.save()
    article.edited_by = therapist
    article.restore(first)

    stored = Article.objects.get()
    assert stored.text == ("First", "A", "<p>One.</p>")
    assert "One." in stored.body_html
    assert kept(stored) == ["<p>One.</p>", "<p>Two.</p>", "<p>One.</p>"]
    assert stored.revisions.kept()[0].saved_by == therapist


def test_revisions_go_with_their_article() -> None:
    make_draft().delete()

    assert not Revision.objects.exists()
