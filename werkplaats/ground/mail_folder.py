"""Mail into a folder, one .eml a message: for the demo, and for a cooperative that has no mail server yet."""

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailFolder(BaseEmailBackend):
    """Writes into settings.MAIL_FOLDER. A message with the same Message-ID lands in the same file: sent once."""

    waits_for_disk = True  # before a message counts as sent; only a demo that is still being made does not

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently, **kwargs)
        self.folder = Path(settings.MAIL_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = 0
        for message in email_messages:
            if not message.recipients():
                continue
            try:
                self._write(message)
            except OSError:
                if not self.fail_silently:
                    raise
            else:
                sent += 1
        return sent

    def _write(self, message: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = message.message()
        target = self.folder / file_name(str(content["Message-ID"]))
        if target.exists():
            return
        descriptor, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content.as_bytes())
                file.flush()
                if self.waits_for_disk:
                    os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def file_name(message_id: str) -> str:
    """A name that any file system takes, the same for the same Message-ID."""
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", message_id.strip("<> ").split("@")[0]).strip("-")[:60]
    return f"{readable}-{hashlib.sha256(message_id.encode()).hexdigest()[:16]}.eml".lstrip("-")
