"""What two members have in common, as SQL. Ranking and reasons both come from `matches`, so they cannot disagree.

The points of a member, for a viewer:

    3 × the best level at which they speak a language that the viewer learns
    3 × the best level at which the viewer speaks a language that they learn
    2 × the lesser of the two: an exchange works best when it goes both ways
    1 × each shared hobby (a member has at most three)
    1   for the same campus
    2 × recency: 1 now, halved with every week since they were last here
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Select, case, cast, exists, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.selectable import CTE, ScalarSelect

from dife.members.visibility import visible
from dife.models import Connection, LanguageKind, Member, MemberHobby, MemberLanguage

SPEAKS = "speaks_what_you_learn"
LEARNS = "learns_what_you_speak"
HOBBY = "shared_hobby"
CAMPUS = "same_campus"

LANGUAGE_POINTS = 3.0
MUTUAL_POINTS = 2.0
HOBBY_POINTS = 1.0
CAMPUS_POINTS = 1.0
RECENCY_POINTS = 2.0
RECENCY_HALF_LIFE_SECONDS = 7 * 24 * 3600.0

LEVEL_WEIGHTS = {
    "native": 1.0,
    "fluent": 0.9,
    "advanced": 0.7,
    "intermediate": 0.5,
    "elementary": 0.2,
    "beginner": 0.1,
}


def _weight(level: InstrumentedAttribute[str]) -> ColumnElement[float]:
    return case(LEVEL_WEIGHTS, value=level, else_=0.0)


def _languages(viewer: UUID, *, kind: str, theirs: LanguageKind, mine: LanguageKind) -> Select[UUID, str, str, float]:
    own, other = aliased(MemberLanguage), aliased(MemberLanguage)
    speaker = other if theirs == LanguageKind.SPEAKS else own
    return (
        select(
            other.member_id,
            literal(kind).label("kind"),
            other.language.label("code"),
            _weight(speaker.level).label("weight"),
        )
        .join(own, own.language == other.language)
        .where(own.member_id == viewer, own.kind == mine, other.kind == theirs, other.member_id != viewer)
    )


def _hobbies(viewer: UUID) -> Select[UUID, str, str, float]:
    own, other = aliased(MemberHobby), aliased(MemberHobby)
    return (
        select(other.member_id, literal(HOBBY).label("kind"), other.hobby.label("code"), literal(1.0).label("weight"))
        .join(own, own.hobby == other.hobby)
        .where(own.member_id == viewer, other.member_id != viewer)
    )


def matches(viewer: UUID, *, among: Collection[UUID] | None = None) -> CTE:
    """Return (member_id, kind, code, weight) of everything that others have in common with `viewer`."""
    parts = [
        _languages(viewer, kind=SPEAKS, theirs=LanguageKind.SPEAKS, mine=LanguageKind.LEARNS),
        _languages(viewer, kind=LEARNS, theirs=LanguageKind.LEARNS, mine=LanguageKind.SPEAKS),
        _hobbies(viewer),
    ]
    if among is not None:
        parts = [part.where(part.selected_columns.member_id.in_(among)) for part in parts]
    return union_all(*parts).cte("matches")


def _campus_of(viewer: UUID) -> ScalarSelect[Any]:
    own = aliased(Member)
    return select(own.campus_id).where(own.id == viewer).scalar_subquery()


def shared(viewer: UUID, member_ids: Collection[UUID]) -> Select[UUID, str, str | None]:
    """Select (member_id, kind, code) of what speaks for the viewer and each of the members, the weightiest first."""
    found = matches(viewer, among=member_ids)
    points = case({HOBBY: HOBBY_POINTS}, value=found.c.kind, else_=LANGUAGE_POINTS) * found.c.weight
    campus = select(Member.id, literal(CAMPUS), literal(None), literal(CAMPUS_POINTS)).where(
        Member.id.in_(member_ids), Member.id != viewer, Member.campus_id == _campus_of(viewer)
    )
    listed = union_all(select(found.c.member_id, found.c.kind, found.c.code, points.label("points")), campus).subquery()
    return select(listed.c.member_id, listed.c.kind, listed.c.code).order_by(
        listed.c.points.desc(), listed.c.kind.desc(), listed.c.code
    )


def _best(found: CTE, kind: str) -> ColumnElement[float]:
    return func.coalesce(func.max(found.c.weight).filter(found.c.kind == kind), 0.0)


def _scores(viewer: UUID) -> CTE:
    found = matches(viewer)
    speaks, learns = _best(found, SPEAKS), _best(found, LEARNS)
    hobbies = func.count().filter(found.c.kind == HOBBY)
    points = LANGUAGE_POINTS * (speaks + learns) + MUTUAL_POINTS * func.least(speaks, learns) + HOBBY_POINTS * hobbies
    return select(found.c.member_id, cast(points, Float).label("points")).group_by(found.c.member_id).cte("scores")


def _recency() -> ColumnElement[float]:
    age = func.extract("epoch", func.now() - Member.active_at)
    return func.power(0.5, func.greatest(cast(age, Float), 0.0) / RECENCY_HALF_LIFE_SECONDS)


def _strangers(viewer: UUID) -> list[ColumnElement[bool]]:
    asked_them = select(1).where(Connection.requester_id == viewer, Connection.addressee_id == Member.id)
    asked_me = select(1).where(Connection.addressee_id == viewer, Connection.requester_id == Member.id)
    return [~exists(asked_them), ~exists(asked_me)]


def recommended(viewer: UUID, *, limit: int) -> Select[UUID]:
    """Select the ids of the members with the most points: visible to the viewer, verified, and not yet connected."""
    scores = _scores(viewer)
    campus = case((Member.campus_id == _campus_of(viewer), CAMPUS_POINTS), else_=0.0)
    points = func.coalesce(scores.c.points, 0.0) + campus + RECENCY_POINTS * _recency()
    return (
        select(Member.id)
        .outerjoin(scores, scores.c.member_id == Member.id)
        .where(visible(viewer), Member.id != viewer, Member.student_verified_at.is_not(None), *_strangers(viewer))
        .order_by(points.desc(), Member.id.desc())
        .limit(limit)
    )
