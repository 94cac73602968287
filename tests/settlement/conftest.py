"""Settlement is tested in the role that the program serves in: what is kept is added to and never changed or locked."""

from collections.abc import Iterator

import pytest
from django.db import connection

from werkplaats.ground import roles


@pytest.fixture(autouse=True)
def _in_the_role_of_the_program(request: pytest.FixtureRequest) -> Iterator[None]:
    marker = request.node.get_closest_marker("django_db")
    if marker is None or marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("db")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {roles.ROLE}")  # until the test is rolled back
    yield
