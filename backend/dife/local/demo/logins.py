"""Two people of the demo campus whom anybody may be; apart from the rest, because `dife up` prints them at each start."""

DEMO_PASSWORD = "dive-into-dife"  # noqa: S105 - printed at every start of `dife up`
DEMO_LOGINS = ("minji@kookmin.ac.kr", "lucia@kookmin.ac.kr")
