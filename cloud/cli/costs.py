"""`dife-cloud cost`: the estimate of each profile, and the picture of what more members cost."""

import tempfile
from pathlib import Path

from costs import MEMBERS, Costs, Estimate, Use, hosts_for, plot, profile_for
from environments import CLOUD, PROFILES, Profile
from synthesis import Assembly, synthesise

PICTURE = CLOUD.parent / "docs" / "images" / "cloud-cost.png"
PLOTTED = (100, 1_000, 4_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


def estimates() -> dict[str, Costs]:
    """The month of each profile at the number of members that the goals are for."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            name: Estimate(synthesise(profile, Path(folder) / name)).month(Use(MEMBERS))
            for name, profile in PROFILES.items()
        }


def draw(file: Path = PICTURE) -> None:
    """Draw the picture; every size that occurs is synthesised."""
    with tempfile.TemporaryDirectory() as folder:
        curves = {name: _curve(profile, Path(folder)) for name, profile in PROFILES.items()}
    plot(curves, file)


def _curve(profile: Profile, folder: Path) -> dict[int, float]:
    made: dict[Profile, Assembly] = {}
    curve = {}
    for members in PLOTTED:
        size = profile_for(profile, members)
        if size not in made:
            made[size] = synthesise(size, folder / f"{profile.name}-{len(made)}")
        curve[members] = Estimate(made[size]).month(Use(members), hosts=hosts_for(size, members)).total
    return curve
