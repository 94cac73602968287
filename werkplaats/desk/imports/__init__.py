"""Lists that a cooperative already has (dwellings, workers, clients), loaded whole or not at all.

`sheet` reads the file, `table` knows the columns by their names (`columns`), `cells` their values; `dwellings`,
`workers` and `clients` hand every row to the services of the street, which keep the rules.
"""

from werkplaats.desk.imports.columns import Kind
from werkplaats.desk.imports.report import Problem, Report
from werkplaats.desk.imports.run import import_list, landlord_named, landlords, run_import

__all__ = ["Kind", "Problem", "Report", "import_list", "landlord_named", "landlords", "run_import"]
