"""The house style, as far as a machine can hold us to it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model
from django.utils.functional import Promise

from practice.models import OutboxMail, User
from tests.factories import A_MONDAY, make_enquiry, make_profile

ROOT = Path(__file__).resolve().parents[2]
OURS = ["practice", "blog", "contact"]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
MODULES = sorted(
    path
    for folder in [*OURS, "tests"]
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST_MODULE = 300  # lines
MEANINGLESS_NAMES = {"utils", "helpers", "core", "common", "misc", "services"}

# Where text is declared to be safe HTML, and why it may be.
DECLARED_SAFE = {
    "blog/models/readable.py",  # sanitised when it was saved
    "practice/models/page.py",  # the same
    "practice/templatetags/desk_lists.py",  # a cell of Django's list, with its name escaped
    "practice/structured_data.py",  # JSON, with every sign of HTML escaped
    "templates/attune/layout/div.html",  # fields that crispy-forms has rendered
    "templates/emails/answer.body.txt",  # plain text, not HTML
    "templates/emails/new_message.body.txt",  # plain text, not HTML
}
SAFE_HTML = re.compile(r"mark_safe|SafeString\(|SafeText|\|\s*safe|autoescape off|__html__")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def our_models() -> Iterator[type[Model]]:
    """All but the user, whose words are Django's."""
    for app in OURS:
        yield from (model for model in apps.get_app_config(app).get_models() if model != User)


def shown_fields() -> list[Field[object, object]]:
    """The fields that the desk shows, in a form or in a list."""
    return [
        field
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.editable and not field.auto_created
    ]


def test_a_module_can_be_read_without_scrolling_for_long() -> None:
    assert len(MODULES) > 80
    lines = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}

    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_modules_are_named_for_what_they_are_about() -> None:
    assert [name_of(path) for path in MODULES if path.stem in MEANINGLESS_NAMES] == []


def test_html_is_declared_safe_in_known_places_only() -> None:
    sources = [path for path in MODULES if path.parts[len(ROOT.parts)] != "tests"] + TEMPLATES
    found = {name_of(path) for path in sources if SAFE_HTML.search(path.read_text("utf-8"))}

    assert found == DECLARED_SAFE


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_holds_no_script_and_no_style(template: Path) -> None:
    source = template.read_text("utf-8")

    assert re.findall(r"<script|<style|javascript:", source, re.IGNORECASE) == []
    assert re.findall(r"\s(?:on[a-z]+|style)\s*=", source, re.IGNORECASE) == []


class Untranslated(HTMLParser):
    """Collects the words that a reader would see or hear, and that no gettext would find."""

    SPOKEN = frozenset({"alt", "aria-description", "aria-label", "placeholder", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        spoken = [value for name, value in given.items() if name in self.SPOKEN]
        if given.get("name") == "description":
            spoken.append(given["content"])
        self.words += filter(has_letters, spoken)

    def handle_data(self, data: str) -> None:
        self.words += filter(has_letters, [data.strip()])


def has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def without_django(source: str) -> str:
    """Leave out what Django fills in, translated texts included."""
    source = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", source, flags=re.DOTALL)
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source)


def untranslated(source: str) -> list[str]:
    parser = Untranslated()
    parser.feed(without_django(source))
    parser.close()
    return parser.words


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_word_of_a_template_can_be_translated(template: Path) -> None:
    assert untranslated(template.read_text("utf-8")) == []


def test_that_check_sees_what_it_should() -> None:
    assert untranslated('<p class="a">Hi {{ name }}</p>') == ["Hi"]
    assert untranslated('<a aria-label="Go" href="/x/">→</a>') == ["Go"]
    assert untranslated('<meta name="description" content="Me">') == ["Me"]
    assert untranslated('{% translate "Hi" %} <p title="{% translate "Go" %}">·</p>') == []


def test_every_label_and_hint_of_a_model_can_be_translated() -> None:
    assert len(shown_fields()) > 50
    labels = {str(field): field.verbose_name for field in shown_fields()}
    hints = {f"{field} hint": field.help_text for field in shown_fields() if field.help_text}
    names = {
        f"{model._meta.label} {which}": getattr(model._meta, which)
        for model in our_models()
        for which in ("verbose_name", "verbose_name_plural")
    }

    texts = labels | hints | names
    assert [where for where, text in texts.items() if not isinstance(text, Promise)] == []


def test_every_constraint_that_a_form_can_meet_says_what_to_do() -> None:
    silent = {
        constraint.name
        for label in ("blog.Article", "practice.Helpline", "practice.PracticeProfile")
        for constraint in apps.get_model(label)._meta.constraints
        if not isinstance(constraint.violation_error_message, Promise)
    }
    by_field_validators = {"answers_within_twenty_working_days", "at_least_one_working_day"}
    cannot_be_typed = {"one_practice_profile"}
    says_it_in_djangos_words = {"one_helpline_per_name"}
    assert silent <= by_field_validators | cannot_be_typed | says_it_in_djangos_words


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_one_line_each_after_the_other_and_named(app: str) -> None:
    graph = MigrationLoader(None).graph
    names = sorted(name for label, name in graph.nodes if label == app)

    assert len(graph.leaf_nodes(app)) == 1
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    assert [name for name in names if "_auto_" in name or not re.search(r"\d{4}_[a-z]", name)] == []
    for before, after in pairwise(names):
        assert (app, before) in [node.key for node in graph.node_map[(app, after)].parents]


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_migrations_have_made_every_constraint_in_postgres() -> None:
    declared = {constraint.name for model in our_models() for constraint in model._meta.constraints}
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        there = {name for (name,) in cursor.fetchall()}

    assert len(declared) > 10
    assert declared <= there


@pytest.mark.django_db
def test_what_somebody_typed_is_not_in_the_name_of_a_row() -> None:
    typed = {"name": "Unmistakable", "email": "unmistakable@enquirer.example"}
    enquiry = make_enquiry(make_profile(), now=A_MONDAY, **typed, message="Unmistakable words.")
    mail = OutboxMail.objects.get()

    for shown in (str(enquiry), repr(enquiry), str(mail), repr(mail)):
        assert "nmistakable" not in shown
        assert "enquirer.example" not in shown
    assert str(enquiry) == "Enquiry of 1 March 2027, 09:00"
    assert str(mail) == f"new_message {mail.pk}"
