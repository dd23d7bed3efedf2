"""HTML that stands alone: escaping by construction, the style all pages share, and the page around a body.

A page has no script, loads nothing, and its content security policy allows its own style sheet alone, so `style=` attributes do
nothing. Text of a user enters only as `str` children and attributes of `element`, which escapes them.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from moments_lint.wording import visible

_LINE_END = re.compile(r"\r\n|\r|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Html(NamedTuple):
    """Finished markup; everything else is text and is escaped."""

    source: str


def escape(text: str) -> str:
    """Return text as markup that shows it: control, bidi and invisible characters as a dot, every line end as LF."""
    lines = _LINE_END.split(_SURROGATE.sub("\ufffd", text))
    return "\n".join(html.escape(visible(line), quote=True) for line in lines)


def element(name: str, *children: str | Html, **attributes: str) -> Html:
    """Return an element; a trailing underscore is taken off an attribute's name (`class_`), inner ones become hyphens."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{written}>{join(children).source}</{name}>")


def join(parts: Iterable[str | Html], between: str = "") -> Html:
    """Return parts one after another, text escaped."""
    return Html(between.join(escape(part) if isinstance(part, str) else part.source for part in parts))


def table(heads: Iterable[str | Html], rows: Iterable[Iterable[str | Html]], **attributes: str) -> Html:
    """Return a table in a box that scrolls by itself on a narrow screen."""
    head = element("thead", element("tr", *(element("th", cell, scope="col") for cell in heads)))
    body = element("tbody", *(element("tr", *(element("td", cell) for cell in row)) for row in rows))
    return element("div", element("table", head, body, **attributes), class_="scroll")


def shell(title: str, body: Iterable[Html], lang: str, style: str = "") -> str:
    """Return a whole document; `style` is the page's own CSS, added to the shared one."""
    css = STYLE + style
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{"en" if lang == "en" else "zh-Hans"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{css}</style>\n</head>\n<body>\n"
        f"<main>\n{join(body, chr(10)).source}\n</main>\n</body>\n</html>\n"
    )


STYLE = """
:root{color-scheme:light dark;--page:#f4f4f2;--card:#fff;--text:#1d1d1f;--soft:#6a6a70;--line:#e2e2df;--link:#3b5a86;
--error:#c0262d;--warning:#a05a00;--hint:#2a64b8;--good:#1d7a3c;
--error-soft:#fde4e4;--warning-soft:#fdeecb;--hint-soft:#e0ecfb;--good-soft:#dff3e4}
@media screen and (prefers-color-scheme:dark){:root{--page:#161618;--card:#212124;--text:#ececee;--soft:#a2a2aa;--line:#38383d;
--link:#9db8de;
--error:#ff8a88;--warning:#f0b452;--hint:#8cb8f5;--good:#7fd39a;
--error-soft:#4d2022;--warning-soft:#48350f;--hint-soft:#1f3450;--good-soft:#1c3d27}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);
font:16px/1.6 system-ui,-apple-system,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;line-height:1.3;margin:.5rem 0}
h2{font-size:1.1rem;line-height:1.35;margin:0 0 .6rem}
h3{font-size:.95rem;margin:1.2rem 0 .4rem;color:var(--soft);font-weight:600}
h1,h2,h3,p,li,td{overflow-wrap:anywhere}
p{margin:.3rem 0}
a{color:var(--link)}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft);overflow-wrap:anywhere}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem;margin:1rem 0}
.problem{border-left:4px solid var(--error)}
.soft{color:var(--soft);font-size:.875rem}
.badge{display:inline-block;padding:0 .55em;border-radius:1em;font-size:.8rem;font-weight:600;white-space:nowrap}
.error{color:var(--error);background:var(--error-soft)}
.warning{color:var(--warning);background:var(--warning-soft)}
.hint{color:var(--hint);background:var(--hint-soft)}
.good{color:var(--good);background:var(--good-soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
@media(max-width:30rem){main{padding:.6rem}.card{padding:.8rem}}
@media print{:root{color-scheme:light}body{background:#fff}main{max-width:none;padding:0}
.card{break-inside:avoid;border-color:#bbb}a{color:inherit;text-decoration:none}}
"""
