"""Order and completeness: each event once, in order, whatever happens to hints and sockets."""

from uuid import uuid4

from dife.realtime.gateway import Gateway

from fixtures.gateway import Clients, Rooms
from fixtures.people import People


async def test_a_message_sent_over_rest_arrives_on_both_sides(
    gateway: Gateway, clients: Clients, people: People
) -> None:
    """The sender's other devices get the same event as the receiver."""
    minji, lucas = await people.create(), await people.create()
    first = await clients.enter(gateway.port, minji)
    other = await clients.enter(gateway.port, lucas)
    answer = await minji.http.post(
        "/rooms", json={"client_id": str(uuid4()), "kind": "direct", "member_id": str(lucas.id)}
    )
    room_id = answer.json()["id"]
    joined = await other.first("room_joined")
    sent = await minji.http.post(
        f"/rooms/{room_id}/messages", json={"client_id": str(uuid4()), "body": "안녕", "media_ids": []}
    )
    message = sent.json()
    for client in (first, other):
        await client.until_seq(room_id, message["seq"])

    assert sent.status_code == 201
    assert joined["room_id"] == room_id
    for client in (first, other):
        assert client.seqs(room_id) == list(range(1, message["seq"] + 1))
        assert client.of("event")[-1]["event"]["message"] == message
