"""What a page with the editor asks the browser for, and what its policy allows for that."""

import hashlib
from base64 import b64encode
from functools import cached_property
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.forms import Script
from django.http import HttpResponse
from django.templatetags.static import static

OURS = settings.BASE_DIR / "static" / "js" / "editor"
FIRST = "index"


class Head:
    """The import map, which must be inline; the script that begins; and what it will import."""

    @cached_property
    def import_map(self) -> str:
        from js_asset import ImportMap  # only who writes needs it

        return str(ImportMap(self._files).render())

    @property
    def preloaded(self) -> list[str]:
        """Addresses of what the first script imports, so that nothing is asked for late."""
        return [static(file) for file in self._files.values()]

    @property
    def script(self) -> Script:
        return Script(f"js/editor/{FIRST}.js", type="module")

    def allow(self, response: HttpResponse) -> None:
        """Let the page run this import map; by its hash, so that nothing else inline runs."""
        inline = self.import_map.partition(">")[2].removesuffix("</script>")
        digest = b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        vars(response)["_csp_replace"] = {"script-src": [SELF, f"'sha256-{digest}'"]}

    @cached_property
    def _files(self) -> dict[str, Any]:
        names = sorted(path.stem for path in OURS.glob("*.js") if path.stem != FIRST)
        ours = {f"editor/{name}": f"js/editor/{name}.js" for name in names}
        return {"django-prose-editor/editor": "django_prose_editor/editor.js"} | ours
