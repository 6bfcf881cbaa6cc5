from blog.models.article import Article
from blog.models.preview_link import PreviewLink
from blog.models.revision import Revision
from blog.models.series import Series
from blog.models.topic import Topic

__all__ = ["Article", "PreviewLink", "Revision", "Series", "Topic"]
