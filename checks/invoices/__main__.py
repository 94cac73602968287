"""`make check-invoices`: every kind of e-invoice against the official rules; a folder of invoices as well, when named.

    PEPPOL_RULES=/where/the/rules/are make check-invoices ARGS=folder

Ends with 0 only when rules were there and nothing is left unexplained. docs/invoices.md says how to fill the folder.
"""

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from checks.invoices.cases import batch, cases
from werkplaats.settlement.rules.e_invoice import Document
from werkplaats.settlement.rules.ubl import Customization, may_be_written, to_ubl

if TYPE_CHECKING:
    from checks.invoices.rulesets import Finding, Rulesets

# A warning that is right and stays, with the reason. Never an error.
EXPLAINED = {
    "BR-NL-25": "a seller without a VAT number has only its tax number to give, and EN 16931 asks for one (BR-E-02)",
}
Named = tuple[str, bytes]  # what it is a case of, and the document


def main() -> int:
    given = os.environ.get("PEPPOL_RULES", "")
    folder = Path(given)
    if not given or not folder.is_dir() or not any(folder.iterdir()):
        print("NOTHING WAS CHECKED: PEPPOL_RULES is no folder with rules. See docs/invoices.md.", file=sys.stderr)
        return 2
    from checks.invoices.rulesets import Rulesets, missing

    if lacking := missing(folder):
        print(f"NOTHING WAS CHECKED: {folder} lacks", *lacking, "See docs/invoices.md.", sep="\n  ", file=sys.stderr)
        return 2
    from checks.invoices.books import from_the_books

    began = time.perf_counter()
    rules = Rulesets(folder)
    print(f"Rules compiled in {time.perf_counter() - began:.1f} s.")
    for name in rules.without:
        print(f"THE RULES OF {name.upper()} ARE NOT THERE: those documents are judged by the others alone.")
    if blunt := _blunt(rules):
        print(f"NOTHING WAS CHECKED: a broken document passes {', '.join(blunt)}.", file=sys.stderr)
        return 2
    judge = Judge(rules)
    judge.all("By hand", _written(cases().items()))
    judge.all("From the books", from_the_books())
    judge.all("By chance, shown only when wrong", _written(batch()), quiet=True)
    judge.all("Of a folder", _of_folders(sys.argv[1:]))
    return judge.verdict()


class Judge:
    """Looks at documents, prints what was found, and remembers it."""

    def __init__(self, rules: "Rulesets") -> None:
        self.rules = rules
        self.began = time.perf_counter()
        self.documents = self.checks = self.unexplained = 0
        self.levels, self.explained = Counter[str](), Counter[str]()

    def all(self, title: str, documents: Iterator[Named], *, quiet: bool = False) -> None:
        before = self.documents
        for position, (name, content) in enumerate(documents):
            if not position:
                print(f"\n{title}")
            self.one(name, content, quiet=quiet)
        if quiet:
            print(f"  {self.documents - before} documents")

    def one(self, name: str, content: bytes, *, quiet: bool) -> None:
        self.documents += 1
        cells, remarks = [], []
        for ruleset in self.rules.of(content):
            self.checks += 1
            found = list(self.rules.findings(ruleset, content))
            known = [one for one in found if one.level == "warning" and one.rule in EXPLAINED]
            wrong = [one for one in found if one not in known]
            self.remember(found, known, wrong)
            said = ", ".join(one.rule for one in wrong) or (f"ok ({known[0].rule})" if known else "ok")
            cells.append(f"{ruleset}: {said}")
            remarks += [f"    {ruleset} {one.level}: {one.text}" for one in wrong]
        if not cells:
            cells = ["NOT JUDGED: its rules are not there"]
        if remarks or not quiet:
            print(f"  {name[:50]:51}" + "  ".join(f"{cell:28}" for cell in cells).rstrip(), *remarks, sep="\n")

    def remember(self, found: "list[Finding]", known: "list[Finding]", wrong: "list[Finding]") -> None:
        self.levels.update(one.level for one in found)
        self.explained.update(one.rule for one in known)
        self.unexplained += len(wrong)

    def verdict(self) -> int:
        errors = sum(times for level, times in self.levels.items() if level != "warning")
        took = time.perf_counter() - self.began
        print(
            f"\n{self.documents} documents, judged {self.checks} times in {took:.1f} s:"
            f" {errors} errors, {self.levels['warning']} warnings."
        )
        for rule, times in self.explained.items():
            print(f"{rule}, {times} times: {EXPLAINED[rule]}.")
        print(f"{self.unexplained} findings unexplained." if self.unexplained else "Nothing is left unexplained.")
        return 1 if self.unexplained else 0


def _blunt(rules: "Rulesets") -> list[str]:
    """The rulesets that see nothing wrong in a document without number, reference and payment terms."""
    found = set()
    for name in ("21 %", "a part on the blocked account", "self-bill, reverse charge"):
        for __, content in _written(iter([(name, cases()[name])])):
            broken = re.sub(
                rb"<cbc:ID>1</cbc:ID>|<cbc:BuyerReference>.*?</cbc:BuyerReference>|<cac:PaymentTerms>.*?</cac:PaymentTerms>",
                b"",
                content,
                flags=re.S,
            )
            found |= {one for one in rules.of(content) if not any(rules.findings(one, broken))}
    return sorted(found)


def _written(documents: "Iterator[tuple[str, Document]]") -> Iterator[Named]:
    for name, document in documents:
        for customization in Customization:
            if may_be_written(document, customization):
                yield name, to_ubl(document, customization)


def _of_folders(names: list[str]) -> Iterator[Named]:
    for name in names:
        files = sorted(Path(name).rglob("*.xml"))
        if not files:
            raise SystemExit(f"There is no .xml file in {name}.")
        for file in files:
            yield file.name, file.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
