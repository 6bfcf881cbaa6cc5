"""What the pages show: the sample practice, and beside it all that it lacks."""

from datetime import timedelta

from django.utils import timezone

from blog import autosave
from blog.models import Article, Topic
from blog.models.revised import Text
from blog.previews import new_link
from practice import sample_content
from practice.images import forget
from practice.models import Image, Page, Redirect, User
from tests.factories import make_article, make_draft, make_series, make_topic
from tests.pictures import drawn, encoded, kept

MORE_THAN_A_PAGE = 13
LONG = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze" * 2

# Every tag that an article may have; the rest is rendered from these.
EVERYTHING = """
<p>Words, <em>said</em> <strong>loudly</strong>, H<sub>2</sub>O, 1<sup>st</sup>, an
<abbr title="Post-traumatic stress">PTSD</abbr>, a <cite>book</cite>, a<br>break
<footnote>A note with <a href="https://line.example/a?b=c&amp;d=e">a link</a>.</footnote>.</p>
<hr>
<h2>A list</h2><ul><li>One<ol start="3"><li>Three</li></ol></li></ul>
<h2>A list</h2><h3>Below</h3><blockquote><p>Quoted.</p></blockquote>
<h2>A table</h2>
<table><caption>Sizes</caption><thead><tr><th scope="col">Who</th><th scope="col">How</th></tr>
</thead><tbody><tr><td>A</td><td>1</td></tr></tbody></table>
<p><a href="mailto:a@line.example" title="Write">Mail</a> <a href="tel:+441632960123">Ring</a></p>
{pictures}
<h2>References</h2><ul><li>Example, A. (2020). https://doi.org/10.1000/182</li></ul>
"""
FIGURE = '<figure><img data-image="{}"><figcaption>The <em>harbour</em>.</figcaption></figure>'


def fill() -> None:
    """Everything, at addresses that the other modules know."""
    sample_content.load(timezone.now())
    editor = User.objects.create_superuser("therapist")
    _everything_in_one_article()
    _more_than_one_page()
    _pages_of_the_practice()
    _a_draft_with_a_past(editor)
    make_article("taken-back", status=Article.Status.UNPUBLISHED)
    Redirect.objects.create(old_path="/once/", new_path="/about/")


def forget_pictures() -> None:
    for digest in Image.objects.values_list("digest", flat=True):
        forget(digest)


def _everything_in_one_article() -> None:
    described = kept(encoded(drawn()), credit="Ada Example")
    decorative = kept(encoded(drawn(300, 400)), alt="", is_decorative=True)
    figures = "".join(FIGURE.format(image.pk) for image in (described, decorative))
    body = EVERYTHING.format(pictures=figures + f"<p>{LONG}</p>")
    make_article("everything", title="<b>Every</b> & “thing”", body=body, author="Ada & Co")


def _more_than_one_page() -> None:
    topic = make_topic("Many")
    series = make_series("without-a-summary", title="Without a summary")
    for number in range(MORE_THAN_A_PAGE):
        make_article(f"one-of-many-{number}", summary="Plenty of it.").topics.add(topic)
    make_article("only-part", series=series, position=1)
    make_draft("hidden-part", series=series, position=2)


def _pages_of_the_practice() -> None:
    """As long as they are sample texts, they show no more than paragraphs."""
    about = Page.objects.get(slug=Page.Slug.ABOUT)
    about.body += "<h2>Where I trained</h2><ul><li>There</li></ul>"
    about.save()


def _a_draft_with_a_past(editor: User) -> None:
    """The part that is announced: saved twice, typed at since, and with a preview link."""
    draft = Article.objects.get(slug="after-the-quarrel")
    draft.edited_by = editor
    for body in ("<p>First.</p>", EVERYTHING.format(pictures="")):
        draft.body = body
        draft.save()
    now = timezone.now() + timedelta(seconds=1)
    typed = Text(draft.title, draft.summary, "<p>Typed.</p>")
    autosave.keep(draft, typed, based_on=autosave.base_of(draft), now=now, by=editor)
    new_link(draft, now)
    draft.topics.add(Topic.objects.get(slug="many"))
