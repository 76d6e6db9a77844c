"""The diagram in the documents is the one that the templates make."""

from diagram import DOCUMENT, document, mermaid
from synthesis import Assembly


def test_the_document_is_up_to_date(assemblies: dict[str, Assembly]) -> None:
    assert DOCUMENT.read_text() == document(assemblies["production"]), "run make diagram"


def test_every_stack_is_in_it_and_the_edge_takes_nothing_from_another(assembly: Assembly) -> None:
    drawn = mermaid(assembly)

    for stack in assembly.templates:
        assert f"<b>{stack.rpartition('-')[2]}</b>" in drawn
    assert "edge -->" not in drawn
    assert "services --> ingress" in drawn
