"""Lists that a cooperative already has (dwellings, workers, clients), loaded whole or not at all.

`sheet` reads the file, `table` knows the columns by their names (`columns`), `cells` their values; `dwellings`,
`workers` and `clients` hand every row to the services of the street, which keep the rules. `items` is the list of who
does what, which goes into a draft.
"""

from werkplaats.desk.imports.columns import COLUMNS, FILES, Column, Kind, empty_list
from werkplaats.desk.imports.items import Checked, check_items, run_items_import
from werkplaats.desk.imports.report import Problem, Report
from werkplaats.desk.imports.run import import_list, landlord_named, landlords, run_import
from werkplaats.desk.imports.sheet import MAX_BYTES

__all__ = [
    "COLUMNS",
    "FILES",
    "MAX_BYTES",
    "Checked",
    "Column",
    "Kind",
    "Problem",
    "Report",
    "check_items",
    "empty_list",
    "import_list",
    "landlord_named",
    "landlords",
    "run_import",
    "run_items_import",
]
