"""Rooms against a model: whatever people do to a group, in whatever order, everybody sees what the model says."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx2
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fixtures.groups import create_group, join, leave, remove, set_role
from fixtures.people import People, Person
from fixtures.rooms import events_of, send

NAMES = ("ana", "bo", "cy", "di")
SEATS = 3
SECONDS = 30
RANKS = {"member": 0, "moderator": 1, "owner": 2}

names = st.sampled_from(NAMES)


@dataclass(frozen=True)
class Event:
    """What happened: who did it, and whom it is about."""

    kind: str
    actor: str
    about: str | None = None
    body: str | None = None


@dataclass
class Place:
    """Somebody's place in the group; `left` is the last event of one that is over."""

    role: str
    since: int
    visible_from: int
    read: int
    left: int | None = None
    is_removed: bool = False


@dataclass
class Group:
    """What the group is in truth."""

    history: str
    log: list[Event] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    blocks: set[tuple[str, str]] = field(default_factory=set)
    is_closed: bool = False

    @property
    def head(self) -> int:
        return len(self.log)

    @property
    def owner(self) -> str | None:
        return next((who for who, place in self.inside.items() if place.role == "owner"), None)

    @property
    def inside(self) -> dict[str, Place]:
        return {} if self.is_closed else {who: place for who, place in self.places.items() if place.left is None}

    def is_blocked(self, one: str, other: str) -> bool:
        return (one, other) in self.blocks or (other, one) in self.blocks

    def hides(self, event: Event, reader: str) -> bool:
        return any(who is not None and self.is_blocked(reader, who) for who in (event.actor, event.about))

    def append(self, kind: str, actor: str, *, about: str | None = None, body: str | None = None) -> int:
        self.log.append(Event(kind, actor, about, body))
        return self.head

    def take_in(self, who: str) -> None:
        seq = self.append("member_joined", who, about=who)
        self.places[who] = Place("member", seq, 1 if self.history == "all" else seq, seq)

    def begin(self, owner: str) -> None:
        self.append("room_created", owner)
        self.append("member_joined", owner, about=owner)
        self.places[owner] = Place("owner", since=self.head, visible_from=1, read=0)

    def let_go(self, who: str) -> None:
        place = self.places[who]
        place.left = self.append("member_left", who, about=who)
        was, place.role = place.role, "member"
        if was != "owner":
            return
        if not self.inside:
            self.append("room_closed", who)
            self.is_closed = True
            return
        heir = min(self.inside, key=lambda name: (-RANKS[self.inside[name].role], self.inside[name].since))
        self.places[heir].role = "owner"
        self.append("owner_changed", who, about=heir)

    def unread(self, reader: str) -> int:
        place = self.places[reader]
        return sum(
            event.kind == "message_created"
            and event.actor != reader
            and seq > max(place.read, place.visible_from - 1)
            and not self.hides(event, reader)
            for seq, event in enumerate(self.log, 1)
        )


class RoomMachine(RuleBasedStateMachine):
    """Four people, a group of three seats, and everything that may happen to it."""

    loop: ClassVar[asyncio.AbstractEventLoop]
    people: ClassVar[People]

    def run(self, work: Awaitable[Any]) -> Any:
        """Have the loop of the tests do something, and wait for it."""

        async def wait() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(wait(), self.loop).result(SECONDS)

    def expect(self, work: Awaitable[httpx2.Response], status: int, code: str | None = None) -> Any:
        """Look at the answer to a request."""
        answer = self.run(work)
        assert answer.status_code == status, answer.text
        document: Any = answer.json() if answer.content else None
        assert code is None or document["code"] == code
        return document

    @initialize(history=st.sampled_from(["from_join", "all"]), guests=st.sampled_from([(), ("cy", "bo")]))
    def make_group(self, history: str, guests: tuple[str, ...]) -> None:
        self.persons: dict[str, Person] = {name: self.run(self.people.create()) for name in NAMES}
        self.names = {str(person.id): name for name, person in self.persons.items()}
        self.id = self.run(create_group(self.persons["ana"], history=history, max_members=SEATS))["id"]
        self.group = Group(history)
        self.group.begin("ana")
        for guest in guests:
            self.join(guest)

    @rule(who=names)
    def join(self, who: str) -> None:
        group, place = self.group, self.group.places.get(who)
        asked = join(self.persons[who], self.id)
        if who in group.inside:
            self.expect(asked, 200)
        elif group.owner is None or group.is_blocked(who, group.owner):
            self.expect(asked, 404, "room_not_found")
        elif place is not None and place.is_removed:
            self.expect(asked, 403, "removed_from_room")
        elif len(group.inside) == SEATS:
            self.expect(asked, 409, "room_full")
        else:
            self.expect(asked, 200)
            group.take_in(who)

    @rule(who=names)
    def leave(self, who: str) -> None:
        asked = leave(self.persons[who], self.id)
        if who not in self.group.places:
            self.expect(asked, 404, "room_not_found")
            return
        self.expect(asked, 204)
        if who in self.group.inside:
            self.group.let_go(who)

    @rule(by=names, whom=names)
    def remove(self, by: str, whom: str) -> None:
        group, place = self.group, self.group.places.get(whom)
        asked = remove(self.persons[by], self.id, self.persons[whom])
        if by not in group.inside:
            self.expect(asked, 404, "room_not_found")
        elif group.places[by].role == "member":
            self.expect(asked, 403, "not_room_moderator")
        elif by == whom:
            self.expect(asked, 422)
        elif place is None:
            self.expect(asked, 404, "room_member_not_found")
        elif place.left is not None:
            self.expect(asked, 204)
        elif RANKS[place.role] >= RANKS[group.places[by].role]:
            self.expect(asked, 403, "not_room_owner")
        else:
            self.expect(asked, 204)
            place.left = group.append("member_removed", by, about=whom)
            place.is_removed = True

    @precondition(lambda self: len(self.group.inside) > 1)
    @rule(whom=names, role=st.sampled_from(["member", "moderator", "owner"]))
    def set_role(self, whom: str, role: str) -> None:
        group = self.group
        owner = group.owner
        if owner is None or whom not in group.inside or whom == owner:
            return
        self.expect(set_role(self.persons[owner], self.id, self.persons[whom], role), 200)
        place = group.places[whom]
        if place.role == role:
            return
        place.role = role
        if role == "owner":
            group.places[owner].role = "moderator"
        kinds = {"owner": "owner_changed", "moderator": "member_promoted", "member": "member_demoted"}
        group.append(kinds[role], owner, about=whom)

    @rule(one=names, other=names)
    def block(self, one: str, other: str) -> None:
        if one != other:
            self.expect(self.persons[one].http.put(f"/blocks/{self.persons[other].id}"), 204)
            self.group.blocks.add((one, other))

    @rule(one=names, other=names)
    def unblock(self, one: str, other: str) -> None:
        if (one, other) in self.group.blocks:
            self.expect(self.persons[one].http.delete(f"/blocks/{self.persons[other].id}"), 204)
            self.group.blocks.remove((one, other))

    @rule(who=names)
    def send(self, who: str) -> None:
        body = f"{who} {self.group.head}"
        asked = send(self.persons[who], self.id, body)
        if who not in self.group.inside:
            self.expect(asked, 404, "room_not_found")
            return
        said = self.expect(asked, 201)
        assert said["seq"] == self.group.append("message_created", who, body=body)

    @rule(who=names, share=st.floats(0, 1))
    def read(self, who: str, share: float) -> None:
        seq = int(self.group.head * share)
        asked = self.persons[who].http.put(f"/rooms/{self.id}/read", json={"seq": seq})
        if who not in self.group.inside:
            self.expect(asked, 404, "room_not_found")
            return
        self.expect(asked, 200)
        place = self.group.places[who]
        place.read = max(place.read, seq)

    @invariant()
    def everybody_sees_the_truth(self) -> None:
        for who, place in self.group.places.items():
            if who in self.group.inside:
                self.look_in(who, place)
        outside = set(NAMES) - set(self.group.inside)
        for who in sorted(outside)[:1]:
            self.expect(self.persons[who].http.get(f"/rooms/{self.id}"), 404, "room_not_found")

    def look_in(self, who: str, place: Place) -> None:
        """Compare what a member sees with the model."""
        group = self.group
        room = self.expect(self.persons[who].http.get(f"/rooms/{self.id}"), 200)
        seen = (room["head_seq"], room["visible_from"], room["read_seq"], room["unread"], room["group"]["role"])
        assert seen == (group.head, place.visible_from, place.read, group.unread(who), place.role)
        assert room["group"]["member_count"] == len(group.inside)
        log = self.run(events_of(self.persons[who], self.id))
        assert [self.told(each) for each in log] == [
            (seq, event.kind, *((None, None, True) if group.hides(event, who) else (event.actor, event.body, False)))
            for seq, event in enumerate(group.log, 1)
            if seq >= place.visible_from
        ]

    def told(self, event: dict[str, Any]) -> tuple[int, str, str | None, str | None, bool]:
        """Return an event as the model writes it."""
        body = event["message"]["body"] if event["message"] else None
        return event["seq"], event["kind"], self.names.get(event["actor_id"]), body, event["hidden"]


async def test_rooms_are_what_the_model_says(people: People) -> None:
    """Hypothesis drives from a thread of its own, since its machines do not wait."""

    class Machine(RoomMachine):
        loop = asyncio.get_running_loop()

    Machine.people = people
    # Making a failure shorter takes minutes; twenty steps can be read as they are.
    bounds = settings(max_examples=12, stateful_step_count=20, deadline=None, database=None, phases=[Phase.generate])
    await asyncio.to_thread(run_state_machine_as_test, Machine, settings=bounds)
