"""`make screenshots`: a fresh demo, one page of each portal, and a small PNG of it in docs/pictures."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HOME, PICTURES = ROOT / ".var" / "screenshots", ROOT / "docs" / "pictures"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MOST_BYTES = 150_000
COLOURS = 128  # flat colours and text: more shows no difference


@dataclass(frozen=True)
class Picture:
    """Who looks (the name on the demo's button), at which page, on which screen."""

    name: str
    who: str
    page: str
    screen: dict[str, int]


ALL = (
    Picture("resident", "Bewoner", "/melden/", PHONE),
    Picture("worker", "Vakmens", "/werk/", PHONE),
    Picture("coordinator", "Coördinator", "/coordinator/", DESK),
    Picture("roster", "Coördinator", "/coordinator/rooster/", DESK),
    Picture("partner", "Woningcorporatie", "/partner/woningen/", DESK),
    Picture("board", "Bestuur", "/bestuur/", DESK),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="use the demo of the last time again")
    if not parser.parse_args().keep:
        shutil.rmtree(HOME, ignore_errors=True)
    program = os.environ.get("WERKPLAATS_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print("screenshots: no Chromium found: install chromium or set WERKPLAATS_CHROMIUM", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for picture in ALL:
            file = PICTURES / f"{picture.name}.png"
            file.write_bytes(small(photograph(browser, address, picture)))
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")
            if file.stat().st_size > MOST_BYTES:
                print(f"screenshots: {file.name} is larger than {MOST_BYTES // 1000} kB", file=sys.stderr)
                return 1
        browser.close()
    return 0


@contextmanager
def served_demo() -> Iterator[str]:
    """The demo in a folder of its own, made ready, served on a free port, and stopped afterwards."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SITE_URL")}
    environment["WERKPLAATS_HOME"] = str(HOME)
    demo = [sys.executable, "-m", "werkplaats", "demo"]
    subprocess.run([*demo, "--load-only"], env=environment, cwd=ROOT, check=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [*demo, "--port", str(port)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as serving:
        try:
            wait_for(f"{address}/health/live", serving)
            yield address
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, serving: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and serving.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("screenshots: the demo did not come up; run `werkplaats demo` to see why")


def photograph(browser: Browser, address: str, picture: Picture) -> bytes:
    context = browser.new_context(base_url=address, viewport=picture.screen, locale="nl-NL", reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name=picture.who, exact=True).click()
    answer = page.goto(picture.page)
    if answer is None or not answer.ok:
        raise SystemExit(f"screenshots: {picture.page} did not open for {picture.who}")
    page.evaluate("document.fonts.ready")
    taken = page.screenshot()
    context.close()
    return taken


def small(png: bytes) -> bytes:
    """The same picture in a palette: a fifth of the size."""
    out = BytesIO()
    image = Image.open(BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
