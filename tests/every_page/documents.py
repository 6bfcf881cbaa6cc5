"""What a visitor's browser was sent."""

from dataclasses import dataclass

from tests.visitor import Answer, Visitor


@dataclass(frozen=True)
class Document:
    """A page: what it is called here, where it was asked for, and what came."""

    name: str
    path: str
    answer: Answer


def fetched(visitor: Visitor, pages: dict[str, str], *, status: int = 200) -> list[Document]:
    """Ask for each path. Fails where one answers otherwise, since that is another page."""
    return [document(name, path, visitor.get(path), status) for name, path in pages.items()]


def document(name: str, path: str, answer: Answer, status: int) -> Document:
    assert answer.status == status, f"{name}: {answer.status}"
    assert "text/html" in answer.headers["Content-Type"], name
    return Document(name, path, answer)
