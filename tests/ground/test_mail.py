"""Mail into a folder: whole, readable, and once."""

import email
import email.policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives

from werkplaats.ground.mail_folder import MailFolder, file_name


@pytest.fixture
def folder(settings):
    return Path(settings.MAIL_FOLDER)


def message(**headers):
    return EmailMessage(
        "Uw melding", "Beste bewoner, wij komen dinsdag – tussen 9 en 12.", "a@b.nl", ["c@d.nl"], headers=headers
    )


def read(path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def test_a_message_becomes_a_file_that_any_mail_program_reads(folder):
    with_page = EmailMultiAlternatives("Één onderwerp", "gewoon", "a@b.nl", ["c@d.nl"])
    with_page.attach_alternative("<p>mooi</p>", "text/html")
    assert MailFolder().send_messages([with_page]) == 1
    (path,) = folder.iterdir()
    found = read(path)
    assert path.suffix == ".eml"
    assert found["Subject"] == "Één onderwerp"
    assert found.get_body(("html",)).get_content().strip() == "<p>mooi</p>"


def test_sent_again_with_the_same_id_it_is_still_one(folder):
    MailFolder().send_messages([message(**{"Message-ID": "<notice-7@werkplaats>"})])
    MailFolder().send_messages([message(**{"Message-ID": "<notice-7@werkplaats>"})])
    MailFolder().send_messages([message(**{"Message-ID": "<notice-8@werkplaats>"})])
    assert len(list(folder.iterdir())) == 2
    assert all("–" in read(path).get_content() for path in folder.iterdir())


def test_nobody_to_send_to_is_nothing_sent(folder):
    assert MailFolder().send_messages([EmailMessage("x", "y", "a@b.nl", [])]) == 0


def test_a_folder_that_cannot_be_written_is_told(settings, tmp_path):
    (tmp_path / "in-the-way").write_text("a file")
    settings.MAIL_FOLDER = tmp_path / "in-the-way"
    with pytest.raises(OSError, match="in-the-way"):
        MailFolder().send_messages([message()])
    assert MailFolder(fail_silently=True).send_messages([message()]) == 0


@pytest.mark.parametrize("hostile", ["<../../etc/passwd@x>", "<" + "a" * 900 + "@x>", "<@>", "<een/twee\x00drie@x>"])
def test_any_message_id_makes_a_usable_file_name(hostile):
    name = file_name(hostile)
    assert "/" not in name
    assert "\x00" not in name
    assert len(name) < 100
    assert not name.startswith((".", "-"))
