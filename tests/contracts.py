"""A contract for import-linter: a part of the house may reach the floors it stands on, and nothing else of ours.

import-linter's own contracts name what is forbidden; this one names what is allowed, so that it also holds for what is
written later.
"""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Chain = tuple[str, ...]


def _within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


class StandsOn(Contract):
    """Keeps every import of `part`, direct or indirect, within `part` and `floors`, and outside `closed`.

    `closed` are modules of those floors that are not open to this part.
    """

    type_name = "stands_on"
    part: Any = fields.ModuleField()
    floors: Any = fields.ListField(subfield=fields.ModuleField())
    closed: Any = fields.ListField(subfield=fields.ModuleField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Return whether the contract is kept, with one chain of imports for each module it may not reach."""
        part = self.part.name
        floors, closed = ({module.name for module in modules} for modules in (self.floors, self.closed))
        for missing in sorted({part, *floors, *closed} - graph.modules):
            # A list with a spelling mistake in it must not pass for a kept one.
            raise ValueError(f"{self.name}: there is no module {missing}.")
        reached = graph.find_upstream_modules(part, as_package=True)
        strangers = {name for name in reached if not _within(name, {part, *floors}) or _within(name, closed)}
        # What a stranger reaches in its turn is no news.
        chains = [
            chain for chain in (self._chain(graph, name) for name in sorted(strangers)) if chain[-2] not in strangers
        ]
        return ContractCheck(kept=not chains, metadata={"chains": chains})

    def _chain(self, graph: ImportGraph, imported: str) -> Chain:
        modules = {self.part.name, *graph.find_descendants(self.part.name)}
        chains = (graph.find_shortest_chain(importer=importer, imported=imported) for importer in sorted(modules))
        return min((chain for chain in chains if chain), key=len)

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each chain in one line."""
        for chain in check.metadata["chains"]:
            output.print_error(" -> ".join(chain))
        output.new_line()
