"""Rules of being a verified student: an address of a campus vouches for the one who confirmed it last.

Students keep their verification when they move to a private address, since a university's ends when they leave. But one
mailbox makes one student: when somebody confirms the address that such a member left, theirs is the verification.
"""

from uuid import UUID

from dife.accounts import jobs, repository
from dife.campus import service as campus
from dife.context import Context
from dife.queue import defer


async def take_address(context: Context, member_id: UUID, email: str) -> None:
    """Let an address that was just confirmed vouch for this member, and for nobody else any more."""
    if campus.campus_of_address(email) is None:
        return
    former = await repository.take_student_address(context.session, member_id, email=email)
    await repository.unverify_students(context.session, former)
    for other in former:
        await defer(context.session, jobs.mail_security_notice, member_id=str(other), kind="verification_ended")


async def move(context: Context, member_id: UUID, *, left: str, email: str) -> None:
    """Do what a change of the address means for the verification."""
    university = campus.campus_of_address(email)
    if university is not None:
        now = context.clock.now()
        await repository.verify_student(context.session, member_id, campus_id=university.id, now=now)
        await take_address(context, member_id, email)
    elif campus.campus_of_address(left) is not None:
        await repository.keep_student_address(context.session, member_id, email=left)
