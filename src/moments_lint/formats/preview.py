"""What friends see of a post in Moments before they tap: where the text folds, the picture grid, the place.

WeChat publishes none of this. The lines and widths are reports of users and of one reporter's test (six lines, about a hundred
characters, are shown whole; longer text that was pasted has been seen as a single line), so the preview says it is an estimate.
"""

from __future__ import annotations

from typing import NamedTuple

from moments_lint.formats.page import Html, element
from moments_lint.formats.text import width
from moments_lint.post import Post
from moments_lint.wording import Text

FOLD_LINES = 6
LINE_COLUMNS = 34
"""Terminal columns to a line: seventeen Chinese characters, so that six lines hold about a hundred."""

MAX_PICTURES = 9
SIGNATURE_CHARACTERS = 24
"""A longer last line is hardly a signature."""


class Fold(NamedTuple):
    """Offsets into the post's text: what a typed post shows, what a pasted one may be cut to. The text's length: no fold."""

    typed: int
    pasted: int


def fold_of(text: str) -> Fold:
    """Return where a post is likely to fold; white space at its end does not count."""
    length = len(text.rstrip())
    line, columns, first_line = 1, 0, 0
    for offset, character in enumerate(text[:length]):
        begins = offset
        if character == "\n" or (character == "\r" and text[offset + 1 : offset + 2] != "\n"):
            line, columns, begins = line + 1, 0, offset + 1
        elif character.isprintable():
            columns += width(character)
            if columns > LINE_COLUMNS:
                line, columns = line + 1, width(character)
        if line > 1 and not first_line:
            first_line = begins
        if line > FOLD_LINES:
            return Fold(begins, first_line)
    return Fold(length, length)


def signature(post: Post) -> str:
    """Return the last line if it reads like a signature: short, and begun with a dash or holding the author's name."""
    lines = post.text.rstrip().splitlines()
    last = lines[-1].strip() if len(lines) > 1 else ""
    if not last or len(last) > SIGNATURE_CHARACTERS:
        return ""
    return last if last[0] in "—–-─~～" or (post.author and post.author in last) else ""


def preview(post: Post, lang: str) -> Html:
    """Return the post as a card of the Moments page, and what to know about it."""
    fold = fold_of(post.text)
    folded = fold.typed < len(post.text.rstrip())
    author = post.author or Text("我", "Me").to(lang)
    text = [element("p", post.text[: fold.typed].strip("\r\n"), class_="typed")]
    if folded:
        text.append(element("span", Text("全文", "Full text").to(lang), class_="link"))
    footer = [element("span", post.location, class_="link place")] if post.location else []
    if post.at is not None:
        footer.append(element("span", post.at.strftime("%Y-%m-%d %H:%M"), class_="soft"))
    body = [element("span", author, class_="link name"), *text, *_pictures(post.images or 0), *footer]
    card = element("div", element("div", author[:1], class_="avatar", aria_hidden="true"), element("div", *body), class_="moment")
    return element("div", card, *_notes(post, fold, lang))


def _pictures(count: int) -> list[Html]:
    if not count:
        return []
    shown = min(count, MAX_PICTURES)
    cells = [element("div", str(number), class_="picture") for number in range(1, shown + 1)]
    shape = "one" if shown == 1 else "four" if shown == 4 else "many"
    return [element("div", *cells, class_=f"pictures {shape}")]


def _notes(post: Post, fold: Fold, lang: str) -> list[Html]:
    notes = []
    signed = signature(post)
    if fold.typed < len(post.text.rstrip()):
        hidden = len(post.text.rstrip()) - fold.typed
        notes.append(Text(f"后面大约 {hidden} 个字要点「全文」才看得到。", f"About {hidden} characters hide behind “Full text”."))
        if signed:
            notes.append(Text(f"署名「{signed}」也折在里面。", f"So does the signature “{signed}”."))
        pasted = post.text[: fold.pasted].strip()
        notes.append(
            Text(f"整段粘贴的，可能只露这一行：「{pasted}」", f"Pasted in one piece, it may show this line alone: “{pasted}”")
        )
    elif signed:
        notes.append(Text(f"署名：{signed}", f"Signature: {signed}"))
    if (post.images or 0) > MAX_PICTURES:
        notes.append(Text(f"一条最多 {MAX_PICTURES} 张图。", f"A post takes {MAX_PICTURES} pictures at most."))
    estimate = Text(
        "按六行、约一百字估的；微信没有公布，机型和字号不同会有出入。",
        "An estimate by six lines or about a hundred characters; WeChat publishes no rule, and phones differ.",
    )
    return [element("p", note.to(lang), class_="soft") for note in (*notes, estimate)]


def divider(lang: str) -> Html:
    """Return the mark that stands in a draft where it folds."""
    return element("span", Text("大约从这里折叠", "folds about here").to(lang), class_="fold")


STYLE = """
.moment{display:flex;gap:.7rem;max-width:22.6rem;font-size:.95rem;background:var(--page);border-radius:10px;padding:.9rem}
.moment>div:last-child{flex:1;min-width:0}
.avatar{width:2.6rem;height:2.6rem;border-radius:6px;background:var(--line);color:var(--soft);display:flex;align-items:center;
justify-content:center;flex:none;font-weight:600}
.link{color:var(--link)}
.name{display:block;font-weight:600}
.place{display:block;font-size:.85rem}
.typed{white-space:pre-wrap;margin:.1rem 0}
.pictures{display:grid;gap:4px;margin:.5rem 0;max-width:15rem;grid-template-columns:repeat(3,1fr)}
.pictures.four{grid-template-columns:repeat(2,1fr);max-width:10rem}
.pictures.one{grid-template-columns:1fr;max-width:9rem}
.picture{aspect-ratio:1;background:var(--line);color:var(--soft);display:flex;align-items:center;justify-content:center;
font-size:.8rem}
.fold{display:block;color:var(--soft);font-size:.75rem;border-top:1px dashed var(--soft);margin:.4rem 0;user-select:none}
"""
