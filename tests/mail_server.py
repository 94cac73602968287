"""A mail server for tests: real SMTP on a real port, that remembers what came in and can be told how to behave."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """`at` is called with the step that is reached, before it is answered; after a message with "yes".

    The steps: EHLO, MAIL, RCPT, DATA, "message" (all of it has come in, not answered yet), "yes", QUIT. What `at`
    returns is said instead of the usual answer.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.at: Callable[[str, str], str | None] = lambda step, line: None
        self.received: list[EmailMessage] = []
        self.port: int = self.server_address[1]

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        try:
            self._converse()
        except OSError:
            return  # the other side was killed

    def _converse(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper()
            special = self._at(word, line.decode())
            if word == "DATA" and special is None:
                self._take_message()
                continue
            self._say(special or ("221 bye" if word == "QUIT" else "250 yes"))
            if word == "QUIT":
                return

    def _take_message(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if not line:
            return  # cut off half-way: not received
        special = self._at("refuse", "")
        if special:
            self._say(special)
            return
        message: Any = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.received.append(message)  # type: ignore[attr-defined]
        self._at("message", "")
        self._say("250 taken")
        self._at("yes", "")

    def _at(self, step: str, line: str) -> str | None:
        return self.server.at(step, line)  # type: ignore[attr-defined, no-any-return]

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
        self.wfile.flush()


@contextmanager
def a_mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
