"""For the tests of the imports: loading a list as the coordinator does.

Django is imported in the fixtures: pytest reads this file before the tests' ground is laid when a test here is named.
"""

from typing import Any

import pytest


@pytest.fixture
def cooperative(db: None) -> Any:
    from tests.build import a_cooperative

    return a_cooperative()


@pytest.fixture
def load(cooperative: Any) -> Any:
    """Load rows (or bytes) as a coordinator who reads English."""
    from django.utils import translation

    from tests.build import NOW, a_coordinator
    from tests.desk.sheets import a_csv
    from werkplaats.desk.imports import import_list

    coordinator = a_coordinator(cooperative)

    def loading(kind: Any, *rows: Any, dry_run: bool = False, at: Any = NOW, landlord: Any = None) -> Any:
        content = rows[0] if isinstance(rows[0], bytes) else a_csv(*rows)
        landlord_id = landlord.pk if landlord else None
        with translation.override("en"):
            return import_list(coordinator, kind, "lijst.csv", content, landlord_id=landlord_id, dry_run=dry_run, at=at)

    return loading


@pytest.fixture
def pilot(cooperative: Any) -> Any:
    from tests.build import a_district_team, a_household_pilot

    return a_household_pilot(a_district_team(cooperative), cap=2)
