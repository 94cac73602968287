"""One file that holds everything: the database and the photos, with a list of what is in it.

The file is a tar: manifest.json (first, with the length and SHA-256 of all that follows), database.dump (pg_dump's
custom format) and media/. It is written beside its place and moved there when whole. Putting back reads and checks the
whole file before anything is touched; the database then changes in one transaction.
"""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any

from werkplaats.ground import database, versions

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
CHUNK = 1 << 20

Progress = Callable[[str], None]


class BackupError(Exception):
    """The backup was not made or not put back; the text says why."""


@dataclass(frozen=True)
class Piece:
    name: str
    size: int
    sha256: str


# --- writing -----------------------------------------------------------------------------------------------------


def write_backup(target: Path, progress: Progress = print) -> None:
    """Write everything into `target`. Errors: BackupError; an older file of that name then still stands."""
    from django.conf import settings

    target = target.expanduser().resolve()
    if target.is_dir():
        raise BackupError(f"{target} is a folder; name a file.")
    if not target.parent.is_dir():
        raise BackupError(f"there is no folder {target.parent}.")
    in_bucket = "S3" in settings.STORAGES["default"]["BACKEND"]
    media = None if in_bucket else Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".werkplaats-backup-") as folder:
        dump = Path(folder) / DUMP
        migrations = _applied_migrations()
        progress("writing the database")
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}", *_schema())
        # The photos come after the rows that name them: photos are only ever added, so none can be missing.
        progress(f"the database takes {_readable(dump.stat().st_size)}; reading the photos")
        pieces = [_piece(DUMP, dump), *(_media_pieces(media, progress) if media else ())]
        manifest = {
            "format": FORMAT,
            "program": "werkplaats",
            "version": version("werkplaats"),
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "migrations": migrations,
            "photos_in_bucket": in_bucket,
            "pieces": [vars(piece) for piece in pieces],
        }
        part = Path(folder) / "backup.tar"
        _write_tar(part, manifest, pieces, dump, media, progress)
        os.chmod(part, 0o600)
        os.replace(part, target)
        _sync_folder(target.parent)
    if in_bucket:
        progress("the photos are in the S3 bucket and are not in this file; keep versions of the bucket as well")
    progress(f"written: {target} ({_readable(target.stat().st_size)}, {len(pieces) - 1} photos)")


def _write_tar(
    part: Path, manifest: dict[str, Any], pieces: list[Piece], dump: Path, media: Path | None, progress: Progress
) -> None:
    with part.open("wb") as raw:
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
            content = json.dumps(manifest, indent=1).encode()
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
            for number, piece in enumerate(pieces):
                source = dump if piece.name == DUMP else _inside(media, piece.name)
                info = tarfile.TarInfo(piece.name)
                info.size = piece.size
                try:
                    with source.open("rb") as file:
                        tar.addfile(info, file)
                except OSError as error:
                    raise BackupError(f"{source} cannot be read: {error.strerror or error}") from error
                if number and number % 1000 == 0:
                    progress(f"{number} of {len(pieces) - 1} photos")
        raw.flush()
        os.fsync(raw.fileno())


def _media_pieces(media: Path, progress: Progress) -> Iterator[Piece]:
    if not media.is_dir():
        return
    for number, path in enumerate(sorted(p for p in media.rglob("*") if p.is_file() and not p.is_symlink())):
        yield _piece("media/" + path.relative_to(media).as_posix(), path)
        if number and number % 1000 == 0:
            progress(f"{number} photos read")


def _piece(name: str, path: Path) -> Piece:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror or error}") from error
    return Piece(name, size, digest.hexdigest())


# --- putting back ------------------------------------------------------------------------------------------------


def restore_backup(source: Path, *, force: bool = False, progress: Progress = print) -> None:
    """Put the database and photos of `source` in place. Errors: BackupError, and then nothing was changed."""
    from django.conf import settings

    source = source.expanduser().resolve()
    if not source.is_file():
        raise BackupError(f"there is no file {source}.")
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".werkplaats-restore-") as name:
        folder = Path(name)
        progress("checking the file")
        manifest = _unpack(source, folder)
        _refuse_other_version(manifest)
        script = folder / "restore.sql"
        _as_sql(folder / DUMP, script)
        _refuse_full(force)
        progress(f"putting back the database of {manifest['made_at']} (version {manifest['version']})")
        with script.open("rb") as sql:
            _run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=-",
                 "--output=/dev/null", stdin=sql)  # fmt: skip
        if not manifest.get("photos_in_bucket"):
            progress(f"putting back {len(manifest['pieces']) - 1} photos")
            _swap(folder / "media", media, folder / "media-before")


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """All pieces into `folder`, each compared with the manifest."""
    broken = f"{source} is broken: "
    (folder / "media").mkdir(mode=0o700)
    try:
        with tarfile.open(source, mode="r:") as tar:
            first = tar.next()
            if first is None or first.name != MANIFEST or first.size > 1 << 30:
                raise BackupError(f"{source} is not a backup of Werkplaats.")
            manifest = _manifest(source, _content(tar, first).read())
            expected = {piece["name"]: Piece(**piece) for piece in manifest["pieces"]}
            while member := tar.next():
                piece = expected.pop(member.name, None)
                if piece is None or not member.isfile():
                    raise BackupError(f"{broken}{member.name!r} is in it, but not on its list.")
                _copy(_content(tar, member), _inside(folder, piece.name), piece, broken)
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise BackupError(f"{source} cannot be read or unpacked: {error.strerror}.") from error
        if isinstance(error, tarfile.ReadError) and not _begins_like_backup(source):
            raise BackupError(f"{source} is not a backup of Werkplaats.") from error
        raise BackupError(f"{broken}it ends too early or was damaged ({error}).") from error
    if expected:
        raise BackupError(f"{broken}{len(expected)} pieces are missing, {min(expected)} among them.")
    return manifest


def _begins_like_backup(source: Path) -> bool:
    with source.open("rb") as file:
        return file.read(len(MANIFEST)) == MANIFEST.encode()


def _manifest(source: Path, content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
        ours = manifest["program"] == "werkplaats"
        known = int(manifest["format"]) <= FORMAT
        _ = [Piece(**piece) for piece in manifest["pieces"]], manifest["migrations"], manifest["made_at"]
        complete = any(piece["name"] == DUMP for piece in manifest["pieces"])
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{source} is broken: its list of contents cannot be read.") from error
    if not ours:
        raise BackupError(f"{source} is not a backup of Werkplaats.")
    if not known:
        raise BackupError(f"{source} was made by a later version of Werkplaats; install that version first.")
    if not complete:
        raise BackupError(f"{source} is broken: there is no database in it.")
    result: dict[str, Any] = manifest
    return result


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise tarfile.ReadError(f"{member.name} is no file")
    return content


def _copy(content: IO[bytes], target: Path, piece: Piece, broken: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    if (size, digest.hexdigest()) != (piece.size, piece.sha256):
        raise BackupError(f"{broken}{piece.name} is not what was written.")


def _inside(folder: Path | None, name: str) -> Path:
    """The place of a piece in `folder`; a name that leads out of it is refused."""
    path = PurePosixPath(name)
    if folder is None or path.is_absolute() or ".." in path.parts or not path.parts:
        raise BackupError(f"{name!r} is not a name that a backup may have.")
    if path.parts[0] == "media" and folder.name == "media":
        return folder.joinpath(*path.parts[1:])
    return folder / path


def _refuse_other_version(manifest: dict[str, Any]) -> None:
    known = versions.steps()
    apps = {app for app, _ in known}
    applied = [(app, name) for app, _, name in (step.partition(".") for step in manifest["migrations"])]
    strange = versions.in_the_way(applied, known) or next((step for step in applied if step[0] not in apps), None)
    if strange:
        raise BackupError(
            f"the backup was made by version {manifest['version']}, which knows tables that this version "
            f"({version('werkplaats')}) does not ({'.'.join(strange)}). Install that version first."
        )


def _refuse_full(force: bool) -> None:
    """Errors: BackupError when the database holds a cooperative (and not `force`), or is somebody else's."""
    from django.apps import apps
    from django.db import connection

    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not tables:
            return
        table = apps.get_model("members", "Cooperative")._meta.db_table
        if "django_migrations" not in tables or table not in tables:
            raise BackupError("the database holds tables that are not of Werkplaats; give it one of its own.")
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
        row = cursor.fetchone()
    if row and row[0] and not force:
        raise BackupError("the database is not empty. With --force it is replaced by the backup, all of it.")


def _as_sql(dump: Path, script: Path) -> None:
    """The dump as statements that every PostgreSQL from 15 on understands, emptying the schema first."""
    plain = script.with_suffix(".plain")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={plain}", str(dump))
    # pg_dump 18 sets what 15 and 16 do not know yet.
    unknown_before_17 = re.compile(rb"^SET transaction_timeout = 0;\s*$")
    with plain.open("rb") as read, script.open("wb") as write:
        schema = _quoted_schema()
        # The dump makes the schema itself. Whoever still works with the tables gets half a minute to finish.
        write.write(f"SET lock_timeout = '30s';\nDROP SCHEMA IF EXISTS {schema} CASCADE;\n".encode())
        copying = False
        for line in read:
            if not copying and unknown_before_17.match(line):
                continue
            if line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
                copying = True
            elif copying and line.rstrip(b"\r\n") == b"\\.":
                copying = False
            write.write(line)
    plain.unlink()


def _swap(fresh: Path, place: Path, before: Path) -> None:
    if place.exists():
        os.rename(place, before)
    try:
        os.rename(fresh, place)
    except OSError:
        shutil.move(str(fresh), str(place))


# --- the tools ---------------------------------------------------------------------------------------------------


def _applied_migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        raise BackupError("there is nothing to keep yet: this database was never migrated.")
    return sorted(f"{app}.{name}" for app, name in recorder.applied_migrations())


def _quoted_schema() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(coalesce(current_schema(), 'public'))")
        row = cursor.fetchone()
    return str(row[0]) if row else "public"


def _schema() -> list[str]:
    return [f"--schema={_quoted_schema()}"]


@contextmanager
def _address() -> Iterator[tuple[str, dict[str, str]]]:
    """The database for libpq's own programs; the password goes by the environment, which `ps` does not show."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    found = connection.settings_dict
    options = {k: v for k, v in found["OPTIONS"].items() if isinstance(v, str)}  # the others are Django's own
    parts = {"dbname": found["NAME"], "user": found["USER"], "host": found["HOST"], "port": found["PORT"], **options}
    environment = {**os.environ, "PGAPPNAME": "werkplaats backup"}
    if found["PASSWORD"]:
        environment["PGPASSWORD"] = found["PASSWORD"]
    yield make_conninfo(**{key: value for key, value in parts.items() if value}), environment


def _run(program: str, *arguments: str, stdin: IO[bytes] | None = None) -> None:
    """Errors: BackupError with what the program said."""
    command = [str(database.programs() / program), *arguments]
    with _address() as (address, environment):
        if program != "pg_restore":
            command.append(f"--dbname={address}")
        done = subprocess.run(
            command, stdin=stdin or subprocess.DEVNULL, capture_output=True, env=environment, check=False
        )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{program} failed, nothing was changed: {said[0] if said else done.returncode}")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _readable(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
