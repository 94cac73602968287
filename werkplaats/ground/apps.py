from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

# Statements that a connection keeps planned. There are a few hundred different ones in the program; with psycopg's own
# hundred they push each other out, and each time that is a question more to forget one and a plan more to make.
KEPT_PLANNED = 400


class GroundConfig(AppConfig):
    name = "werkplaats.ground"

    def ready(self) -> None:
        connection_created.connect(keep_planned, dispatch_uid="werkplaats.ground.keep_planned")


def keep_planned(connection: Any, **_: Any) -> None:
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = KEPT_PLANNED
