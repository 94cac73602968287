"""One run of a scenario: what is asked, who does it, and what it comes to."""

from werkplaats.insight.rules.whatif.demand import demand
from werkplaats.insight.rules.whatif.household import household
from werkplaats.insight.rules.whatif.people import people
from werkplaats.insight.rules.whatif.prices import Prices
from werkplaats.insight.rules.whatif.repairs import repairs
from werkplaats.insight.rules.whatif.result import Result, result
from werkplaats.insight.rules.whatif.scenario import Scenario, faults


def simulate(scenario: Scenario) -> Result:
    """The same scenario (the seed is in it) gives the same result, to the cent.

    Errors: ValueError when the scenario has `faults`.
    """
    wrong = faults(scenario)
    if wrong:
        raise ValueError(", ".join(f"{field}: {why}" for field, why in wrong.items()))
    asked = demand(scenario)
    crafts, helpers = people(scenario)
    prices = Prices(scenario)
    done = repairs(scenario, asked, crafts, prices)
    helped = household(scenario, asked, helpers, prices)
    return result(scenario, asked, crafts, helpers, done, helped, prices)
