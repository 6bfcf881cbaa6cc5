"""The therapist's picture library, as her desk shows it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from practice import images
from practice.models.image import Image

THUMBNAIL, PREVIEW = 120, 480  # pixels, the longer side


class WordsForm(forms.ModelForm[Image]):
    """What is said of a picture: what it shows, or expressly that it shows nothing."""

    class Meta:
        model = Image
        fields = ["alt", "is_decorative", "credit"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2, "cols": 60})}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("alt") and data.get("is_decorative"):
            self.add_error("alt", _("Leave this empty, or say that it is not decorative."))
        elif not data.get("alt") and not data.get("is_decorative") and "alt" not in self.errors:
            self.add_error("alt", _("Say what it shows, or tick “decorative”."))
        return data


class UploadForm(WordsForm):
    """A new picture. It is made only once everything else is well, so that nothing is left over."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or HEIC, up to 30 MB. Where it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,.heic,.heif"}),
        error_messages={"empty": _("This file is empty. Perhaps it was cut short on the way.")},
    )
    field_order = ["picture"]

    digest = ""
    made: Mapping[str, int] = MappingProxyType({})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            try:
                self._take_in(data["picture"])
            except images.RefusedPictureError as refused:
                self.add_error("picture", str(refused))
        return data

    def _take_in(self, upload: "UploadedFile[bytes]") -> None:
        self.digest = images.digest_of(upload)
        if not Image.objects.filter(digest=self.digest).exists():
            self.made = images.make(upload, self.digest)._asdict()

    def save(self, commit: bool = True) -> Image:  # noqa: FBT001, FBT002 - as Django calls it
        """Keep the picture, always; the same bytes are the same picture, and its words stay."""
        words = {name: self.cleaned_data[name] for name in WordsForm.Meta.fields}
        self.instance, self.is_new = Image.objects.get_or_create(
            digest=self.digest, defaults=words | dict(self.made)
        )
        return self.instance

    def save_m2m(self) -> None:
        """Do nothing: Django's admin asks for it, and a picture has no such fields."""


class ImageAdmin(admin.ModelAdmin[Image]):
    list_display = ["thumbnail", "what_it_shows", "credit", "line", "added_at"]
    list_display_links = ["what_it_shows"]
    search_fields = ["alt", "credit"]
    none_yet = _("There is no picture yet.")
    actions = None  # deleting in bulk would pass by `Image.delete`, and so by files and articles
    readonly_fields = ["preview", "line", "articles"]

    def get_urls(self) -> list[URLPattern]:
        from practice.editor.pictures import pictures  # which has its forms from here

        choose = self.admin_site.admin_view(pictures)
        return [path("choose/", choose, name="practice_image_choose"), *super().get_urls()]

    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> SafeString:
        return _shown(image, THUMBNAIL)

    @admin.display(description=_("what it shows"))
    def what_it_shows(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> SafeString:
        return _shown(image, PREVIEW)

    @admin.display(description=_("to paste into a text"))
    def line(self, image: Image) -> SafeString:
        return format_html("<code>{}</code>", image.line_to_paste)

    @admin.display(description=_("shown in"))
    def articles(self, image: Image) -> SafeString:
        shown_in = image.articles()
        desk = [(reverse("admin:blog_article_change", args=[pk]), name) for pk, name in shown_in]
        links = format_html_join(", ", '<a href="{}">{}</a>', desk)
        return links or format_html("{}", _("no article yet"))

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> list[Any]:
        before = ["preview", "line"] if obj else ["picture"]
        after = ["articles"] if obj else []
        return [*before, "alt", "is_decorative", "credit", *after]

    def get_form(
        self,
        request: HttpRequest,
        obj: Image | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - as Django calls it
        **kwargs: Any,
    ) -> Any:
        kwargs["form"] = WordsForm if change else UploadForm
        return super().get_form(request, obj, change, **kwargs)

    def save_model(
        self,
        request: HttpRequest,
        obj: Image,
        form: Any,
        change: bool,  # noqa: FBT001 - as Django calls it
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
        elif form.is_new:
            messages.success(request, _("Here it is, with the line that brings it into a text."))
        else:
            messages.info(request, _("This picture was here already. Nothing was changed."))

    def response_add(
        self, request: HttpRequest, obj: Image, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_addanother" in request.POST:
            return redirect("admin:practice_image_add")
        return redirect("admin:practice_image_change", obj.pk)

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().render_change_form(request, *args, **kwargs)
        if request.method == "POST":  # shown again, since something was refused
            response.status_code = 422
        return response


def _shown(image: Image, longer_side: int) -> SafeString:
    """Return the picture, at most so many pixels a side. Its words stand beside it."""
    scale = min(1, longer_side / max(image.width, image.height))
    size = [max(1, round(side * scale)) for side in (image.width, image.height)]
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="">', image.address(image.widths[0], "jpg"), *size
    )
