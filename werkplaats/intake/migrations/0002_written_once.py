import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    # The reporter's foreign key says that the cooperative is there; nobody ever filled the history's context.
    dependencies = [
        ("intake", "0001_initial"),
        ("members", "0001_initial"),
    ]

    operations = [
        steps.RemoveTrigger(
            model_name="request",
            name="update_update",
        ),
        steps.RemoveTrigger(
            model_name="request",
            name="insert_insert",
        ),
        migrations.RemoveField(
            model_name="requeststatusdangerclosedatjoinedintoevent",
            name="pgh_context",
        ),
        migrations.AlterField(
            model_name="request",
            name="cooperative",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="members.cooperative",
            ),
        ),
        steps.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."danger" IS DISTINCT FROM (NEW."danger") OR OLD."joined_into_id" IS DISTINCT FROM (NEW."joined_into_id") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "intake_requeststatusdangerclosedatjoinedintoevent" ("closed_at", "danger", "joined_into_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."closed_at", NEW."danger", NEW."joined_into_id", NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="fe4046248a694890208bddebb80f2d45787a61b5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f29c4",
                    table="intake_request",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "intake_requeststatusdangerclosedatjoinedintoevent" ("closed_at", "danger", "joined_into_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."closed_at", NEW."danger", NEW."joined_into_id", NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="2b9d398263c42e067199037091686f5302dcaca1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_80c4e",
                    table="intake_request",
                    when="AFTER",
                ),
            ),
        ),
    ]
