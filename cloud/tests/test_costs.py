"""What a month costs: within the goals, every line included, the table in the documents up to date."""

import json
from pathlib import Path

import pytest

from costs import MEMBERS, ORIGINAL_USD, PRICES, Costs, Estimate, Use, plot, table
from environments import CLOUD, PROFILES, ZONES, Profile
from stacks.network import INTERFACE_ENDPOINTS
from synthesis import Assembly

GOALS = {"student": 115, "production": 190}
DOCUMENT = CLOUD.parent / "docs" / "cloud.md"


def month(assembly: Assembly, members: int = MEMBERS) -> Costs:
    return Estimate(assembly).month(Use(members))


def test_a_month_is_within_its_goal(assembly: Assembly, profile: Profile) -> None:
    assert month(assembly).total <= GOALS[profile.name]


def test_no_line_that_there_must_be_is_free(assembly: Assembly) -> None:
    """The requests of CloudFront are counted: 4,000 members stay within what it gives to everybody."""
    lines = month(assembly).lines
    free = {name for name, usd in lines.items() if usd == 0}

    assert free == {"CloudFront", "interface endpoints"}
    assert month(assembly, 100_000).lines["CloudFront"] > 0


def test_interface_endpoints_are_a_switch_that_has_its_price(assemblies: dict[str, Assembly], bare: Assembly) -> None:
    """Off in both sizes: the NAT instance reaches the same for less."""
    price = json.loads(PRICES.read_text())["endpoint_hour"] * json.loads(PRICES.read_text())["hours_per_month"]
    made = [one for one in bare.of_type("EC2::VPCEndpoint") if one.properties["VpcEndpointType"] == "Interface"]

    assert len(made) == len(INTERFACE_ENDPOINTS)
    assert month(bare).lines["interface endpoints"] == pytest.approx(len(made) * len(ZONES) * price)
    assert not any(profile.interface_endpoints for profile in PROFILES.values())
    assert {month(one).lines["interface endpoints"] for one in assemblies.values()} == {0}


def test_the_goals_are_those_that_the_budget_warns_at() -> None:
    assert {name: profile.monthly_budget_usd for name, profile in PROFILES.items()} == GOALS


def test_more_members_cost_more(assembly: Assembly) -> None:
    totals = [month(assembly, members).total for members in (100, 4_000, 100_000, 1_000_000)]

    assert totals == sorted(totals)
    assert len(set(totals)) == len(totals)


def test_a_resource_that_is_added_is_paid_for(assemblies: dict[str, Assembly]) -> None:
    student, production = (month(assemblies[name]).lines for name in PROFILES)

    assert production["container hosts"] == pytest.approx(2 * student["container hosts"])
    assert production["NAT instances"] == pytest.approx(2 * student["NAT instances"])
    assert production["cache"] == pytest.approx(2 * student["cache"])


def test_student_costs_less_than_the_original(assemblies: dict[str, Assembly]) -> None:
    assert month(assemblies["student"]).total < ORIGINAL_USD


def test_prices_have_a_date_and_a_source() -> None:
    prices = json.loads(PRICES.read_text())

    assert prices["date"] >= "2026-09-01"
    assert prices["source"]


@pytest.mark.parametrize("document", [DOCUMENT, DOCUMENT.with_suffix(".ko.md")])
def test_the_documents_show_this_table(assemblies: dict[str, Assembly], document: Path) -> None:
    assert table({name: month(assembly) for name, assembly in assemblies.items()}) in document.read_text()


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    plot({"student": {100: 100.0, 1_000_000: 2_000.0}}, tmp_path / "cost.png")

    assert (tmp_path / "cost.png").read_bytes().startswith(b"\x89PNG")
