import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import werkplaats.ground.tables
import werkplaats.planning.models
import werkplaats.settlement.rules
import werkplaats.settlement.rules.iwmo
import werkplaats.settlement.rules.pay_run
import werkplaats.settlement.rules.payers
import werkplaats.settlement.rules.tariffs
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [
        ("settlement", "0002_e_invoices"),
        ("settlement", "0002_lean_tables"),
        ("settlement", "0003_first_version_goes"),
        ("settlement", "0003_papers"),
        ("settlement", "0004_the_books"),
        ("settlement", "0005_the_guard"),
        ("settlement", "0006_tariffs"),
        ("settlement", "0007_wmo_declared"),
        ("settlement", "0008_pay_runs"),
        ("settlement", "0009_bank"),
    ]

    dependencies = [
        ("delivery", "0001_initial"),
        ("homes", "0001_initial"),
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        steps.CreateModel(
            name="Tariff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("kind", models.TextField()),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tariffs",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tariffs",
                        to="homes.districtteam",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("source", models.TextField()),
                ("drafted_at", models.DateTimeField()),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="tariff_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="landlord", name="tariff_landlord_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="tariff_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="drafted_by", name="tariff_drafted_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="approved_by", name="tariff_approved_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["landlord", "municipality", "service_plan", "membership", "workers"])
                        ),
                        name="tariff_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district_team", None), ("landlord", None)),
                            models.Q(
                                ("district_team", None),
                                ("kind", werkplaats.settlement.rules.tariffs.TariffKind["LANDLORD"]),
                            ),
                            models.Q(
                                ("kind", werkplaats.settlement.rules.tariffs.TariffKind["MUNICIPALITY"]),
                                ("landlord", None),
                            ),
                            _connector="OR",
                        ),
                        name="tariff_is_with_whom_it_is_about",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("approved_at__isnull", False)),
                        fields=("cooperative", "kind", "landlord", "district_team", "valid_from"),
                        name="tariff_once_from_a_day",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("approved_at", None)),
                        fields=("cooperative", "kind", "landlord", "district_team"),
                        name="tariff_one_draft",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="tariff_is_approved_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            ("drafted_by", None),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="tariff_has_four_eyes",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="TariffLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="settlement.tariff"
                    ),
                ),
                ("what", models.TextField()),
                ("branch", models.TextField(blank=True)),
                ("trade", models.TextField(blank=True)),
                ("item", models.TextField(blank=True)),
                ("cents", models.PositiveIntegerField(default=0)),
                ("percent", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="tariffline_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="tariff", name="tariffline_tariff_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                [
                                    "hour",
                                    "unit",
                                    "dwelling_month",
                                    "client_month",
                                    "plan_month",
                                    "contribution_year",
                                    "no_show",
                                    "travel",
                                    "minimum",
                                    "markup",
                                    "evening",
                                    "weekend",
                                    "share",
                                ],
                            )
                        ),
                        name="tariffline_what_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("tariff", "what", "branch", "trade", "item"), name="tariffline_once"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Letterhead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("valid_from", models.DateField()),
                ("street", models.TextField()),
                ("postcode", models.TextField()),
                ("city", models.TextField()),
                ("kvk_number", models.TextField()),
                ("vat_number", models.TextField(blank=True)),
                ("tax_number", models.TextField(blank=True)),
                ("small_business", models.BooleanField(default=False)),
                ("iban", models.TextField()),
                ("blocked_iban", models.TextField(blank=True, db_default="", default="")),
                ("payment_days", models.PositiveSmallIntegerField(default=30)),
            ],
            options={
                "indexes": [models.Index(fields=["cooperative", "valid_from"], name="letterhead_on_a_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="letterhead_of_one_cooperative")
                ],
            },
        ),
        steps.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.TextField()),
                (
                    "credits",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_notes",
                        to="settlement.invoice",
                    ),
                ),
                ("payer", models.TextField()),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="homes.districtteam",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="members.person",
                    ),
                ),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                ("blocked_cents", models.PositiveBigIntegerField(db_default=0, default=0)),
                ("blocked_iban", models.TextField(blank=True, db_default="", default="")),
                ("due_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="invoice_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="credits", name="invoice_credits_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="landlord", name="invoice_landlord_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="invoice_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="person", name="invoice_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="issued_by", name="invoice_issued_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ["landlord", "municipality", "resident", "member"])),
                        name="invoice_payer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["invoice", "credit_note"])), name="invoice_kind_is_known"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "number"), name="invoice_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("district_team", None),
                                ("landlord__isnull", False),
                                ("payer", werkplaats.settlement.rules.Payer["LANDLORD"]),
                                ("person", None),
                            ),
                            models.Q(
                                ("district_team__isnull", False),
                                ("landlord", None),
                                ("payer", werkplaats.settlement.rules.Payer["MUNICIPALITY"]),
                                ("person", None),
                            ),
                            models.Q(
                                ("district_team", None),
                                ("landlord", None),
                                (
                                    "payer__in",
                                    [
                                        werkplaats.settlement.rules.Payer["RESIDENT"],
                                        werkplaats.settlement.rules.Payer["MEMBER"],
                                    ],
                                ),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_has_its_payer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("credits", None),
                                ("kind", werkplaats.settlement.rules.InvoiceKind["INVOICE"]),
                                ("net_cents__gte", 0),
                                ("vat_cents__gte", 0),
                            ),
                            models.Q(
                                ("credits__isnull", False),
                                ("kind", werkplaats.settlement.rules.InvoiceKind["CREDIT_NOTE"]),
                                ("net_cents__lte", 0),
                                ("vat_cents__lte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_asks_or_credits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("blocked_cents", 0), ("blocked_iban", "")),
                            models.Q(
                                ("blocked_cents__gt", 0),
                                (
                                    "blocked_cents__lt",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("net_cents"), "+", models.F("vat_cents")
                                    ),
                                ),
                                ("kind", werkplaats.settlement.rules.InvoiceKind["INVOICE"]),
                                ("payer", werkplaats.settlement.rules.Payer["LANDLORD"]),
                                models.Q(("blocked_iban", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_has_its_blocked_part",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.cooperative",
                    ),
                ),
                (
                    "timesheet",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="delivery.timesheet",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="settlement.settlement",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "tariff",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="settlement.tariff",
                    ),
                ),
                (
                    "pay_tariff",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="settlement.tariff",
                    ),
                ),
                ("payer", models.TextField()),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="homes.districtteam",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="homes.pilot",
                    ),
                ),
                ("delivered_on", models.DateField()),
                ("minutes", models.IntegerField()),
                ("charged_cents", models.BigIntegerField()),
                ("earned_cents", models.BigIntegerField()),
                ("settled_at", models.DateTimeField()),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cooperative", "delivered_on"], name="settlement_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="settlement_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="timesheet", name="settlement_timesheet_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="replaces", name="settlement_replaces_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="tariff", name="settlement_tariff_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="pay_tariff", name="settlement_pay_tariff_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="landlord", name="settlement_landlord_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="settlement_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="person", name="settlement_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="pilot", name="settlement_pilot_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="settled_by", name="settlement_settled_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ["landlord", "municipality", "resident", "member"])),
                        name="settlement_payer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("district_team", None),
                                ("landlord__isnull", False),
                                ("payer", werkplaats.settlement.rules.Payer["LANDLORD"]),
                                ("person", None),
                            ),
                            models.Q(
                                ("district_team__isnull", False),
                                ("landlord", None),
                                ("payer", werkplaats.settlement.rules.Payer["MUNICIPALITY"]),
                                ("person", None),
                            ),
                            models.Q(
                                ("district_team", None),
                                ("landlord", None),
                                (
                                    "payer__in",
                                    [
                                        werkplaats.settlement.rules.Payer["RESIDENT"],
                                        werkplaats.settlement.rules.Payer["MEMBER"],
                                    ],
                                ),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="settlement_has_its_payer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaces", None)), fields=("timesheet",), name="settlement_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("replaces", None)),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="settlement_correction_has_a_reason",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.cooperative",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="settlement.settlement",
                    ),
                ),
                ("once", models.TextField(blank=True)),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="settlement.charge",
                    ),
                ),
                ("payer", models.TextField()),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="homes.districtteam",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="members.person",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.pilot",
                    ),
                ),
                ("kind", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("about", models.TextField(blank=True)),
                ("delivered_on", models.DateField()),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
                ("unit", models.TextField()),
                ("price_cents", models.DecimalField(decimal_places=4, max_digits=14)),
                ("per", models.PositiveSmallIntegerField(default=1)),
                ("net_cents", models.BigIntegerField()),
                ("vat_rule", models.TextField()),
                ("vat_category", models.TextField()),
                ("vat_percent", models.DecimalField(decimal_places=2, max_digits=4)),
                ("charged_at", models.DateTimeField()),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="settlement.invoice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("invoice", None)),
                        fields=["cooperative", "delivered_on"],
                        name="charge_unbilled",
                    ),
                    models.Index(
                        condition=models.Q(("invoice__isnull", False)), fields=["invoice"], name="charge_invoice"
                    ),
                    models.Index(
                        condition=models.Q(("district_team__isnull", False)),
                        fields=["district_team"],
                        name="charge_district_team",
                    ),
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person"], name="charge_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="charge_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="settlement", name="charge_settlement_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="reverses", name="charge_reverses_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="landlord", name="charge_landlord_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="charge_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="person", name="charge_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="pilot", name="charge_pilot_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="invoice", name="charge_invoice_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ["landlord", "municipality", "resident", "member"])),
                        name="charge_payer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "labour",
                                    "evening",
                                    "weekend",
                                    "travel",
                                    "material",
                                    "unit",
                                    "no_show",
                                    "subscription",
                                    "dwellings",
                                    "clients",
                                    "contribution",
                                ],
                            )
                        ),
                        name="charge_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vat_category__in", ["S", "E", "AE", "O"])),
                        name="charge_vat_category_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("district_team", None),
                                ("landlord__isnull", False),
                                ("payer", werkplaats.settlement.rules.Payer["LANDLORD"]),
                                ("person", None),
                            ),
                            models.Q(
                                ("district_team__isnull", False),
                                ("landlord", None),
                                ("payer", werkplaats.settlement.rules.Payer["MUNICIPALITY"]),
                                ("person", None),
                            ),
                            models.Q(
                                ("district_team", None),
                                ("landlord", None),
                                (
                                    "payer__in",
                                    [
                                        werkplaats.settlement.rules.Payer["RESIDENT"],
                                        werkplaats.settlement.rules.Payer["MEMBER"],
                                    ],
                                ),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="charge_has_its_payer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("once", ""), _negated=True),
                        fields=("cooperative", "once"),
                        name="charge_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("net_cents__gt", 0), ("reverses", None)),
                            models.Q(("net_cents__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="charge_asks_or_takes_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settlement", None), _negated=True),
                            models.Q(("once", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="charge_is_of_something",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="PayRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("number", models.PositiveIntegerField()),
                ("pay_on", models.DateField()),
                ("status", models.TextField(default=werkplaats.settlement.rules.pay_run.RunStatus["DRAFTED"])),
                ("cents", models.BigIntegerField()),
                ("drafted_at", models.DateTimeField()),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
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
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("name", models.TextField(blank=True)),
                ("iban", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
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
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="payrun_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="drafted_by", name="payrun_drafted_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="approved_by", name="payrun_approved_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="sent_by", name="payrun_sent_by_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="withdrawn_by", name="payrun_withdrawn_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["drafted", "approved", "sent", "settled", "withdrawn"])),
                        name="payrun_status_is_known",
                    ),
                    models.UniqueConstraint(fields=("cooperative", "number"), name="payrun_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    werkplaats.settlement.rules.pay_run.RunStatus["APPROVED"],
                                    werkplaats.settlement.rules.pay_run.RunStatus["DRAFTED"],
                                ],
                            )
                        ),
                        fields=("cooperative",),
                        name="payrun_one_is_open",
                    ),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="payrun_pays_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="payrun_has_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="payrun_is_approved_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None),
                                ("sent_at", None),
                                ("status", werkplaats.settlement.rules.pay_run.RunStatus["DRAFTED"]),
                                ("withdrawn_at", None),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("sent_at", None),
                                ("status", werkplaats.settlement.rules.pay_run.RunStatus["APPROVED"]),
                                ("withdrawn_at", None),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("sent_at__isnull", False),
                                ("settled_at", None),
                                ("status", werkplaats.settlement.rules.pay_run.RunStatus["SENT"]),
                                ("withdrawn_at", None),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("sent_at__isnull", False),
                                ("settled_at__isnull", False),
                                ("status", werkplaats.settlement.rules.pay_run.RunStatus["SETTLED"]),
                                ("withdrawn_at", None),
                            ),
                            models.Q(
                                ("sent_at", None),
                                ("status", werkplaats.settlement.rules.pay_run.RunStatus["WITHDRAWN"]),
                                ("withdrawn_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="payrun_says_who_did_its_steps",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="settlement.payrun"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="members.worker"
                    ),
                ),
                ("name", models.TextField()),
                ("iban", models.TextField()),
                ("amount_cents", models.PositiveBigIntegerField()),
                ("blocked_iban", models.TextField(blank=True)),
                ("blocked_cents", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="payout_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="run", name="payout_run_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="payout_worker_same_cooperative"),
                    models.UniqueConstraint(fields=("run", "worker"), name="payout_once_per_run"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0), ("blocked_cents__lte", models.F("amount_cents"))),
                        name="payout_is_the_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("blocked_cents", 0), ("blocked_iban", "")),
                            models.Q(("blocked_cents__gt", 0), models.Q(("blocked_iban", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="payout_has_its_blocked_account",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="BlockedAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocked_accounts",
                        to="members.worker",
                    ),
                ),
                ("iban", models.TextField()),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5)),
                ("valid_from", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["worker", "valid_from"], name="blockedaccount_on_a_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="blockedaccount_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="blockedaccount_worker_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="blockedaccount_recorded_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 0), ("percent__lte", 100)), name="blockedaccount_is_a_part"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("iban", models.TextField()),
                ("format", models.TextField()),
                ("number", models.TextField(blank=True)),
                ("starts_on", models.DateField()),
                ("closed_on", models.DateField()),
                ("opening_cents", models.BigIntegerField()),
                ("closing_cents", models.BigIntegerField()),
                ("fingerprint", models.TextField()),
                ("imported_at", models.DateTimeField()),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cooperative", "iban", "starts_on"], name="bankstatement_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="bankstatement_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="imported_by", name="bankstatement_imported_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["camt053", "mt940"])), name="bankstatement_format_is_known"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "fingerprint"), name="bankstatement_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="settlement.bankstatement"
                    ),
                ),
                ("iban", models.TextField()),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField()),
                ("cents", models.BigIntegerField()),
                ("nth", models.PositiveIntegerField()),
                ("other_iban", models.TextField(blank=True)),
                ("other_name", models.TextField(blank=True)),
                ("description", models.TextField(blank=True)),
                (
                    "references",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("returned", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("other_iban", ""), _negated=True),
                        fields=["cooperative", "other_iban"],
                        name="bankline_from_an_iban",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="bankline_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="statement", name="bankline_statement_same_cooperative"
                    ),
                    models.UniqueConstraint(
                        fields=("cooperative", "iban", "booked_on", "cents", "nth"), name="bankline_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("cents", 0), _negated=True), ("nth__gte", 1)),
                        name="bankline_moves_money",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="BankMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="settlement.bankline"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_matches",
                        to="settlement.invoice",
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_matches",
                        to="settlement.payout",
                    ),
                ),
                ("account", models.TextField(blank=True)),
                ("cents", models.BigIntegerField()),
                ("score", models.FloatField(blank=True, null=True)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("by_itself", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("matched_at", models.DateTimeField()),
                (
                    "matched_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="settlement.bankmatch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="bankmatch_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="line", name="bankmatch_line_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="invoice", name="bankmatch_invoice_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="payout", name="bankmatch_payout_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="matched_by", name="bankmatch_matched_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="reverses", name="bankmatch_reverses_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reasons__contained_by",
                                [
                                    "reference",
                                    "number",
                                    "bare_number",
                                    "amount",
                                    "iban",
                                    "name",
                                    "together",
                                    "partial",
                                    "too_much",
                                ],
                            )
                        ),
                        name="bankmatch_reasons_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("account", ""),
                            (
                                "account__in",
                                [
                                    "equity_members",
                                    "equity_result",
                                    "bank",
                                    "bank_g",
                                    "in_transit",
                                    "suspense",
                                    "receivable",
                                    "unbilled",
                                    "payable_workers",
                                    "prepaid",
                                    "vat_payable_high",
                                    "vat_payable_low",
                                    "vat_private",
                                    "vat_reversed",
                                    "vat_from_outside_eu",
                                    "vat_from_eu",
                                    "vat_deductible",
                                    "vat_settled",
                                    "bank_costs",
                                    "vat_not_deductible",
                                    "rounding",
                                    "written_off",
                                    "cost_of_work",
                                    "cost_of_material",
                                    "cost_of_travel",
                                    "revenue_landlords",
                                    "revenue_municipalities",
                                    "revenue_plan",
                                    "revenue_contributions",
                                    "revenue_no_show",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="bankmatch_account_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", ""), ("invoice__isnull", False), ("payout", None)),
                            models.Q(("account", ""), ("invoice", None), ("payout__isnull", False)),
                            models.Q(("invoice", None), ("payout", None), models.Q(("account", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="bankmatch_is_for_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cents", 0), _negated=True), name="bankmatch_is_not_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score", None), ("score__range", (0, 1)), _connector="OR"),
                        name="bankmatch_score_is_a_share",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("series", models.TextField()),
                ("last", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="numberseries_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "series"), name="numberseries_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="ClosedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("month", models.DateField()),
                ("closed_at", models.DateTimeField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="closedmonth_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="closed_by", name="closedmonth_closed_by_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "month"), name="closedmonth_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month", django.db.models.functions.datetime.TruncMonth("month"))),
                        name="closedmonth_is_its_first_day",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="LedgerTransaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("journal", models.TextField()),
                ("event", models.TextField()),
                ("booked_on", models.DateField()),
                ("description", models.TextField()),
                ("booked_at", models.DateTimeField()),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="settlement.ledgertransaction",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="ledgertransaction_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="reverses", name="ledgertransaction_reverses_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("journal__in", ["work", "sales", "purchases", "bank", "memorial"])),
                        name="ledgertransaction_journal_is_known",
                    ),
                    models.UniqueConstraint(fields=("cooperative", "number"), name="ledgertransaction_number_once"),
                    models.UniqueConstraint(fields=("cooperative", "event"), name="ledgertransaction_once_per_event"),
                ],
            },
        ),
        steps.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.cooperative",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="settlement.ledgertransaction",
                    ),
                ),
                ("account", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.districtteam",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.worker",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="settlement.invoice",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.pilot",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("invoice__isnull", False)),
                        fields=["invoice"],
                        name="ledgerentry_of_invoice",
                    ),
                    models.Index(
                        condition=models.Q(("worker__isnull", False)), fields=["worker"], name="ledgerentry_of_worker"
                    ),
                    models.Index(fields=["cooperative", "account", "id"], name="ledgerentry_account"),
                ],
                "constraints": [
                    werkplaats.ground.tables.SameCooperative(
                        field="transaction", name="ledgerentry_transaction_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="landlord", name="ledgerentry_landlord_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="ledgerentry_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="person", name="ledgerentry_person_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="ledgerentry_worker_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="invoice", name="ledgerentry_invoice_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="pilot", name="ledgerentry_pilot_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "account__in",
                                [
                                    "equity_members",
                                    "equity_result",
                                    "bank",
                                    "bank_g",
                                    "in_transit",
                                    "suspense",
                                    "receivable",
                                    "unbilled",
                                    "payable_workers",
                                    "prepaid",
                                    "vat_payable_high",
                                    "vat_payable_low",
                                    "vat_private",
                                    "vat_reversed",
                                    "vat_from_outside_eu",
                                    "vat_from_eu",
                                    "vat_deductible",
                                    "vat_settled",
                                    "bank_costs",
                                    "vat_not_deductible",
                                    "rounding",
                                    "written_off",
                                    "cost_of_work",
                                    "cost_of_material",
                                    "cost_of_travel",
                                    "revenue_landlords",
                                    "revenue_municipalities",
                                    "revenue_plan",
                                    "revenue_contributions",
                                    "revenue_no_show",
                                ],
                            )
                        ),
                        name="ledgerentry_account_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents", 0), _negated=True), name="ledgerentry_is_not_nothing"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="DayBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"
                    ),
                ),
                ("day", models.DateField()),
                ("account", models.TextField()),
                (
                    "pilot",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.pilot",
                    ),
                ),
                ("debit_cents", models.BigIntegerField()),
                ("credit_cents", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    werkplaats.ground.tables.SameCooperative(field="pilot", name="daybalance_pilot_same_cooperative"),
                    models.UniqueConstraint(
                        fields=("cooperative", "day", "account", "pilot"), name="daybalance_once", nulls_distinct=False
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="CareContract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "district_team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_contract",
                        to="homes.districtteam",
                    ),
                ),
                ("provider", models.TextField()),
                ("agb_code", models.TextField()),
                ("municipality_code", models.TextField()),
                ("number_prefix", models.TextField()),
                ("base_schema", models.TextField()),
                ("message_schema", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="carecontract_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="carecontract_district_team_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agb_code__regex", "^[0-9]{8}$")), name="carecontract_agb_has_8_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("municipality_code__regex", "^[0-9]{4}$")),
                        name="carecontract_municipality_has_4_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number_prefix__regex", "^[A-Z0-9]{1,4}$")), name="carecontract_prefix_fits"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="CareContractEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="settlement.carecontract",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.districtteam",
                    ),
                ),
                ("provider", models.TextField()),
                ("agb_code", models.TextField()),
                ("municipality_code", models.TextField()),
                ("number_prefix", models.TextField()),
                ("base_schema", models.TextField()),
                ("message_schema", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="CareAllocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "care_grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="homes.caregrant"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("category", models.TextField()),
                ("product", models.TextField()),
                ("unit", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="careallocation_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="care_grant", name="careallocation_care_grant_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["01", "04", "82", "83"])), name="careallocation_unit_is_known"
                    ),
                    models.UniqueConstraint(fields=("care_grant", "starts_on"), name="careallocation_once_from_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="careallocation_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__lte", 999999999)), name="careallocation_number_has_9_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("category__regex", "^[0-9]{2}$")),
                        name="careallocation_category_has_2_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("product__regex", "^[A-Za-z0-9]{1,5}$")),
                        name="careallocation_product_has_5_signs",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="CareAllocationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="settlement.careallocation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                (
                    "care_grant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.caregrant",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("category", models.TextField()),
                ("product", models.TextField()),
                ("unit", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="CareDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_declarations",
                        to="homes.districtteam",
                    ),
                ),
                ("number", models.TextField()),
                ("month", models.DateField()),
                ("provider", models.TextField()),
                ("agb_code", models.TextField()),
                ("municipality_code", models.TextField()),
                ("base_schema", models.TextField()),
                ("message_schema", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("sent_as", models.TextField(blank=True)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district_team", "month"], name="caredeclaration_by_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="caredeclaration_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="caredeclaration_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="made_by", name="caredeclaration_made_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="answered_by", name="caredeclaration_answered_by_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "number"), name="caredeclaration_number_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="CareDeclarationLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="settlement.caredeclaration",
                    ),
                ),
                ("reference", models.TextField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_declaration_lines",
                        to="homes.client",
                    ),
                ),
                ("client_reference", models.TextField()),
                ("allocation_number", models.PositiveIntegerField()),
                ("category", models.TextField()),
                ("product", models.TextField()),
                ("unit", models.TextField()),
                ("granted_from", models.DateField()),
                ("granted_until", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("volume", models.PositiveIntegerField()),
                ("rate_cents", models.PositiveIntegerField(blank=True, null=True)),
                ("cents", models.PositiveIntegerField()),
                ("charged_cents", models.BigIntegerField()),
                (
                    "takes_back",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="settlement.caredeclarationline",
                    ),
                ),
                ("verdict", models.TextField(default=werkplaats.settlement.rules.iwmo.Verdict["WAITING"])),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cooperative", "id"), name="caredeclarationline_of_one_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="declaration", name="caredeclarationline_declaration_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="client", name="caredeclarationline_client_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="takes_back", name="caredeclarationline_takes_back_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["01", "04", "82", "83"])),
                        name="caredeclarationline_unit_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["waiting", "approved", "rejected"])),
                        name="caredeclarationline_verdict_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("cooperative", "reference"), name="caredeclarationline_reference_once"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Creditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("identifier", models.TextField()),
                ("valid_from", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="creditor_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="creditor_recorded_by_same_cooperative"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="members.person"
                    ),
                ),
                ("reference", models.TextField()),
                ("name", models.TextField()),
                ("iban", models.TextField()),
                ("one_off", models.BooleanField(default=False)),
                ("signed_on", models.DateField()),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="mandate_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="mandate_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="mandate_recorded_by_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "reference"), name="mandate_reference_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on", None)), fields=("person",), name="mandate_one_holds"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="DebitRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("number", models.PositiveIntegerField()),
                ("collect_on", models.DateField()),
                ("name", models.TextField()),
                ("iban", models.TextField()),
                ("identifier", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
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
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="debitrun_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="made_by", name="debitrun_made_by_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="withdrawn_by", name="debitrun_withdrawn_by_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "number"), name="debitrun_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at", None), ("withdrawn_at", None), _connector="OR"),
                        name="debitrun_ends_one_way",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="DirectDebit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debits", to="settlement.debitrun"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debits", to="settlement.invoice"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debits", to="settlement.mandate"
                    ),
                ),
                ("sequence", models.TextField()),
                ("cents", models.PositiveBigIntegerField()),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="directdebit_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="run", name="directdebit_run_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="invoice", name="directdebit_invoice_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="mandate", name="directdebit_mandate_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__in", ["FRST", "RCUR", "FNAL", "OOFF"])),
                        name="directdebit_sequence_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="directdebit_is_something"),
                    models.UniqueConstraint(
                        condition=models.Q(("failed_at", None)), fields=("invoice",), name="directdebit_once"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="SelfBillingConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="self_billing", to="members.worker"
                    ),
                ),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="selfbillingconsent_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="selfbillingconsent_worker_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="given_by", name="selfbillingconsent_given_by_same_cooperative"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)), fields=("worker",), name="selfbillingconsent_once"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="InvoiceAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_addresses",
                        to="members.worker",
                    ),
                ),
                ("street", models.TextField()),
                ("postcode", models.TextField()),
                ("city", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["worker", "recorded_at"], name="invoiceaddress_latest")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="invoiceaddress_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="invoiceaddress_worker_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="invoiceaddress_recorded_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("street", ""), _negated=True),
                            models.Q(("postcode", ""), _negated=True),
                            models.Q(("city", ""), _negated=True),
                        ),
                        name="invoiceaddress_full",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="SelfBill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="self_bills", to="members.worker"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.TextField()),
                (
                    "credits",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_notes",
                        to="settlement.selfbill",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="settlement.selfbillingconsent",
                    ),
                ),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="selfbill_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="selfbill_worker_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="credits", name="selfbill_credits_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="consent", name="selfbill_consent_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="issued_by", name="selfbill_issued_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["invoice", "credit_note"])), name="selfbill_kind_is_known"
                    ),
                    models.UniqueConstraint(fields=("worker", "number"), name="selfbill_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("credits", None),
                                ("kind", werkplaats.settlement.rules.InvoiceKind["INVOICE"]),
                                ("net_cents__gte", 0),
                                ("vat_cents__gte", 0),
                            ),
                            models.Q(
                                ("credits__isnull", False),
                                ("kind", werkplaats.settlement.rules.InvoiceKind["CREDIT_NOTE"]),
                                ("net_cents__lte", 0),
                                ("vat_cents__lte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="selfbill_asks_or_credits",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Earning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.cooperative",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="settlement.settlement",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="members.worker",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="settlement.earning",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.pilot",
                    ),
                ),
                ("kind", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("delivered_on", models.DateField()),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
                ("unit", models.TextField()),
                ("price_cents", models.DecimalField(decimal_places=4, max_digits=14)),
                ("per", models.PositiveSmallIntegerField(default=1)),
                ("net_cents", models.BigIntegerField()),
                ("vat_rule", models.TextField()),
                ("vat_category", models.TextField()),
                ("vat_percent", models.DecimalField(decimal_places=2, max_digits=4)),
                ("earned_at", models.DateTimeField()),
                (
                    "self_bill",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="settlement.selfbill",
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="settlement.payout",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("payout", None)), fields=["cooperative", "worker"], name="earning_unpaid"
                    ),
                    models.Index(
                        condition=models.Q(("self_bill__isnull", False)), fields=["self_bill"], name="earning_self_bill"
                    ),
                    models.Index(
                        condition=models.Q(("payout__isnull", False)), fields=["payout"], name="earning_payout"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="earning_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="settlement", name="earning_settlement_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="earning_worker_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="reverses", name="earning_reverses_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="pilot", name="earning_pilot_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="self_bill", name="earning_self_bill_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="payout", name="earning_payout_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "labour",
                                    "evening",
                                    "weekend",
                                    "travel",
                                    "material",
                                    "unit",
                                    "no_show",
                                    "subscription",
                                    "dwellings",
                                    "clients",
                                    "contribution",
                                ],
                            )
                        ),
                        name="earning_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vat_category__in", ["S", "E", "AE", "O"])),
                        name="earning_vat_category_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("net_cents__gt", 0), ("reverses", None)),
                            models.Q(("net_cents__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="earning_is_owed_or_taken_back",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "earning",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="settlement.earning"
                    ),
                ),
                ("text", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("answer", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="dispute_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="earning", name="dispute_earning_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="answered_by", name="dispute_answered_by_same_cooperative"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)), fields=("earning",), name="dispute_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="dispute_answered_in_words",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="WorkElsewhere",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="work_elsewhere", to="members.worker"
                    ),
                ),
                ("quarter", models.DateField()),
                ("cents", models.PositiveBigIntegerField(blank=True, null=True)),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("told_at", models.DateTimeField()),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="workelsewhere_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="workelsewhere_worker_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="told_by", name="workelsewhere_told_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__day", 1), ("quarter__month__in", [1, 4, 7, 10])),
                        name="workelsewhere_is_of_a_quarter",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="GuardLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("income_percent", models.PositiveSmallIntegerField()),
                ("hours_percent", models.PositiveSmallIntegerField()),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="guardlevel_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="set_by", name="guardlevel_set_by_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("hours_percent__range", (1, 100)), ("income_percent__range", (1, 100))),
                        name="guardlevel_is_a_percentage",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="PayerTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="homes.districtteam",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("blocked_percent", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("blocked_of", models.TextField(default=werkplaats.settlement.rules.payers.BlockedOf["LABOUR"])),
                ("reports", models.TextField(default=werkplaats.settlement.rules.payers.Reports["NONE"])),
                ("e_invoice", models.TextField(default=werkplaats.settlement.rules.payers.EInvoiceRules["PEPPOL"])),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cooperative", "valid_from"], name="payerterms_on_a_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="payerterms_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="landlord", name="payerterms_landlord_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="payerterms_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="payerterms_recorded_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("blocked_of__in", ["labour", "total"])),
                        name="payerterms_blocked_of_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reports__in", ["none", "reports", "with_photos"])),
                        name="payerterms_reports_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("e_invoice__in", ["peppol", "nlcius"])),
                        name="payerterms_e_invoice_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district_team", None), ("landlord__isnull", False)),
                            models.Q(("blocked_percent", 0), ("district_team__isnull", False), ("landlord", None)),
                            _connector="OR",
                        ),
                        name="payerterms_is_of_one_payer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("blocked_percent__gte", 0), ("blocked_percent__lt", 100)),
                        name="payerterms_blocks_a_part",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="members.person"
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="homes.dwelling"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="subscription_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="person", name="subscription_person_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="dwelling", name="subscription_dwelling_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="subscription_recorded_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="subscription_ends_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (werkplaats.planning.models.RangeOfOne("dwelling_id"), "&&"),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    models.Value("[]"),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="subscription_once_a_dwelling",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="VatByHand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vat_by_hand",
                        to="settlement.ledgertransaction",
                    ),
                ),
                ("box", models.TextField()),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                ("deductible_cents", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="vatbyhand_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="transaction", name="vatbyhand_transaction_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("box__in", ["1d", "4a", "4b"])), name="vatbyhand_box_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net_cents__gt", 0), ("vat_cents__gt", 0), ("vat_cents__lte", models.F("net_cents"))
                        ),
                        name="vatbyhand_is_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deductible_cents__gte", 0), ("deductible_cents__lte", models.F("vat_cents"))
                        ),
                        name="vatbyhand_deducts_a_part",
                    ),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="approved_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8c238cc0e43d10b6c7cb1446d262afd988fa9da9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_approved_never_changes_a181b",
                    table="settlement_tariff",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="tariffline",
            trigger=pgtrigger.compiler.Trigger(
                name="approved_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT FROM settlement_tariff WHERE id IN (OLD.tariff_id, NEW.tariff_id) AND approved_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'an approved tariff changes no more' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="0f27eb18e1507667af137732b281d7ab7d2e8356",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_approved_never_changes_a6942",
                    table="settlement_tariffline",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="letterhead",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ffc3261e62243e26ec8c075245d940812c14741d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_c1078",
                    table="settlement_letterhead",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5b096ed69fcaab682898bff56438a5b242f30f8f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_1219d",
                    table="settlement_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="settlement",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5d388c9cf200f573346842ce6883ab3303427f01",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_f422c",
                    table="settlement_settlement",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="charge",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="15abfd0a98eedd8e25b789b0c65c42471b86ac0a",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_40140",
                    table="settlement_charge",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="charge",
            trigger=pgtrigger.compiler.Trigger(
                name="changes_no_more",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."charged_at" IS DISTINCT FROM (NEW."charged_at") OR OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."delivered_on" IS DISTINCT FROM (NEW."delivered_on") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."district_team_id" IS DISTINCT FROM (NEW."district_team_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."landlord_id" IS DISTINCT FROM (NEW."landlord_id") OR OLD."net_cents" IS DISTINCT FROM (NEW."net_cents") OR OLD."once" IS DISTINCT FROM (NEW."once") OR OLD."payer" IS DISTINCT FROM (NEW."payer") OR OLD."per" IS DISTINCT FROM (NEW."per") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."pilot_id" IS DISTINCT FROM (NEW."pilot_id") OR OLD."price_cents" IS DISTINCT FROM (NEW."price_cents") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."reverses_id" IS DISTINCT FROM (NEW."reverses_id") OR OLD."settlement_id" IS DISTINCT FROM (NEW."settlement_id") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."vat_category" IS DISTINCT FROM (NEW."vat_category") OR OLD."vat_percent" IS DISTINCT FROM (NEW."vat_percent") OR OLD."vat_rule" IS DISTINCT FROM (NEW."vat_rule"))',
                    func="RAISE EXCEPTION 'charge % changes no more', OLD.id USING ERRCODE = 'check_violation';",
                    hash="42efbc7e3e3f5c9e5002f631b9d665e735cab7d6",
                    operation="UPDATE",
                    pgid="pgtrigger_changes_no_more_e3bef",
                    table="settlement_charge",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="charge",
            trigger=pgtrigger.compiler.Trigger(
                name="is_filled_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.invoice_id IS NOT NULL AND NEW.invoice_id IS DISTINCT FROM OLD.invoice_id))",
                    func="IF (OLD.invoice_id IS NOT NULL AND NEW.invoice_id IS DISTINCT FROM OLD.invoice_id) THEN RAISE EXCEPTION 'charge % changes no more', OLD.id USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="1ce4c0718098bd130d68374467517628c9e918df",
                    operation="UPDATE",
                    pgid="pgtrigger_is_filled_once_8eb63",
                    table="settlement_charge",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="payrun",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{drafted:approved,drafted:withdrawn,approved:sent,approved:withdrawn,sent:settled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="92c0f365a14a640580fc7ce60f5fec5979d7488a",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_8b223",
                    table="settlement_payrun",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="payrun",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="37e10c857d168179b7e5c8a12e9032b8377443ce",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_da236",
                    table="settlement_payrun",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="payrun",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_as_drafted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF (NEW.cooperative_id, NEW.number, NEW.pay_on, NEW.cents, NEW.drafted_at, NEW.drafted_by_id)\n        IS DISTINCT FROM (OLD.cooperative_id, OLD.number, OLD.pay_on, OLD.cents, OLD.drafted_at, OLD.drafted_by_id)\n        OR (OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id)\n        OR (OLD.sent_at IS NOT NULL\n            AND (NEW.sent_at, NEW.name, NEW.iban) IS DISTINCT FROM (OLD.sent_at, OLD.name, OLD.iban)) THEN\n        RAISE EXCEPTION 'pay run % changes no more, but for its steps', OLD.id USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="f09ea46d4d80e5fc0b79b053280fd0e55fba7517",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_as_drafted_32a14",
                    table="settlement_payrun",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="14f41bc7cd42f633c41c6f2e33b6153705ff8b79",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_eddac",
                    table="settlement_payout",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="is_in_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF (SELECT status FROM settlement_payrun WHERE id = NEW.run_id) <> 'drafted' THEN\n        RAISE EXCEPTION 'a payout is only added to a draft' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="997264f1cbc74af6959cb252e9814219dc867521",
                    operation="INSERT",
                    pgid="pgtrigger_is_in_a_draft_0b16a",
                    table="settlement_payout",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="blockedaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c442befdd904f870840884f8c0db8b1128d49d35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_89738",
                    table="settlement_blockedaccount",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="bankstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="909881682ee2a4b3d8e89903bd1bda42f90f6fdf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_0d8d5",
                    table="settlement_bankstatement",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="bankline",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1f43908ab21dfbc7acadacce73fa0eb59bbffd1a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_1a3c4",
                    table="settlement_bankline",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="bankmatch",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2f8c3ec290c7812ddad1a96e5f96cf1c7dc8dc92",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_7ec4a",
                    table="settlement_bankmatch",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="bankmatch",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_within_the_line",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n    PERFORM pg_advisory_xact_lock(hashtextextended('bank line ' || NEW.line_id, 0));\n    IF EXISTS (\n        SELECT FROM settlement_bankline line\n        WHERE line.id = NEW.line_id AND (\n            SELECT COALESCE(SUM(made.cents), 0) FROM settlement_bankmatch made WHERE made.line_id = line.id\n        ) NOT BETWEEN LEAST(line.cents, 0) AND GREATEST(line.cents, 0)\n    ) THEN\n        RAISE EXCEPTION 'bank line % is matched for more than it is', NEW.line_id USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM settlement_bankmatch before\n        WHERE before.id = NEW.reverses_id AND before.line_id = NEW.line_id AND before.cents = -NEW.cents\n            AND before.invoice_id IS NOT DISTINCT FROM NEW.invoice_id\n            AND before.payout_id IS NOT DISTINCT FROM NEW.payout_id\n            AND before.account = NEW.account AND before.reverses_id IS NULL\n    ) THEN\n        RAISE EXCEPTION 'bank match % undoes another match than it says', NEW.id USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                    hash="f84eed10da46e618d44954131e02d9489c3d55f1",
                    operation="INSERT",
                    pgid="pgtrigger_stays_within_the_line_f5421",
                    table="settlement_bankmatch",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="numberseries",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8952c53234cce19b21ff5dfb4458a60ef9ce576c",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_5b085",
                    table="settlement_numberseries",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="numberseries",
            trigger=pgtrigger.compiler.Trigger(
                name="never_goes_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."last" < (OLD."last"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9ce40c65684f3f06b943a24f0443851965d091ae",
                    operation="UPDATE",
                    pgid="pgtrigger_never_goes_back_d28c7",
                    table="settlement_numberseries",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="closedmonth",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2c065695ad0db80d8e02852cc0f11e8964e7855b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_56d8a",
                    table="settlement_closedmonth",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="ledgertransaction",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1b4d67d5fb194a6319794c21d0aecfb93fb861d3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_42ead",
                    table="settlement_ledgertransaction",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ed40abebf9a0d920ebbcc02f241762be45cc66f1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_64821",
                    table="settlement_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_the_books",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_closed boolean;",
                    func="\n    IF EXISTS (SELECT FROM added GROUP BY transaction_id HAVING SUM(amount_cents) <> 0) THEN\n        RAISE EXCEPTION 'a ledger transaction does not balance' USING ERRCODE = 'check_violation';\n    END IF;\n    WITH kept AS (\n        INSERT INTO settlement_daybalance (cooperative_id, day, account, pilot_id, debit_cents, credit_cents)\n        SELECT entry.cooperative_id, entry.day, entry.account, entry.pilot_id,\n            COALESCE(SUM(amount_cents) FILTER (WHERE amount_cents > 0), 0),\n            COALESCE(-SUM(amount_cents) FILTER (WHERE amount_cents < 0), 0)\n        FROM (\n            SELECT added.*,\n                (SELECT booked_on FROM settlement_ledgertransaction WHERE id = added.transaction_id) AS day\n            FROM added\n        ) entry\n        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4\n        ON CONFLICT (cooperative_id, day, account, pilot_id) DO UPDATE SET\n            debit_cents = settlement_daybalance.debit_cents + EXCLUDED.debit_cents,\n            credit_cents = settlement_daybalance.credit_cents + EXCLUDED.credit_cents\n        RETURNING cooperative_id, day\n    )\n    SELECT EXISTS (\n        SELECT FROM kept JOIN settlement_closedmonth closed\n            ON closed.cooperative_id = kept.cooperative_id AND closed.month = date_trunc('month', kept.day)::date\n    ) INTO is_closed;\n    IF is_closed THEN\n        RAISE EXCEPTION 'this month of the books is closed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                    hash="07b2391e54069d4a1d09e2faa1e74637ea3c5375",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_keeps_the_books_cc16b",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="settlement_ledgerentry",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="carecontract",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "settlement_carecontractevent" ("agb_code", "base_schema", "cooperative_id", "district_team_id", "id", "message_schema", "municipality_code", "number_prefix", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider") VALUES (NEW."agb_code", NEW."base_schema", NEW."cooperative_id", NEW."district_team_id", NEW."id", NEW."message_schema", NEW."municipality_code", NEW."number_prefix", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider"); RETURN NULL;',
                    hash="02a1dd5b2f15d450bc8a2daeb0654fa30897ae82",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4dff9",
                    table="settlement_carecontract",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="carecontract",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "settlement_carecontractevent" ("agb_code", "base_schema", "cooperative_id", "district_team_id", "id", "message_schema", "municipality_code", "number_prefix", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider") VALUES (NEW."agb_code", NEW."base_schema", NEW."cooperative_id", NEW."district_team_id", NEW."id", NEW."message_schema", NEW."municipality_code", NEW."number_prefix", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider"); RETURN NULL;',
                    hash="1c279b697034de9b9d917d4e26baea7d179660af",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5ec61",
                    table="settlement_carecontract",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="carecontractevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5a808a6e5863db2a58c583bc252f19c4f7faca25",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_687a6",
                    table="settlement_carecontractevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="careallocation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "settlement_careallocationevent" ("care_grant_id", "category", "cooperative_id", "ends_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "starts_on", "unit") VALUES (NEW."care_grant_id", NEW."category", NEW."cooperative_id", NEW."ends_on", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."product", NEW."starts_on", NEW."unit"); RETURN NULL;',
                    hash="ccfa03792f8d70b661c601095f40c90f8b44375a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5e511",
                    table="settlement_careallocation",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="careallocation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "settlement_careallocationevent" ("care_grant_id", "category", "cooperative_id", "ends_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "starts_on", "unit") VALUES (NEW."care_grant_id", NEW."category", NEW."cooperative_id", NEW."ends_on", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."product", NEW."starts_on", NEW."unit"); RETURN NULL;',
                    hash="0d2c0d2484fdc2a09e356ed2b0fb44c8f9222aea",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e4411",
                    table="settlement_careallocation",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="careallocationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3af274067da1e902bf608cc8aeaa29909fe85183",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fc5a7",
                    table="settlement_careallocationevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="caredeclaration",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="005f0017a80116b2fc46f3afb70213bc6ed517c1",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_0825c",
                    table="settlement_caredeclaration",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="caredeclaration",
            trigger=pgtrigger.compiler.Trigger(
                name="is_answered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (OLD.answered_at IS NULL) OR (to_jsonb(NEW) - 'answered_at' - 'answered_by_id' - 'sent_as' - 'codes') <> (to_jsonb(OLD) - 'answered_at' - 'answered_by_id' - 'sent_as' - 'codes') THEN\n        RAISE EXCEPTION 'caredeclaration % changes no more', OLD.id USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="38611d60cbb38da74d76903fdeec0fbd148fe751",
                    operation="UPDATE",
                    pgid="pgtrigger_is_answered_once_26995",
                    table="settlement_caredeclaration",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="caredeclarationline",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1339dc5d3eb37abcf12c4eddcf9eb61ba7200fe4",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_8229b",
                    table="settlement_caredeclarationline",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="caredeclarationline",
            trigger=pgtrigger.compiler.Trigger(
                name="is_answered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (OLD.verdict = 'waiting') OR (to_jsonb(NEW) - 'verdict' - 'codes') <> (to_jsonb(OLD) - 'verdict' - 'codes') THEN\n        RAISE EXCEPTION 'caredeclarationline % changes no more', OLD.id USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="11198a4d345c6839917e89024ff4f98f553169d1",
                    operation="UPDATE",
                    pgid="pgtrigger_is_answered_once_13f10",
                    table="settlement_caredeclarationline",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="creditor",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b519ef06726b2fb50e39a72f426ca5d6001ad518",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_3411e",
                    table="settlement_creditor",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="mandate",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0edaf60fd176bd636c662e7ba4054c03538d735f",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_02412",
                    table="settlement_mandate",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="mandate",
            trigger=pgtrigger.compiler.Trigger(
                name="is_only_withdrawn",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF (to_jsonb(NEW) - 'withdrawn_on') <> (to_jsonb(OLD) - 'withdrawn_on') OR OLD.withdrawn_on IS NOT NULL THEN\n        RAISE EXCEPTION 'mandate % changes no more; a new one is signed', OLD.id USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="c0f1f8b51a665e61daa2bea68e1f7876122021e1",
                    operation="UPDATE",
                    pgid="pgtrigger_is_only_withdrawn_4a37f",
                    table="settlement_mandate",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="debitrun",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="985418b90878f14770bd7e467a1c2195f79a6811",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_56d00",
                    table="settlement_debitrun",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="directdebit",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="fdffd186f479c2e012abedd3cadc03b1e505b4b2",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_d82eb",
                    table="settlement_directdebit",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="selfbillingconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="10e8ee2061132b117dacdc333e3497a9e55e0a8e",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_17dc3",
                    table="settlement_selfbillingconsent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="invoiceaddress",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="70360f959b11a7d12a43582b942082672abb0d9e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_b9b01",
                    table="settlement_invoiceaddress",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="selfbill",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d39434754bfa053b2674e8c56ef23997c3705bd3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_497c7",
                    table="settlement_selfbill",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="earning",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="602371eeb3e8ae92c693d8c5e316514fafdd5cfb",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_3c3a6",
                    table="settlement_earning",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="earning",
            trigger=pgtrigger.compiler.Trigger(
                name="changes_no_more",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."delivered_on" IS DISTINCT FROM (NEW."delivered_on") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."earned_at" IS DISTINCT FROM (NEW."earned_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."net_cents" IS DISTINCT FROM (NEW."net_cents") OR OLD."per" IS DISTINCT FROM (NEW."per") OR OLD."pilot_id" IS DISTINCT FROM (NEW."pilot_id") OR OLD."price_cents" IS DISTINCT FROM (NEW."price_cents") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."reverses_id" IS DISTINCT FROM (NEW."reverses_id") OR OLD."settlement_id" IS DISTINCT FROM (NEW."settlement_id") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."vat_category" IS DISTINCT FROM (NEW."vat_category") OR OLD."vat_percent" IS DISTINCT FROM (NEW."vat_percent") OR OLD."vat_rule" IS DISTINCT FROM (NEW."vat_rule") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))',
                    func="RAISE EXCEPTION 'earning % changes no more', OLD.id USING ERRCODE = 'check_violation';",
                    hash="b9fbd9440a0d6499fb175808b00466a89cc609eb",
                    operation="UPDATE",
                    pgid="pgtrigger_changes_no_more_f3cd8",
                    table="settlement_earning",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="earning",
            trigger=pgtrigger.compiler.Trigger(
                name="is_filled_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.self_bill_id IS NOT NULL AND NEW.self_bill_id IS DISTINCT FROM OLD.self_bill_id) OR (OLD.payout_id IS NOT NULL AND NEW.payout_id IS DISTINCT FROM OLD.payout_id))",
                    func="IF (OLD.self_bill_id IS NOT NULL AND NEW.self_bill_id IS DISTINCT FROM OLD.self_bill_id) OR ((OLD.payout_id IS NOT NULL AND NEW.payout_id IS DISTINCT FROM OLD.payout_id) AND NOT (NEW.payout_id IS NULL AND EXISTS (\n        SELECT FROM settlement_payout JOIN settlement_payrun ON settlement_payrun.id = settlement_payout.run_id\n        WHERE settlement_payout.id = OLD.payout_id AND settlement_payrun.status = 'withdrawn'\n    ))) THEN RAISE EXCEPTION 'earning % changes no more', OLD.id USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="acd81615dedba515e0ffe8bc2f6cea755580e538",
                    operation="UPDATE",
                    pgid="pgtrigger_is_filled_once_a0911",
                    table="settlement_earning",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="45b2992f6536ba8a50b88efaa48cb95ce0aed4f9",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_7f267",
                    table="settlement_dispute",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="answered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answered_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cd92d75614530968146b80d75b0f945a276fecdf",
                    operation="UPDATE",
                    pgid="pgtrigger_answered_once_f234f",
                    table="settlement_dispute",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="workelsewhere",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="84b65961b8984c7c13e194060a6e1acaea85b7b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_618f6",
                    table="settlement_workelsewhere",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="guardlevel",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="646266b14b730241055f0d11293b36f0757c4361",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_24a03",
                    table="settlement_guardlevel",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="payerterms",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="33bf99fd6e840d47403e55388e52f49a25f5916f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_b4b98",
                    table="settlement_payerterms",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="subscription",
            trigger=pgtrigger.compiler.Trigger(
                name="is_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="acaa67aa81d148cd54e373ba39d6ffcdc124d9d3",
                    operation="DELETE",
                    pgid="pgtrigger_is_never_removed_ced47",
                    table="settlement_subscription",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="subscription",
            trigger=pgtrigger.compiler.Trigger(
                name="only_its_end",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."dwelling_id" IS DISTINCT FROM (NEW."dwelling_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5e1f34a30a7984ec2c5bdcc698f527dec6be8c4c",
                    operation="UPDATE",
                    pgid="pgtrigger_only_its_end_63f8b",
                    table="settlement_subscription",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="subscription",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."until" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c8d35863ee0d8f49b76846fee1104bfc3bc03ccf",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_once_3419c",
                    table="settlement_subscription",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="vatbyhand",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0232ed519d53aeda22df6818fd55c6bf7c73fb37",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_5a907",
                    table="settlement_vatbyhand",
                    when="BEFORE",
                ),
            ),
        ),
    ]
