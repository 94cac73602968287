"""The mail server, by SMTP."""

from django.core.mail.backends.smtp import EmailBackend

# RFC 5321, 4.5.3.2.6: a client waits at least ten minutes for the answer to the message itself. Some servers look for
# spam before they answer; who hangs up sooner sends the same message again, and they have it twice.
PATIENCE = 600  # seconds


class MailServer(EmailBackend):
    """Django's own, quick to give up on a server that does not pick up, and patient with one that has."""

    def open(self) -> bool | None:
        opened = super().open()
        if opened and self.connection is not None and self.connection.sock is not None:
            self.connection.sock.settimeout(PATIENCE)
        return opened

    def close(self) -> None:
        if self.connection is not None and self.connection.sock is not None:
            self.connection.sock.settimeout(self.timeout)
        super().close()
