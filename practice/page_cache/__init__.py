"""Finished pages, answered from memory before Django is entered.

What is kept: the reading pages that `admission` lists, as they are for a visitor without a session.
Each is rendered for nobody in particular: no cookie and no header of the visitor reaches the
rendering, so one visitor's request cannot change what another one gets.

For how long: a page is fresh for a second. After that one request renders it anew, and those who
come meanwhile get the copy of a moment ago. So an edit, and an article whose second has come, show
within a second in every process, and no process has to be told.

When Postgres is away, or rendering fails: the last good copy is shown for as long as that lasts. A
page that is gone (404) did not fail: its copy goes too.

Everything else (a session, another method, an unknown address or query string, a host or scheme
that is not the site's) is Django's to answer, as if this were not here.
"""

from practice.page_cache.cache import PageCache

__all__ = ["PageCache"]
