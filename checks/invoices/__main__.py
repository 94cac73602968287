"""`make check-invoices`: every kind of e-invoice against the official rules; a folder of invoices as well, when named.

    PEPPOL_RULES=/where/the/rules/are make check-invoices ARGS=folder

Ends with 0 only when rules were there and nothing is left unexplained. docs/invoices.md says how to fill the folder.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from checks.invoices.cases import batch, cases
from werkplaats.settlement.rules.ubl import Customization, to_ubl

RULESETS = {
    Customization.PEPPOL: ("EN 16931", "Peppol BIS 3.0"),
    Customization.NLCIUS: ("EN 16931", "NLCIUS"),
}
COLUMNS = [(name, ruleset) for name, rulesets in RULESETS.items() for ruleset in rulesets]
# A warning that is right and stays, with the reason. Never an error.
EXPLAINED = {
    "BR-NL-25": "a seller without a VAT number has only its tax number to give, and EN 16931 asks for one (BR-E-02)",
}


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
    began = time.perf_counter()
    rules = Rulesets(folder)
    print(f"Rules compiled in {time.perf_counter() - began:.1f} s.\n")
    print(f"{'':44}" + "".join(f"{name.name + '/' + ruleset:24}" for name, ruleset in COLUMNS))
    began, documents, bad, explained = time.perf_counter(), 0, 0, Counter[str]()
    for name, contents in [*_ours(), *_of_folders(sys.argv[1:])]:
        documents += len({id(content) for content in contents.values()})
        cells, remarks = [], []
        for customization, ruleset in COLUMNS:
            if customization not in contents:
                cells.append("-")
                continue
            found = list(rules.findings(ruleset, contents[customization]))
            known = [f for f in found if f.level == "warning" and f.rule in EXPLAINED]
            wrong = [f for f in found if f not in known]
            explained.update(f.rule for f in known)
            bad += len(wrong)
            cells.append(", ".join(f.rule for f in wrong) or (f"ok ({known[0].rule})" if known else "ok"))
            remarks += [f"    {ruleset} {f.level}: {f.text}" for f in wrong]
        if remarks or not name.startswith("by chance"):
            print(f"{name[:43]:44}" + "".join(f"{cell:24}" for cell in cells), *remarks, sep="\n" if remarks else "")
    print(f"\n{documents} documents in {time.perf_counter() - began:.1f} s, those by chance shown only when wrong.")
    for rule, times in explained.items():
        print(f"{rule}, {times} times: {EXPLAINED[rule]}.")
    print(f"{bad} findings unexplained." if bad else "No error and no warning unexplained.")
    return 1 if bad else 0


def _ours() -> Iterator[tuple[str, dict[Customization, bytes]]]:
    for name, document in (*cases().items(), *batch()):
        yield name, {customization: to_ubl(document, customization) for customization in Customization}


def _of_folders(names: list[str]) -> Iterator[tuple[str, dict[Customization, bytes]]]:
    for name in names:
        files = sorted(Path(name).rglob("*.xml"))
        if not files:
            raise SystemExit(f"There is no .xml file in {name}.")
        for file in files:
            content = file.read_bytes()
            nlcius = Customization.NLCIUS.encode() in content
            yield file.name, {Customization.NLCIUS if nlcius else Customization.PEPPOL: content}


if __name__ == "__main__":
    sys.exit(main())
