"""An import-linter contract: a package imports itself and Python's standard library, nothing else."""

import sys
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """Broken by any import of a third-party package or of another package of ours.

    import-linter's own ``forbidden`` contract would need the name of every package there is. What is standard is taken
    from ``sys.stdlib_module_names`` (Python 3.10+). Needs ``include_external_packages = true``.

    Options:
        package: the root package to keep pure.
    """

    type_name = "standard_library_only"

    package = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        package = cast("str", self.package)
        strangers = [
            (module, imported)
            for module in sorted({package} | graph.find_descendants(package))
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if imported.partition(".")[0] not in {package, *sys.stdlib_module_names}
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["strangers"]:
            output.print_error(f"- {module} -> {imported}", bold=False)
        output.new_line()
