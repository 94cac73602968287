"""Steps of a migration that leave the fields of a model as they are.

Django makes the classes of a model, and of every model that has to do with it, anew after each step of a migration. A
trigger or a constraint changes nothing in them, so for these that was most of the work of `werkplaats migrate`. The
next step that changes a field makes them anew with everything in it.
"""

from typing import Any

import pgtrigger.migrations
from django.db import migrations
from django.db.migrations.state import ModelState


class CreateModel(migrations.CreateModel):
    """A new model points at others, and no other at it: only its own class is made."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        made = ModelState(
            app_label, self.name, list(self.fields), dict(self.options), tuple(self.bases), list(self.managers)
        )
        key = app_label, self.name_lower
        state.models[key] = made
        if state._relations is not None:
            state.resolve_model_relations(key)
        if "apps" in state.__dict__:  # made when first asked for
            state.apps.render_multiple([made])


class AddTrigger(pgtrigger.migrations.AddTrigger):
    def state_forwards(self, app_label: str, state: Any) -> None:
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]


class AddConstraint(migrations.AddConstraint):
    def state_forwards(self, app_label: str, state: Any) -> None:
        options = state.models[app_label, self.model_name_lower].options
        options["constraints"] = [*options.get("constraints", []), self.constraint]
