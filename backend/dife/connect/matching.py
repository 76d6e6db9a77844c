"""What two members have in common, as SQL. Ranking and reasons both come from `_matches`, so they cannot disagree.

The points of a member, for a viewer:

    3 × the best level at which they speak a language that the viewer learns
    3 × the best level at which the viewer speaks a language that they learn
    2 × the lesser of the two: an exchange works best when it goes both ways
    1 × each shared hobby (a member has at most three)
    3   for the same campus, where they can meet
    2 × recency: 1 now, halved with every week since they were last here

Points are counted for a bounded number of candidates, so that the time does not grow with the number of members: of the
viewer's campus, of each language on the other side of an exchange and of each shared hobby those who joined last, and
those who were here last. A campus of 4,000 is looked through whole.
"""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Function,
    Select,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import CTE, ScalarSelect

from dife.database import AnySelect
from dife.members.visibility import visible
from dife.models import Connection, LanguageKind, Member, MemberHobby, MemberLanguage, MemberStatus

SPEAKS = "speaks_what_you_learn"
LEARNS = "learns_what_you_speak"
HOBBY = "shared_hobby"
CAMPUS = "same_campus"
_SHOWN = "shown"

LANGUAGE_POINTS = 3.0
MUTUAL_POINTS = 2.0
HOBBY_POINTS = 1.0
CAMPUS_POINTS = 3.0
RECENCY_POINTS = 2.0
RECENCY_HALF_LIFE_SECONDS = 7 * 24 * 3600.0

CAMPUS_CONSIDERED = 4000
PARTNERS_CONSIDERED = 300
HOBBYISTS_CONSIDERED = 100
RECENT_CONSIDERED = 300

LEVEL_WEIGHTS = {
    "native": 1.0,
    "fluent": 0.9,
    "advanced": 0.7,
    "intermediate": 0.5,
    "elementary": 0.2,
    "beginner": 0.1,
}


def _weight(level: ColumnElement[str]) -> ColumnElement[float]:
    return case(LEVEL_WEIGHTS, value=level, else_=0.0)


class _Own(NamedTuple):
    """What the viewer speaks, learns and likes: read once, so every part of a statement takes the same two."""

    languages: CTE
    hobbies: CTE


def _own(viewer: UUID) -> _Own:
    languages = select(MemberLanguage.language, MemberLanguage.kind, MemberLanguage.level)
    hobbies = select(MemberHobby.hobby).where(MemberHobby.member_id == viewer)
    return _Own(
        languages.where(MemberLanguage.member_id == viewer).cte("own_languages").prefix_with("MATERIALIZED"),
        hobbies.cte("own_hobbies").prefix_with("MATERIALIZED"),
    )


def _matches(own: _Own, them: CTE) -> Subquery:
    """Return (member_id, kind, code, weight) of every language and hobby that speaks for the viewer and `them`.

    OFFSET 0 keeps their languages and hobbies a look-up for each of `them`; else all who share one are read and hashed.
    """
    language = select(MemberLanguage.language, MemberLanguage.kind, MemberLanguage.level)
    theirs = language.where(MemberLanguage.member_id == them.c.member_id).offset(0).correlate(them).lateral()
    they_speak = and_(theirs.c.kind == LanguageKind.SPEAKS, own.languages.c.kind == LanguageKind.LEARNS)
    they_learn = and_(theirs.c.kind == LanguageKind.LEARNS, own.languages.c.kind == LanguageKind.SPEAKS)
    exchanges = (
        select(
            them.c.member_id,
            case((they_speak, SPEAKS), else_=LEARNS).label("kind"),
            theirs.c.language.label("code"),
            case((they_speak, _weight(theirs.c.level)), else_=_weight(own.languages.c.level)).label("weight"),
        )
        .join(theirs, true())
        .join(own.languages, own.languages.c.language == theirs.c.language)
        .where(or_(they_speak, they_learn))
    )
    hobby = select(MemberHobby.hobby).where(MemberHobby.member_id == them.c.member_id)
    liked = hobby.offset(0).correlate(them).lateral()
    pastimes = (
        select(them.c.member_id, literal(HOBBY), liked.c.hobby, literal(1.0))
        .join(liked, true())
        .join(own.hobbies, own.hobbies.c.hobby == liked.c.hobby)
    )
    return union_all(exchanges, pastimes).subquery()


def _campus_of(viewer: UUID) -> ScalarSelect[Any]:
    own = aliased(Member)
    return select(own.campus_id).where(own.id == viewer).scalar_subquery()


def shared(viewer: UUID, member_ids: Collection[UUID]) -> AnySelect:
    """Select (member_id, kind, code) of what speaks for the viewer and each of the members, the most telling first.

    The campus comes last, whatever it weighs: most of those who are recommended share it.
    """
    them = select(Member.id.label("member_id"), Member.campus_id).where(Member.id.in_(member_ids), Member.id != viewer)
    others = them.cte("others")
    found = _matches(_own(viewer), others)
    points = case({HOBBY: HOBBY_POINTS}, value=found.c.kind, else_=LANGUAGE_POINTS) * found.c.weight
    campus = select(others.c.member_id, literal(CAMPUS), literal(None), literal(CAMPUS_POINTS)).where(
        others.c.campus_id == _campus_of(viewer)
    )
    reasons = union_all(
        select(found.c.member_id, found.c.kind, found.c.code, points.label("points")), campus
    ).subquery()
    return select(reasons.c.member_id, reasons.c.kind, reasons.c.code).order_by(
        reasons.c.kind == CAMPUS, reasons.c.points.desc(), reasons.c.kind.desc(), reasons.c.code
    )


def _newest_partners(own: CTE, *, mine: LanguageKind, theirs: LanguageKind) -> Select[UUID]:
    other = aliased(MemberLanguage)
    partners = (
        select(other.member_id)
        .where(other.language == own.c.language, other.kind == theirs)
        .order_by(other.member_id.desc())
        .limit(PARTNERS_CONSIDERED)
        .correlate(own)
        .lateral()
    )
    return select(partners.c.member_id).select_from(own).join(partners, true()).where(own.c.kind == mine)


def _newest_hobbyists(own: CTE) -> Select[UUID]:
    other = aliased(MemberHobby)
    hobbyists = (
        select(other.member_id)
        .where(other.hobby == own.c.hobby)
        .order_by(other.member_id.desc())
        .limit(HOBBYISTS_CONSIDERED)
        .correlate(own)
        .lateral()
    )
    return select(hobbyists.c.member_id).select_from(own).join(hobbyists, true())


def _newest_on_campus(viewer: UUID) -> Subquery:
    on_campus = select(Member.id).where(Member.campus_id == _campus_of(viewer), Member.onboarded_at.is_not(None))
    return on_campus.order_by(Member.onboarded_at.desc()).limit(CAMPUS_CONSIDERED).subquery()


def _candidates(viewer: UUID, own: _Own) -> CTE:
    recent = (
        select(Member.id)
        .where(Member.status == literal(MemberStatus.ACTIVE, literal_execute=True))  # as the partial index says it
        .order_by(Member.active_at.desc(), Member.id.desc())
        .limit(RECENT_CONSIDERED)
        .subquery()
    )
    found = union(
        _newest_partners(own.languages, mine=LanguageKind.LEARNS, theirs=LanguageKind.SPEAKS),
        _newest_partners(own.languages, mine=LanguageKind.SPEAKS, theirs=LanguageKind.LEARNS),
        _newest_hobbyists(own.hobbies),
        select(_newest_on_campus(viewer).c.id),
        select(recent.c.id),
    )
    return found.cte("candidates").prefix_with("MATERIALIZED")


def _recency() -> ColumnElement[float]:
    age = func.extract("epoch", func.now() - Member.active_at)
    return func.power(0.5, func.greatest(cast(age, Float), 0.0) / RECENCY_HALF_LIFE_SECONDS)


def _strangers(viewer: UUID) -> list[ColumnElement[bool]]:
    asked_them = select(1).where(Connection.requester_id == viewer, Connection.addressee_id == Member.id)
    asked_me = select(1).where(Connection.addressee_id == viewer, Connection.requester_id == Member.id)
    return [~exists(asked_them), ~exists(asked_me)]


def recommended(viewer: UUID, *, limit: int) -> AnySelect:
    """Select the ids of the members with the most points: visible to the viewer, verified, and not yet connected.

    Every candidate who may be shown has one row of kind `_SHOWN`, and one for each match. They are summed up in one
    pass: a join of two sets whose sizes the planner can only guess may take minutes.
    """
    own = _own(viewer)
    candidates = _candidates(viewer, own)
    campus = case((Member.campus_id == _campus_of(viewer), CAMPUS_POINTS), else_=0.0)
    shown = (
        select(Member.id, literal(_SHOWN), campus + RECENCY_POINTS * _recency())
        .join(candidates, candidates.c.member_id == Member.id)
        .where(visible(viewer), Member.id != viewer, Member.student_verified_at.is_not(None), *_strangers(viewer))
    )
    found = _matches(own, candidates)
    rows = union_all(select(found.c.member_id, found.c.kind, found.c.weight), shown).subquery()

    def of(aggregate: Function[float], kind: str) -> ColumnElement[float]:
        return func.coalesce(aggregate.filter(rows.c.kind == kind), 0.0)

    speaks, learns = of(func.max(rows.c.weight), SPEAKS), of(func.max(rows.c.weight), LEARNS)
    points = (
        LANGUAGE_POINTS * (speaks + learns)
        + MUTUAL_POINTS * func.least(speaks, learns)
        + HOBBY_POINTS * of(func.sum(rows.c.weight), HOBBY)
        + of(func.sum(rows.c.weight), _SHOWN)
    )
    return (
        select(rows.c.member_id)
        .group_by(rows.c.member_id)
        .having(func.bool_or(rows.c.kind == _SHOWN))
        .order_by(points.desc(), rows.c.member_id.desc())
        .limit(limit)
    )
