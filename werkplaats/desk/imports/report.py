"""What an import found and did, for who has to mend the spreadsheet."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from werkplaats.desk.imports.columns import Kind, by_key
from werkplaats.desk.imports.table import Table

Progress = Callable[[int, int], None]


@dataclass(frozen=True, order=True)
class Problem:
    """Something to put right, or (in `Report.notes`) to know. Row 0: the file as a whole."""

    row: int  # as the spreadsheet numbers it
    column: str  # as the file names it; empty: the row as a whole
    message: str
    file: str = ""


@dataclass
class Report:
    """Nothing is loaded when there are problems, nor in a dry run; then `new` and `changed` say what would be."""

    file: str
    kind: Kind
    dry_run: bool
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # about all rows together
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def loaded(self) -> int:
        """Rows that changed something (or would, in a dry run)."""
        return 0 if self.problems else self.new + self.changed

    def wrong(self, row: int, column: str, message: object) -> None:
        self.problems.append(Problem(row, column, str(message), self.file))

    def note(self, row: int, column: str, message: object) -> None:
        self.notes.append(Problem(row, column, str(message), self.file))


@dataclass
class Lines:
    """The rows of one list with the report they are noted in; columns are named by key here."""

    table: Table
    report: Report
    bad: set[int] = field(default_factory=set)  # rows with a problem
    _said: set[tuple[int, str]] = field(default_factory=set)
    _first: dict[Hashable, int] = field(default_factory=dict)

    def name(self, key: str) -> str:
        """The column as the file names it, or as we do when the file has none."""
        known = by_key(self.report.kind).get(key)
        return self.table.names.get(key) or (known.title() if known else "")

    def wrong(self, row: int, key: str, message: object) -> None:
        """The first thing that is wrong in a cell; the next often follows from it."""
        if (row, key) not in self._said:
            self._said.add((row, key))
            self.bad.add(row)
            self.report.wrong(row, self.name(key), message)

    def wrong_cells(self, row: int, problems: Iterable[tuple[str, object]]) -> None:
        for key, message in problems:
            self.wrong(row, key, message)

    def is_wrong(self, row: int, key: str) -> bool:
        return (row, key) in self._said

    def once(self, row: int, key: str, same: Hashable, message: str) -> None:
        """Note that a row says the same as one above it; `message` names that one by %(row)s."""
        first = self._first.setdefault(same, row)
        if first != row:
            self.wrong(row, key, message % {"row": first})

    def note(self, row: int, key: str, message: object) -> None:
        self.report.note(row, self.name(key), message)
