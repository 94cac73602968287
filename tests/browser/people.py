"""How the walks read: people who open pages, press, fill in and see. Every page they come to is held to the rules."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from typing import Any

from asgiref.sync import SyncToAsync
from django.conf import settings
from django.db import connections
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from procrastinate.contrib.django import app

from tests.browser.conftest import check_accessible


class Visitor:
    """Somebody at a screen. Names of buttons and fields are what stands there, in the language of the page."""

    def __init__(self, page: Page, *, scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts

    def opens(self, address: str) -> "Visitor":
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status < 400, f"{address}: {answer.status}"
        return self.looks()

    def looks(self) -> "Visitor":
        if self.scripts:  # axe is one itself
            check_accessible(self.page)
        return self

    def presses(self, name: str, *, inside: str = "main") -> "Visitor":
        return self.goes(lambda: self.page.locator(inside).get_by_role("button", name=name, exact=True).first.click())

    def follows(self, name: str, *, inside: str = "body") -> "Visitor":
        return self.goes(lambda: self.page.locator(inside).get_by_role("link", name=name).first.click())

    def goes(self, step: Callable[[], Any]) -> "Visitor":
        """A step that leads to a page."""
        with self.page.expect_navigation(wait_until="load"):
            step()
        return self.looks()

    def opens_up(self, summary: str) -> "Visitor":
        self.page.locator("summary", has_text=summary).first.click()
        return self.looks()

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label).first

    def fills(self, **given: str) -> "Visitor":
        """By the name of the field."""
        for name, value in given.items():
            self.page.locator(f"[name='{name}']:visible").first.fill(value)
        return self

    def writes(self, label: str, text: str) -> "Visitor":
        self.field(label).fill(text)
        return self

    def ticks(self, *labels: str) -> "Visitor":
        for label in labels:
            self.page.get_by_label(label, exact=True).first.check()
        return self

    def chooses(self, label: str, option: str) -> "Visitor":
        self.page.get_by_label(label).first.select_option(label=option)
        return self

    def types(self, *keys: str) -> "Visitor":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def sees(self, *texts: str) -> "Visitor":
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def does_not_see(self, *texts: str) -> "Visitor":
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def fetches(self, link: str) -> bytes:
        """A file behind a link on this page."""
        address = self.page.get_by_role("link", name=link).first.get_attribute("href")
        assert address is not None
        answer = self.page.request.get(address)
        assert answer.ok, f"{address}: {answer.status}"
        return answer.body()


# -- mail -------------------------------------------------------------------------------------------------------------
def the_worker_process_runs() -> None:
    """What waits in the job queue is done by a worker, once, as the process of its own does."""

    def work() -> None:
        connector: Any = app.connector
        try:
            app.with_connector(connector.get_worker_connector()).run_worker(
                wait=False, concurrency=1, install_signal_handlers=False, listen_notify=False
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's loop runs in this thread
        elsewhere.submit(work).result()
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()  # where the tasks themselves ran


def mail_to(address: str) -> list[str]:
    """The subjects and texts of all mail to this address, the newest last."""
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [f"{one['subject']}\n{one.get_content()}" for one in letters if address in str(one["to"])]


def code_in(letter: str) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", letter, re.MULTILINE)
    assert found, letter
    return found[1]


# -- photos -----------------------------------------------------------------------------------------------------------
GPS, MAKER = 0x8825, 0x010F


def photo_from_a_phone() -> dict[str, Any]:
    """A JPEG that says where it was taken, and with what."""
    image, file = Image.new("RGB", (640, 480), "#7a9"), BytesIO()
    exif = Image.Exif()
    exif[MAKER] = "Telefoon"
    exif[GPS] = {1: "N", 2: (52.0, 9.0, 36.4), 3: "E", 4: (5.0, 22.0, 21.0)}
    image.save(file, "JPEG", exif=exif)
    assert Image.open(BytesIO(file.getvalue())).getexif().get_ifd(GPS), "the photo must have a place to take off"
    return {"name": "keuken.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def a_picture(name: str = "kast.png") -> dict[str, Any]:
    file = BytesIO()
    Image.new("RGB", (320, 240), "#b86").save(file, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}


def tells_nothing_but_the_picture(stored: Any) -> bool:
    with stored.open("rb") as file:
        image = Image.open(file)
        return not image.getexif() and not image.info.get("exif")
