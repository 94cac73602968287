"""What if: a year of the cooperative, simulated. Read `scenario`, then `demand`, `repairs`, `household` and `result`.

What is the program's own in it and what is simplified, with every figure and its source: docs/what-if.md.
"""

from werkplaats.insight.rules.whatif.result import Result
from werkplaats.insight.rules.whatif.run import simulate
from werkplaats.insight.rules.whatif.scenario import Crew, Grants, Helpers, Scenario

__all__ = ["Crew", "Grants", "Helpers", "Result", "Scenario", "simulate"]
