"""`/dev/mailbox`: the mails that `dife up` caught. Mounted only when a mailbox folder is set."""

import asyncio
from html import escape
from pathlib import Path

from litestar import MediaType, Router, get
from litestar.params import FromQuery
from litestar.response import Response

from dife.http.guards import public
from dife.local.mail import Mail, read_mails

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dife mailbox</title></head>
<body>
<main>
<h1>Mailbox</h1>
<p>Mails that Dife sent on this machine, newest first.</p>
<form method="get"><label>To <input type="email" name="to" value="{to}"></label> <button>Show</button></form>
{mails}
</main>
</body>
</html>
"""
_MAIL = "<article><h2>{subject}</h2><p>To {to}, <time>{sent_at}</time></p><pre>{text}</pre></article>"


def mailbox_router(folder: Path) -> Router:
    """The two routes over the mails in `folder`."""

    @get("/mailbox", operation_id="show_mailbox", guards=[public], media_type=MediaType.HTML, include_in_schema=False)
    async def show_mailbox(to: FromQuery[str | None] = None) -> Response[str]:
        mails = await asyncio.to_thread(read_mails, folder, to=to)
        return Response(_render(mails, to or ""), headers={"Cache-Control": "no-store"})

    @get("/mailbox.json", operation_id="list_mails", guards=[public], include_in_schema=False)
    async def list_mails(to: FromQuery[str | None] = None) -> Response[list[Mail]]:
        mails = await asyncio.to_thread(read_mails, folder, to=to)
        return Response(mails, headers={"Cache-Control": "no-store"})

    return Router(path="/dev", route_handlers=[show_mailbox, list_mails])


def _render(mails: list[Mail], to: str) -> str:
    shown = [
        _MAIL.format(
            subject=escape(mail.subject),
            to=escape(", ".join(mail.to)),
            sent_at=escape(mail.sent_at),
            text=escape(mail.text),
        )
        for mail in mails
    ]
    return _PAGE.format(to=escape(to), mails="\n".join(shown) or "<p>No mail yet.</p>")
