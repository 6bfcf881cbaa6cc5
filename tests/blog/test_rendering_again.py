"""What visitors see is made when an article is saved, and anew when the way of making changes."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from blog.models import Article
from blog.rendering import RENDERER_VERSION
from practice import duties
from practice.models import Image
from tests.at_once import meanwhile, wait_until_it_waits
from tests.factories import make_article, make_draft
from tests.pictures import make_image

FIGURE = '<figure><img data-image="1"></figure>'


def as_an_older_renderer_made_it(*articles: Article) -> None:
    """Bring rows to the state in which an upgrade finds them."""
    keys = [article.pk for article in articles]
    Article.objects.filter(pk__in=keys).update(renderer_version=0, body_html="old")


def render_articles() -> str:
    output = StringIO()
    call_command("render_articles", stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_a_saved_article_notes_which_renderer_made_it() -> None:
    assert Article.objects.get(pk=make_article().pk).renderer_version == RENDERER_VERSION


@pytest.mark.django_db
def test_the_command_renders_again_what_is_behind_and_nothing_else() -> None:
    behind, draft = make_article("behind"), make_draft("draft")
    up_to_date = make_article("up-to-date")
    as_an_older_renderer_made_it(behind, draft)
    Article.objects.filter(pk=up_to_date.pk).update(body_html="untouched")

    assert render_articles() == "Articles rendered again: 2.\n"
    found = dict(Article.objects.values_list("slug", "body_html"))
    assert found == {
        "behind": "<p>Some text.</p>",
        "draft": "<p>Some text.</p>",
        "up-to-date": "untouched",
    }
    assert render_articles() == "Articles rendered again: 0.\n"


@pytest.mark.django_db
def test_the_command_leaves_no_trace_but_what_it_makes() -> None:
    article = make_article(body="<p>Some text.</p>")
    as_an_older_renderer_made_it(article)
    before = Article.objects.filter(pk=article.pk).values("title", "body", "updated_at").get()
    versions = article.revisions.count()
    render_articles()

    assert Article.objects.filter(pk=article.pk).values("title", "body", "updated_at").get() == (
        before
    )
    assert article.revisions.count() == versions


@pytest.mark.django_db
def test_the_worker_renders_again_too_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    as_an_older_renderer_made_it(*(make_draft(f"article-{number}") for number in range(3)))
    monkeypatch.setattr(duties, "RENDERED_A_ROUND", 2)
    behind = Article.objects.rendered_before(RENDERER_VERSION)

    duties.do_what_is_due(timezone.now())
    assert behind.count() == 1
    duties.do_what_is_due(timezone.now())
    assert behind.count() == 0


@pytest.mark.django_db
def test_the_command_shows_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    as_an_older_renderer_made_it(make_article("one"), make_article("two"))
    render_articles()

    assert "2/2" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_a_command_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [make_article(f"article-{number}") for number in range(3)]
    as_an_older_renderer_made_it(*articles)
    done: list[int] = []
    render_again = Article.render_again

    def stopped_at_the_second(article: Article) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(article.pk)
        render_again(article)

    with monkeypatch.context() as patched:
        patched.setattr(Article, "render_again", stopped_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            render_articles()

    assert Article.objects.rendered_before(RENDERER_VERSION).count() == 2
    assert render_articles() == "Articles rendered again: 2.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [["title"], ["summary"], ["body"], ["title", "body"], None])
def test_saving_some_fields_keeps_what_is_made_of_these_and_of_no_others(
    fields: list[str] | None,
) -> None:
    article = make_article(title="Old", summary="Old", body="<p>Old</p>")
    article.title, article.summary, article.body = "Nähe", "Größe", "<p>Über</p>"
    article.save(update_fields=fields)
    kept = Article.objects.get(pk=article.pk)
    saved = fields or ["title", "summary", "body"]

    assert kept.folded_title == ("Nahe" if "title" in saved else "Old")
    assert kept.folded_summary == ("Grosse" if "summary" in saved else "Old")
    assert kept.folded_text == ("Uber" if "body" in saved else "Old")
    assert kept.body_html == kept.body


@pytest.mark.django_db
def test_saving_what_is_no_text_renders_nothing() -> None:
    article = make_article()
    Article.objects.filter(pk=article.pk).update(body_html="untouched")
    article.position = None
    article.save(update_fields=["position"])

    assert Article.objects.get(pk=article.pk).body_html == "untouched"


def rename(image: Image, alt: str) -> None:
    image.alt = alt
    image.save()


@pytest.mark.django_db(transaction=True)
def test_a_picture_renamed_while_a_new_article_is_saved_is_right_on_it() -> None:
    image = make_image(1)
    with transaction.atomic():
        article = make_article(body=FIGURE)
        renamed = meanwhile(lambda: rename(image, "A quay"))
        wait_until_it_waits()
    renamed.result()

    assert 'alt="A quay"' in Article.objects.get(pk=article.pk).body_html


@pytest.mark.django_db(transaction=True)
def test_a_picture_renamed_while_an_article_is_changed_is_right_on_it() -> None:
    image, article = make_image(1), make_article()
    with transaction.atomic():
        article.body = FIGURE
        article.save()
        renamed = meanwhile(lambda: rename(image, "A quay"))
        wait_until_it_waits()
    renamed.result()

    assert 'alt="A quay"' in Article.objects.get(pk=article.pk).body_html


@pytest.mark.django_db(transaction=True)
def test_a_text_saved_while_the_command_runs_is_not_undone() -> None:
    article = make_article()
    as_an_older_renderer_made_it(article)
    with transaction.atomic():
        article.body = "<p>Newer.</p>"
        article.save()
        again = meanwhile(lambda: Article.objects.render_again(article.pk))
        wait_until_it_waits()
    again.result()

    assert Article.objects.get(pk=article.pk).body_html == "<p>Newer.</p>"


@pytest.mark.django_db(transaction=True)
def test_saving_an_article_and_a_picture_of_it_at_once_stops_neither() -> None:
    image, article = make_image(1), make_article(body=FIGURE)
    with transaction.atomic():
        rename(image, "A quay")
        saved = meanwhile(article.save)
        wait_until_it_waits()
    saved.result()

    assert 'alt="A quay"' in Article.objects.get(pk=article.pk).body_html
