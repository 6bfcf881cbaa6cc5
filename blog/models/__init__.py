from blog.models.article import Article
from blog.models.series import Series
from blog.models.topic import Topic

__all__ = ["Article", "Series", "Topic"]
