from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from blog.models import Article
from blog.rendering import RENDERER_VERSION


class Command(BaseCommand):
    help = (
        "Render again what an older version of the renderer has made, drafts too. It may be "
        "stopped at any time and goes on where it was. Texts and their dates stay as they are."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        behind = Article.objects.rendered_before(RENDERER_VERSION).order_by("pk")
        keys = list(behind.values_list("pk", flat=True))
        for pk in tqdm(keys, unit=" articles", disable=not keys):
            Article.objects.render_again(pk)
        self.stdout.write(f"Articles rendered again: {len(keys)}.")
