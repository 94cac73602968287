import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import werkplaats.ground.tables
import werkplaats.intake.rules
import werkplaats.triage.rules
import werkplaats.triage.rules.learned
import werkplaats.triage.rules.list_steps
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [("triage", "0002_lists"), ("triage", "0003_proposals"), ("triage", "0004_learned_models")]

    dependencies = [
        ("homes", "0001_initial"),
        ("intake", "0001_initial"),
        ("members", "0001_initial"),
    ]

    operations = [
        steps.CreateModel(
            name="ResponsibilityList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("branch", models.TextField()),
                (
                    "landlord",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list",
                        to="homes.districtteam",
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="responsibilitylist_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="landlord", name="responsibilitylist_landlord_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="responsibilitylist_district_team_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("branch", werkplaats.intake.rules.Branch["REPAIRS"]),
                                ("district_team__isnull", True),
                                ("landlord__isnull", False),
                            ),
                            models.Q(
                                ("branch", werkplaats.intake.rules.Branch["HOUSEHOLD"]),
                                ("district_team__isnull", False),
                                ("landlord__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="responsibilitylist_is_agreed_with_its_partner",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="ListVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "responsibility_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="triage.responsibilitylist",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("status", models.TextField(default=werkplaats.triage.rules.list_steps.ListStatus["DRAFT"])),
                ("valid_from", models.DateField(blank=True, null=True)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="listversion_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="responsibility_list", name="listversion_responsibility_list_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="drafted_by", name="listversion_drafted_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="approved_by", name="listversion_approved_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="published_by", name="listversion_published_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "approved", "published"])),
                        name="listversion_status_is_known",
                    ),
                    models.UniqueConstraint(fields=("responsibility_list", "number"), name="listversion_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status", werkplaats.triage.rules.list_steps.ListStatus["PUBLISHED"]), _negated=True
                        ),
                        fields=("responsibility_list",),
                        name="listversion_one_draft_a_list",
                    ),
                    models.UniqueConstraint(
                        fields=("responsibility_list", "valid_from"), name="listversion_from_date_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None),
                                ("approved_by", None),
                                ("status", werkplaats.triage.rules.list_steps.ListStatus["DRAFT"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("status", werkplaats.triage.rules.list_steps.ListStatus["DRAFT"]), _negated=True
                                ),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="listversion_is_approved_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("drafted_by", None),
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="listversion_is_approved_by_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                ("status", werkplaats.triage.rules.list_steps.ListStatus["PUBLISHED"]),
                                ("valid_from__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("status", werkplaats.triage.rules.list_steps.ListStatus["PUBLISHED"]),
                                    _negated=True,
                                ),
                                ("published_at", None),
                                ("published_by", None),
                                ("valid_from", None),
                            ),
                            _connector="OR",
                        ),
                        name="listversion_published_counts_from_a_day",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="ListItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="triage.listversion"
                    ),
                ),
                ("code", models.TextField()),
                ("name_nl", models.TextField()),
                ("name_en", models.TextField()),
                ("letter", models.TextField()),
                ("family", models.TextField(blank=True)),
                (
                    "locations",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "defects",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("party", models.TextField()),
                ("trade", models.TextField(blank=True)),
                ("urgency", models.TextField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("workers", models.PositiveSmallIntegerField()),
                (
                    "follow_up",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("ground", models.TextField(blank=True)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("conditions_nl", models.TextField(blank=True)),
                ("conditions_en", models.TextField(blank=True)),
                ("explanation_nl", models.TextField()),
                ("explanation_en", models.TextField()),
                ("medical", models.BooleanField()),
                ("norm_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("norm_frequency", models.TextField(blank=True)),
                ("source", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="listitem_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="version", name="listitem_version_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("party__in", ["tenant", "service_plan", "cooperative", "landlord", "elsewhere"])
                        ),
                        name="listitem_party_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["emergency", "soon", "normal", "planned"])),
                        name="listitem_urgency_is_known",
                    ),
                    models.UniqueConstraint(fields=("version", "code"), name="listitem_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("medical", True), _negated=True),
                            ("party", werkplaats.triage.rules.Party["ELSEWHERE"]),
                            _connector="OR",
                        ),
                        name="listitem_care_is_never_ours",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="intake.request"
                    ),
                ),
                ("outcome", models.TextField()),
                ("reason", models.TextField()),
                ("explanation", models.TextField(blank=True)),
                ("item_code", models.TextField(blank=True)),
                (
                    "list_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="triage.listversion",
                    ),
                ),
                ("proposed_code", models.TextField(blank=True)),
                ("confidence", models.FloatField(blank=True, null=True)),
                ("model_version", models.TextField(blank=True)),
                ("by_resident", models.BooleanField(default=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "revises",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revised_by",
                        to="triage.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="assessment_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="request", name="assessment_request_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="decided_by", name="assessment_decided_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="revises", name="assessment_revises_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="list_version", name="assessment_list_version_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["tenant", "cooperative", "landlord", "elsewhere", "question"])
                        ),
                        name="assessment_outcome_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revises", None)),
                        fields=("request",),
                        name="assessment_first_decision_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="assessment_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidence", None), ("model_version", ""), ("proposed_code", "")),
                            models.Q(
                                models.Q(("proposed_code", ""), _negated=True),
                                models.Q(("model_version", ""), _negated=True),
                                ("confidence__gte", 0),
                                ("confidence__isnull", False),
                                ("confidence__lte", 1),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_proposal_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_resident", False),
                            (
                                "outcome__in",
                                [
                                    werkplaats.triage.rules.Outcome["TENANT"],
                                    werkplaats.triage.rules.Outcome["ELSEWHERE"],
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="assessment_by_resident_is_no_work_of_ours",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="AssessmentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="triage.assessment"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("trade", models.TextField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("urgency", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("workers", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="assessmentstep_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="assessment", name="assessmentstep_assessment_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["emergency", "soon", "normal", "planned"])),
                        name="assessmentstep_urgency_is_known",
                    ),
                    models.UniqueConstraint(fields=("assessment", "position"), name="assessmentstep_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("workers__gte", 1), ("workers__lte", 2)),
                        name="assessmentstep_one_or_two_workers",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Forwarding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forwarding", to="triage.assessment"
                    ),
                ),
                ("to_name", models.TextField()),
                ("to_email", models.EmailField(max_length=254)),
                ("token_hash", models.TextField(unique=True)),
                ("status", models.TextField(default=werkplaats.triage.rules.ForwardStatus["SENT"])),
                ("answer", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="forwarding_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="assessment", name="forwarding_assessment_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["sent", "taken_up", "declined", "solved"])),
                        name="forwarding_status_is_known",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="LearnedModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "up_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="triage.assessment"
                    ),
                ),
                ("decisions", models.PositiveIntegerField()),
                ("held_back", models.PositiveIntegerField()),
                (
                    "compared_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="triage.learnedmodel",
                    ),
                ),
                ("figures", models.JSONField()),
                ("base", models.TextField()),
                ("weights", models.BinaryField()),
                ("state", models.TextField()),
                ("state_at", models.DateTimeField()),
                (
                    "state_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="learnedmodel_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="up_to", name="learnedmodel_up_to_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="compared_with", name="learnedmodel_compared_with_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="state_by", name="learnedmodel_state_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["live", "set_aside", "worse"])),
                        name="learnedmodel_state_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("cooperative", "up_to", "base"), name="learnedmodel_once_for_the_same_decisions"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", werkplaats.triage.rules.learned.ModelState["LIVE"])),
                        fields=("cooperative",),
                        name="learnedmodel_one_live_a_cooperative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_back__gte", 1), ("held_back__lt", models.F("decisions"))),
                        name="learnedmodel_is_compared_on_decisions_held_back",
                    ),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="listversion",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{draft:approved,approved:draft,approved:published}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="3a1caa697decefa4982fe70747f869bb15fceb4a",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_df8f2",
                    table="triage_listversion",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="listversion",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_as_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.status <> 'draft' THEN\n        RAISE EXCEPTION 'a list version begins as a draft' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="2807387aa94dab335a59a69b2394a09fa0843752",
                    operation="INSERT",
                    pgid="pgtrigger_begins_as_a_draft_20875",
                    table="triage_listversion",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="listversion",
            trigger=pgtrigger.compiler.Trigger(
                name="published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'published')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dae901ac32a9e3e10f09295ec98929c5b883a7f0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_stays_37fd6",
                    table="triage_listversion",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="listitem",
            trigger=pgtrigger.compiler.Trigger(
                name="only_in_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        PERFORM 1 FROM triage_listversion WHERE id = OLD.version_id AND status = 'draft' FOR SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'list version % is not a draft: its items stay as they are', OLD.version_id\n                USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    IF TG_OP <> 'DELETE' THEN\n        PERFORM 1 FROM triage_listversion WHERE id = NEW.version_id AND status = 'draft' FOR SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'list version % is not a draft: its items stay as they are', NEW.version_id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    RETURN OLD;\n",
                    hash="3565253564bbd7c1e20c2cedc34fc370002858ed",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_only_in_a_draft_4fcee",
                    table="triage_listitem",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="420f5bdd82ed6c98a8a6d6092fee78d6fc40c2d5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_89397",
                    table="triage_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="assessmentstep",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0deb8389474b36d4bc2d578a4b20455f9a6460cb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_53776",
                    table="triage_assessmentstep",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="learnedmodel",
            trigger=pgtrigger.compiler.Trigger(
                name="state_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{live:set_aside,set_aside:live}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="c1be8a88799a30ecb2000f97557515f64a36490f",
                    operation="UPDATE",
                    pgid="pgtrigger_state_takes_only_known_steps_44d01",
                    table="triage_learnedmodel",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="learnedmodel",
            trigger=pgtrigger.compiler.Trigger(
                name="only_its_state_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."up_to_id" IS DISTINCT FROM (NEW."up_to_id") OR OLD."decisions" IS DISTINCT FROM (NEW."decisions") OR OLD."held_back" IS DISTINCT FROM (NEW."held_back") OR OLD."compared_with_id" IS DISTINCT FROM (NEW."compared_with_id") OR OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."base" IS DISTINCT FROM (NEW."base") OR OLD."weights" IS DISTINCT FROM (NEW."weights"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5962684ccb1a683278ea2557dcd7010077a0831f",
                    operation="UPDATE",
                    pgid="pgtrigger_only_its_state_changes_168aa",
                    table="triage_learnedmodel",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="learnedmodel",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d664dfc8772f1c62cdbb7ee7245c8b930b6c99e2",
                    operation="DELETE",
                    pgid="pgtrigger_stays_ccf94",
                    table="triage_learnedmodel",
                    when="BEFORE",
                ),
            ),
        ),
    ]
