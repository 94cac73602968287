"""The official rules, read from a folder and run by Saxon. None of them is copied into this repository."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

from saxonche import PySaxonProcessor

from werkplaats.settlement.rules.ubl import CBC, NLCIUS_G_ACCOUNT, PEPPOL_SELF_BILLING, Customization

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
EN16931, PEPPOL, SELF_BILLING = "EN 16931", "Peppol BIS 3.0", "Peppol self-billing"
NLCIUS, G_ACCOUNT = "NLCIUS", "NLCIUS g-account"
READY = {
    EN16931: "EN16931-UBL-validation.xslt",
    NLCIUS: "si-ubl-2.0.xsl",
    G_ACCOUNT: "si-ubl-2.0-ext-gaccount.xsl",
}
SCHEMATRON = {PEPPOL: "PEPPOL-EN16931-UBL.sch", SELF_BILLING: "PEPPOL-EN16931-UBL-SB.sch"}
MUST_BE_THERE = (EN16931, PEPPOL)
# the three steps from Schematron to XSLT, as the Dutch repository keeps them
STEPS = ("iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt2.xsl")
# By what a document says it follows (BT-24). The g-account extension brings EN 16931 along, with two payments allowed.
RULESETS: dict[str, tuple[str, ...]] = {
    Customization.PEPPOL: (EN16931, PEPPOL),
    PEPPOL_SELF_BILLING: (EN16931, SELF_BILLING),
    Customization.NLCIUS: (EN16931, NLCIUS),
    NLCIUS_G_ACCOUNT: (G_ACCOUNT,),
}


@dataclass(frozen=True)
class Finding:
    rule: str
    level: str  # fatal or warning
    text: str


class Rulesets:
    """All of them that are there, compiled once. Peppol keeps those for self-bills on a branch of their own."""

    def __init__(self, folder: Path) -> None:
        self._saxon = PySaxonProcessor(license=False)
        self._compiler = self._saxon.new_xslt30_processor()
        files = found(folder)
        self.without = [name for name, file in (READY | SCHEMATRON).items() if file not in files]
        self._compiled = {
            name: self._compiler.compile_stylesheet(stylesheet_file=str(files[file]))
            for name, file in READY.items()
            if file in files
        }
        for name, file in SCHEMATRON.items():
            if file in files:
                text = self._from_schematron(files, file)
                self._compiled[name] = self._compiler.compile_stylesheet(stylesheet_text=text)

    def of(self, content: bytes) -> tuple[str, ...]:
        """By which a document is judged: what it says it follows; when it names nothing that is known, Peppol's."""
        asked = RULESETS.get(specification(content), RULESETS[Customization.PEPPOL])
        return tuple(name for name in asked if name not in self.without)

    def findings(self, ruleset: str, content: bytes) -> Iterator[Finding]:
        """What the rules say of one document. A report without a single fired rule is an error: nothing was checked."""
        source = self._saxon.parse_xml(xml_text=content.decode())
        report = Tree.fromstring(self._compiled[ruleset].transform_to_string(xdm_node=source))
        if report.find(f"{SVRL}fired-rule") is None:
            yield Finding("none", "fatal", "not one rule looked at this document; is it a UBL invoice?")
        for kind in ("failed-assert", "successful-report"):
            for one in report.iter(f"{SVRL}{kind}"):
                text = " ".join("".join(one.find(f"{SVRL}text").itertext()).split())  # type: ignore[union-attr]
                yield Finding(one.get("id") or text[:20], one.get("flag") or one.get("role") or "fatal", text)

    def _from_schematron(self, files: dict[str, Path], file: str) -> str:
        source: Any = self._saxon.parse_xml(xml_file_name=str(files[file]))
        for step in STEPS:
            stylesheet = self._compiler.compile_stylesheet(stylesheet_file=str(files[step]))
            text = stylesheet.transform_to_string(xdm_node=source)
            source = self._saxon.parse_xml(xml_text=text)
        return str(text)


def specification(content: bytes) -> str:
    """What a document says it follows; empty when it does not say."""
    return " ".join((Tree.fromstring(content).findtext(f"{{{CBC}}}CustomizationID") or "").split())


def found(folder: Path) -> dict[str, Path]:
    """The files of rules by their names, however the repositories are put in the folder."""
    names = {*READY.values(), *SCHEMATRON.values(), *STEPS}
    inside = (Path(root, file) for root, _, files in os.walk(folder, followlinks=True) for file in files)
    return {path.name: path for path in sorted(inside, reverse=True) if path.name in names}


def missing(folder: Path) -> list[str]:
    """The files that are not there, of those that must be."""
    files = found(folder)
    needed = [(READY | SCHEMATRON)[name] for name in MUST_BE_THERE] + list(STEPS)
    return [name for name in needed if name not in files]
