"""What writing and publishing leave, and for how long."""

from django.utils.translation import gettext_lazy as _

from practice.retention import AT_WORK, PUBLIC, WHILE_THERE, DataClass, Kept, Whose

AUTHORSHIP = DataClass(_("Who saved which version of an article"), Whose.STAFF)

TO_BE_READ = _("To be read by everybody.")
TO_BE_FOUND = _("Made from the article, so that it loads quickly and is found.")
TO_PUBLISH = _("What is public, from when, and in which order.")
TO_GO_BACK = _("To go back to an earlier version.")
TO_PREVIEW = _("To let somebody read an article before it is public.")
WITH_THE_ARTICLE = _("until the article is removed")

POLICY = [
    Kept("blog.Series", "title slug summary", PUBLIC, TO_BE_READ, WHILE_THERE),
    Kept("blog.Topic", "name slug", PUBLIC, TO_BE_READ, WHILE_THERE),
    Kept(
        "blog.Article",
        "title slug summary body author is_sensitive topics series position",
        PUBLIC,
        TO_BE_READ,
        WHILE_THERE,
    ),
    Kept(
        "blog.Article",
        "card body_html contents minutes renderer_version search_language folded_title"
        " folded_summary folded_text search",
        AT_WORK,
        TO_BE_FOUND,
        WITH_THE_ARTICLE,
    ),
    Kept(
        "blog.Article",
        "status publish_at announced expected created_at updated_at",
        PUBLIC,
        TO_PUBLISH,
        WHILE_THERE,
    ),
    Kept(
        "blog.Revision",
        "article title summary body saved_at autosaved",
        PUBLIC,
        TO_GO_BACK,
        WITH_THE_ARTICLE,
    ),
    Kept("blog.Revision", "saved_by", AUTHORSHIP, TO_GO_BACK, WITH_THE_ARTICLE),
    Kept(
        "blog.PreviewLink",
        "id article created_at expires_at revoked_at",
        AT_WORK,
        TO_PREVIEW,
        WITH_THE_ARTICLE,
    ),
]
