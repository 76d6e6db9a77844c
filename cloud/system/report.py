"""What was checked, what came out, and what stays unproved, one line each."""

import time


class Report:
    """Lines for people and a count for the exit code."""

    def __init__(self, title: str) -> None:
        self.passed = 0
        self.failed = 0
        self.is_skipped = False
        self._began = time.monotonic()
        self.say(f"── {title}")

    @staticmethod
    def say(line: str) -> None:
        """Print at once, so that a slow step shows where it stands."""
        print(line, flush=True)

    def check(self, what: str, is_right: bool, found: object = "") -> bool:  # noqa: FBT001 - reads as a sentence
        """Note one claim and whether it holds."""
        if is_right:
            self.passed += 1
            self.say(f"✓ {what}")
        else:
            self.failed += 1
            self.say(f"✗ {what}" + (f"\n    found: {found}" if found else ""))
        return is_right

    def not_proved(self, what: str) -> None:
        """Say what this cannot show."""
        self.say(f"· not proved: {what}")

    def skip(self, reason: str) -> None:
        """Say that this could not run; nothing is proved then."""
        self.is_skipped = True
        self.say(f"SKIPPED, nothing is proved: {reason}")

    def close(self) -> None:
        """Say how it went."""
        self.say(f"  {self.passed} held, {self.failed} did not, {time.monotonic() - self._began:.0f} s")
