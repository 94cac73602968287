"""The figures of `make bench-settlement` in words."""

from typing import Any

AIM, AIM_MS = 2000, 300

PAGE = """# How fast settlement is

Written by `make bench-settlement` on {day}; do not edit, run it again.

- Machine: {cpu}, {cores} cores, {memory}, {system}, Python {python}. The processes and the database share it.
- Database: the embedded PostgreSQL {server_version}, {size} after the run; fsync {fsync}, synchronous_commit
  {synchronous_commit}, shared_buffers {shared_buffers}; in the role that cannot rewrite the past.
- Load of the machine: {load_before:.1f} before, {load_after:.1f} after; before it should be near 0.

A month of {cooperatives:,} cooperatives × {lines:,} signed timesheets, by {processes} processes at once, each a
cooperative at a time; every verb one transaction. The timesheets lie in the tables as they came in, not by cooperative.

{rates}

CPU in seconds for 1,000 lines. COPY and INSERT write the same rows once more, by as many processes, a transaction a
cooperative, into tables without keys, indexes, foreign keys or triggers: the floor.{some} For each line were written:
{written}; lines are also written on when they are invoiced, self-billed and paid.

Trial balance of ten years over {entries:,} entries: {p50:.1f} ms, slowest of {times} {worst:.1f} ms (aim {aim_ms}:
{met}). Adding up the entries themselves in SQL took {entries_added_up:,.0f} ms, with the same outcome.
"""


def page(result: dict[str, Any]) -> str:
    balance, asked = result["trial_balance"], result["asked"]
    known = {**result["machine"], **result["database"], **result["load"], **asked, **balance}
    return PAGE.format(
        day=result["made_at"][:10],
        rates="\n".join(_rates(result)),
        some=" Of 50 of the cooperatives." if asked["cooperatives"] > 50 else "",
        written=", ".join(f"{rows:.2f} {table}" for table, rows in result["written"].items()),
        met=_met(balance["worst"] <= AIM_MS),
        aim_ms=AIM_MS,
        **known,
    )


def _rates(result: dict[str, Any]) -> list[str]:
    floor = result["floors"]["COPY"]["lines_a_second"]
    lines = ["| what | seconds | lines a second | times COPY | CPU of Python | CPU of the database | aim |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    for name, rate in [*result["settled"].items(), *result["floors"].items()]:
        aim = f"{AIM:,}: {_met(rate['lines_a_second'] >= AIM)}" if name == "together" else ""
        speed, cpu = rate["lines_a_second"], rate["cpu_per_1000"]
        cells = [name, f"{rate['seconds']:.1f}", f"{speed:,.0f}", f"{floor / speed:.1f}"]
        lines.append("| " + " | ".join([*cells, f"{cpu['python']:.2f}", f"{cpu['database']:.2f}", aim]) + " |")
    return lines


def _met(met: bool) -> str:
    return "met" if met else "**not met**"


def database(url: str) -> dict[str, str]:
    """What the database says of itself."""
    import psycopg

    names = ("server_version", "fsync", "synchronous_commit", "shared_buffers")
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    with psycopg.connect(url) as connection:
        row = connection.execute(f"SELECT pg_size_pretty(pg_database_size(current_database())), {asked}").fetchone()
        return dict(zip(("size", *names), row or (), strict=True))
