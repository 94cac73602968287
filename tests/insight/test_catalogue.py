"""The catalogue is complete: in words, in Dutch, in docs, and with tables that exist."""

from pathlib import Path

from django.apps import apps

from tests.ground.test_translations import translated
from werkplaats.insight.metrics_page import page
from werkplaats.insight.rules import released, service
from werkplaats.insight.rules.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_in_docs_is_that_of_the_catalogue() -> None:
    assert (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8") == page(), "run make metrics"


def test_every_text_of_a_metric_has_a_dutch_translation() -> None:
    texts = {t for m in CATALOGUE.values() for t in (m.name, m.definition, m.formula, m.limits) if t}
    texts |= {value for name, value in vars(service).items() if name.isupper() and isinstance(value, str)}
    texts.add(released.NOT_RELEASED)
    assert not texts - {text for context, text in translated() if context is None}


def test_every_source_of_a_metric_is_a_table() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    for metric in CATALOGUE.values():
        assert not set(metric.sources) - tables, metric.code
