"""Serves as production does (gunicorn, the same number of workers and threads), with the settings of the bench."""

import os
import sys
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"


def application() -> Any:
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


if __name__ == "__main__":
    from werkplaats.ground import processes, web_server

    processes.end_with_parent()
    web_server.run(sys.argv[1], application)
