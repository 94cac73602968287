"""`make check-invoices` says loudly when it has nothing to check by: the rules are not in this repository."""

from pathlib import Path

import pytest

from checks.invoices.__main__ import main
from checks.invoices.cases import cases
from checks.invoices.rulesets import EN16931, PEPPOL, READY, RULESETS, SCHEMATRON, STEPS, missing, specification
from werkplaats.settlement.rules.ubl import Customization, may_be_written, to_ubl


@pytest.mark.parametrize("folder", ["", "none", "empty", "half"])
def test_without_rules_it_says_that_nothing_was_checked(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "half" / "validation").mkdir(parents=True)
    monkeypatch.setenv("PEPPOL_RULES", str(tmp_path / folder) if folder else "")
    assert main() == 2
    assert "NOTHING WAS CHECKED" in capsys.readouterr().err


def test_the_repositories_may_stand_anywhere_in_the_folder_and_only_the_dutch_rules_may_be_away(tmp_path: Path) -> None:
    assert set(missing(tmp_path)) == {READY[EN16931], SCHEMATRON[PEPPOL], *STEPS}
    for name in missing(tmp_path):
        file = tmp_path / "OpenPEPPOL" / "peppol-bis-invoice-3-master" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert missing(tmp_path) == []


@pytest.mark.parametrize("name", cases())
def test_every_kind_of_document_names_rules_that_are_known(name: str) -> None:
    document = cases()[name]
    ways = [one for one in Customization if may_be_written(document, one)]
    for way in ways:
        assert specification(to_ubl(document, way)) in RULESETS
