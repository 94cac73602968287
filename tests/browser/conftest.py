"""A real browser on the real pages: one window per person, and axe-core on every page that is opened."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:  # `pytest tests/browser` reads this file before Django is ready
    from werkplaats.members.models import Person, User

AXE = Path(__file__).parents[2] / "werkplaats" / "static" / "build" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(autouse=True)
def _no_network(settings: Any) -> None:
    """The map of the roster without its background."""
    settings.MAP_TILES = ""


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=QUIET)
        yield browser
        browser.close()


def session_cookie(user: "User", url: str) -> dict[str, Any]:
    """A signed-in session, for walks that are not about signing in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from werkplaats.portal.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": django_settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, live_server: Any) -> Iterator[Window]:
    """Open a window, signed in as a person or as nobody, on a phone or at a desk, in a language, without scripts."""
    contexts = []

    def open_window(
        person: "Person | None" = None,
        *,
        size: dict[str, int] = PHONE,
        language: str = "nl",
        scripts: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport=size,
            locale=language,
            base_url=live_server.url,
            extra_http_headers={"Accept-Language": language},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if person is not None and person.user is not None:
            context.add_cookies([session_cookie(person.user, live_server.url)])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def check_accessible(page: Page) -> None:
    """No finding of axe-core under WCAG 2.2 A and AA, and no sideways scrolling."""
    page.add_script_tag(path=str(AXE))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(r => r.violations)",
        rules,
    )
    problems = [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]
    assert not problems, f"{page.url}: {problems}"
    check_fits(page)


def check_fits(page: Page) -> None:
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"
