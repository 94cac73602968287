"""The official rules, read from a folder and run by Saxon. None of them is copied into this repository."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
EN16931 = "eInvoicing-EN16931/ubl/xslt/EN16931-UBL-validation.xslt"
PEPPOL = "peppol-bis-invoice-3/rules/sch/PEPPOL-EN16931-UBL.sch"
NLCIUS = "validation/xsl/si-ubl-2.0.xsl"
# the three steps from Schematron to XSLT, as the Dutch repository keeps them
STEPS = ("iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt2.xsl")
COMPILER = "validation/convert/convert_xsl"


@dataclass(frozen=True)
class Finding:
    rule: str
    level: str  # fatal or warning
    text: str


class Rulesets:
    """EN 16931, Peppol and NLCIUS, compiled once."""

    def __init__(self, folder: Path) -> None:
        self._saxon = PySaxonProcessor(license=False)
        self._compiler = self._saxon.new_xslt30_processor()
        self._compiled = {
            "EN 16931": self._compiler.compile_stylesheet(stylesheet_file=str(folder / EN16931)),
            "Peppol BIS 3.0": self._compiler.compile_stylesheet(stylesheet_text=self._from_schematron(folder)),
            "NLCIUS": self._compiler.compile_stylesheet(stylesheet_file=str(folder / NLCIUS)),
        }

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

    def _from_schematron(self, folder: Path) -> str:
        source: Any = self._saxon.parse_xml(xml_file_name=str(folder / PEPPOL))
        for step in STEPS:
            stylesheet = self._compiler.compile_stylesheet(stylesheet_file=str(folder / COMPILER / step))
            text = stylesheet.transform_to_string(xdm_node=source)
            source = self._saxon.parse_xml(xml_text=text)
        return str(text)


def missing(folder: Path) -> list[str]:
    """The files that are not there."""
    needed = (EN16931, PEPPOL, NLCIUS, *(f"{COMPILER}/{step}" for step in STEPS))
    return [name for name in needed if not (folder / name).is_file()]
