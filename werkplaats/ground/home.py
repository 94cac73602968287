"""Where the program keeps what is its own: the data folder of this user, or WERKPLAATS_HOME."""

import os
import secrets
from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The folder for this user's data, by the customs of the system."""
    return Path(platformdirs.user_data_dir("werkplaats")).expanduser().resolve()


def home() -> Path:
    """The data folder, made when missing: database, photos, mail of the demo, secret key."""
    folder = Path(os.environ.get("WERKPLAATS_HOME") or data_folder()).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for private in ("media", "mail", "static"):
        (folder / private).mkdir(mode=0o700, exist_ok=True)
    return folder


def secret_key() -> str:
    """The signing key of this installation, made once and readable by its owner only."""
    path = home() / "secret-key"
    for _ in range(3):
        if path.exists():
            key = path.read_text().strip()
            if key:
                return key
        # Written beside it and linked into place: nobody ever reads half a key, and two starters agree on one.
        fresh = path.with_name(f".secret-key-{secrets.token_hex(8)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            if path.exists():
                os.replace(fresh, path)  # it was there, and empty: a disk that was full
            else:
                os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_text().strip()
