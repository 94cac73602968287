"""Migrations make the classes of models anew no more often than is needed."""

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from werkplaats.ground import steps

LIGHT = ("AddTrigger", "RemoveTrigger", "AddConstraint", "RemoveConstraint", "AddIndex", "RemoveIndex", "CreateModel")


def of_ours():
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if type(migration).__module__.startswith("werkplaats."):
            for operation in migration.operations:
                yield f"{app}/{name}", operation


def test_every_step_that_leaves_the_fields_alone_is_a_light_one():
    heavy = {
        f"{place}: steps.{type(step).__name__}"
        for place, step in of_ours()
        if type(step).__name__ in LIGHT and type(step).__module__ != steps.__name__
    }
    assert not heavy, f"write these with `from werkplaats.ground import steps`: {sorted(heavy)}"


def test_the_classes_are_left_as_making_them_all_anew_would_have():
    loader = MigrationLoader(None)
    lived = ProjectState(real_apps=loader.unmigrated_apps)
    assert not list(lived.apps.get_models(include_auto_created=True))  # made from here on, step by step
    plan = dict.fromkeys(step for leaf in loader.graph.leaf_nodes() for step in loader.graph.forwards_plan(leaf))
    for step in plan:
        lived = loader.graph.nodes[step].mutate_state(lived, preserve=False)
    anew = ProjectState(lived.models, lived.real_apps)

    def relations(state, label, model):
        fields = state.apps.get_model(label, model)._meta.get_fields(include_hidden=True)
        return sorted((field.name, field.related_model and field.related_model._meta.label) for field in fields)

    for label, model in anew.models:
        assert relations(lived, label, model) == relations(anew, label, model)
