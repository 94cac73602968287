"""The web server: gunicorn, started from Python, with settings from the environment."""

import os
from collections.abc import Callable
from typing import Any

from werkplaats.ground import garbage


def run(address: str, load_application: Callable[[], Any]) -> None:
    """Serve until asked to stop. `address` is host:port, or several with commas between."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": address.split(","),
                "workers": int(os.environ.get("WEB_WORKERS", "2")),
                "threads": int(os.environ.get("WEB_THREADS", "4")),
                "worker_class": "gthread",
                "timeout": int(os.environ.get("WEB_TIMEOUT", "60")),
                "graceful_timeout": 20,
                "keepalive": 5,
                "preload_app": True,
                "loglevel": "warning",
                "accesslog": None,
                "proc_name": "werkplaats",
                "control_socket_disable": True,
                "when_ready": lambda server: garbage.none_so_far(),  # before the processes part
                "post_fork": _own_connections,
                "forwarded_allow_ips": os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from django.urls import get_resolver

            application = load_application()
            get_resolver().url_patterns  # noqa: B018 - reads every view now, once for all processes
            return application

    Server().run()


def _own_connections(server: Any, worker: Any) -> None:
    """A connection made before the fork belongs to the parent."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.connection = None
