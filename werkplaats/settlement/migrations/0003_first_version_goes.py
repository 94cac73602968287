"""The first version of settlement goes: its tables hold too little to make the books from.

It was never used by a real neighbourhood. Who did settle with it is asked to export first, and loses nothing here.
"""

from typing import Any

from django.db import migrations

TABLES = ("settlement", "invoice", "payout", "ledgertransaction", "tariff")


def refuse_when_used(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT EXISTS (SELECT FROM settlement_{table})")
            if cursor.fetchone()[0]:
                raise RuntimeError(
                    f"The table settlement_{table} holds rows of the first version of settlement, which this version"
                    " cannot take over. Keep this database with the version that made it, and begin a new one."
                )


class Migration(migrations.Migration):
    dependencies = [("settlement", "0002_e_invoices")]

    operations = [
        migrations.RunPython(refuse_when_used, migrations.RunPython.noop),
        migrations.DeleteModel("Settlement"),
        migrations.DeleteModel("LedgerEntry"),
        migrations.DeleteModel("LedgerTransaction"),
        migrations.DeleteModel("Payout"),
        migrations.DeleteModel("Invoice"),
        migrations.DeleteModel("Tariff"),
    ]
