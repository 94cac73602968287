"""Which row is the header, which column means what, and what is wrong with that."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from werkplaats.desk.imports.columns import COLUMNS, MAX_ROWS, Column, Kind, by_name, names_a_bsn, plain
from werkplaats.desk.imports.sheet import Line

TITLES = 10  # so many rows may stand above the header: a title, a date
LIKE_A_HEADER = 2  # a row with so many known names is one


@dataclass
class Table:
    """`names`: key of a column → its name in the file. `faults` and `notes`: (row, name in the file, what to do)."""

    names: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[tuple[int, str, str]] = field(default_factory=list)


def read_table(kind: Kind, lines: list[Line]) -> Table:
    """The rows by the keys of their columns. With faults there are no rows."""
    table = Table()
    at = _header(kind, lines)
    if at is None:
        words = _("There is no row with the names of the columns. The first row needs names like: %(names)s.")
        table.faults.append((0, "", words % {"names": _names(COLUMNS[kind][:4])}))
        return table
    header, below = lines[at], lines[at + 1 :]
    columns = _columns(kind, header, below, table)
    table.faults += [(header.number, "", message) for message in _missing(kind, table.names)]
    if not below:
        table.faults.append((0, "", _("There are no rows under the names of the columns.")))
    if len(below) > MAX_ROWS[kind]:
        words = _("This list has %(rows)s rows; at most %(most)s go at once. Split it.")
        table.faults.append((0, "", words % {"rows": len(below), "most": MAX_ROWS[kind]}))
    if table.faults:
        return table
    example = {column.key: {column.sample("nl"), column.sample("en")} for column in COLUMNS[kind]}
    for line in below:
        values = {key: line.cells[index] for index, key in columns.items() if index < len(line.cells)}
        if any(values.values()) and all(value in example[key] for key, value in values.items()):
            table.faults.append((line.number, "", _("This is the example row of the empty list. Take it out.")))
        table.rows.append((line.number, values))
    return table


def _header(kind: Kind, lines: list[Line]) -> int | None:
    """The index of the row with most known names, of the first rows."""
    known = by_name(kind)

    def named(index: int) -> int:
        return len({known[plain(cell)].key for cell in lines[index].cells if plain(cell) in known})

    best = max(range(min(len(lines), TITLES)), key=named)
    return best if named(best) >= LIKE_A_HEADER or any(map(names_a_bsn, lines[best].cells)) else None


def _columns(kind: Kind, header: Line, below: list[Line], table: Table) -> dict[int, str]:
    """Position in the row → key of the column; twice the same, unknown and forbidden ones are noted."""
    known = by_name(kind)
    found: dict[int, str] = {}
    width = max((len(line.cells) for line in (header, *below)), default=0)
    for index in range(width):
        name = " ".join(header.cells[index].split()) if index < len(header.cells) else ""
        column = known.get(plain(name))
        if names_a_bsn(name):
            words = _("We do not keep a BSN, of anybody. Take this column out of the file, also for yourself.")
            table.faults.append((header.number, name, words))
        elif column is not None and column.key in table.names:
            words = _("This column means the same as “%(other)s”. Keep one of the two.")
            table.faults.append((header.number, name, words % {"other": table.names[column.key]}))
        elif column is not None:
            found[index] = column.key
            table.names[column.key] = name
        elif any(index < len(line.cells) and line.cells[index] for line in below):
            words = _("This column is not known here. It is not loaded.")
            table.notes.append((header.number, name or _letter(index), words))
    return found


def _missing(kind: Kind, names: dict[str, str]) -> list[str]:
    missing = [c for c in COLUMNS[kind] if c.required and c.key not in names and c.unless not in names]
    return [_("The column “%(name)s” is missing.") % {"name": column.title()} for column in missing]


def _names(columns: tuple[Column, ...]) -> str:
    return ", ".join(column.title() for column in columns)


def _letter(index: int) -> str:
    """What a spreadsheet calls a column without a name: A, B, … Z, AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
