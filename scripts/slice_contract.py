"""An import-linter contract: whoever needs another slice asks its service, never its repository or routes."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class SliceContract(Contract):
    """Modules of these names may be imported within their own slice, and by the composition root."""

    type_name = "slices"

    private = fields.SetField(subfield=fields.StringField())
    allowed_importers = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - its signature
        private: Any = self.private
        allowed: Any = self.allowed_importers
        broken = [
            f"{importer} (line {graph.get_import_details(importer=importer, imported=module)[0]['line_number']})"
            f" imports {module}"
            for module in sorted(graph.modules)
            if module.rpartition(".")[2] in private
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if _slice(importer) != _slice(module) and importer not in allowed
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)


def _slice(module: str) -> str:
    return ".".join(module.split(".")[:2])
