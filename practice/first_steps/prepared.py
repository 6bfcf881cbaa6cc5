"""What a fresh site says until she has written it herself: true of every practice, and short."""

from pathlib import Path

from django.template import Context, Template

from blog.rendering import sanitised
from practice.first_steps.countries import AUTHORITIES
from practice.models import Page, PracticeProfile

# Content, as blog/sample_content is, and not the site's own words.
FOLDER = Path(__file__).with_name("texts")
HERS = [Page.Slug.ABOUT, Page.Slug.FEES]  # which nobody else can write


def text_of(slug: str, profile: PracticeProfile) -> str:
    context = {"practice": profile, "authority": AUTHORITIES.get(profile.country)}
    source = (FOLDER / f"{slug}.html").read_text(encoding="utf-8")
    return sanitised(Template(source).render(Context(context)))


def follow(before: PracticeProfile | None, after: PracticeProfile) -> None:
    """Make the pages that are missing, and bring those up to her answers that she left as made."""
    pages = {page.slug: page for page in Page.objects.all()}
    for slug in Page.Slug:
        text, page = text_of(slug, after), pages.get(slug)
        if page is None:
            Page.objects.create(slug=slug, title=str(slug.label), body=text)
        elif before is not None and page.body != text and page.body == text_of(slug, before):
            page.body = text
            page.save(update_fields=["body", "updated_at"])


def are_hers_written(profile: PracticeProfile) -> bool:
    """Whether the pages that only she can write are more than what was prepared."""
    bodies = dict(Page.objects.filter(slug__in=HERS).values_list("slug", "body"))
    return all(bodies.get(slug, "") not in ("", text_of(slug, profile)) for slug in HERS)
