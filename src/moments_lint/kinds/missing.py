"""`kind: missing`: something a reader would look for and does not find."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint import schema
from moments_lint.finding import Edit, Hit
from moments_lint.fold import fold
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.post import Post, newline_of
from moments_lint.schema import Field
from moments_lint.view import View
from moments_lint.wording import Text

FACTS = ("signature", "house_signature", "location", "known_goods", "images")


def fields(names: Names) -> dict[str, Field]:
    """The options: what is `wanted` (a fact or cue lists), in posts of at least `characters` that hold all `needs`.

    `fix: append` offers to put the settings' signature on a last line of its own, unless the post ends with another one.
    """
    return {
        "fact": schema.choice(*FACTS),
        "cues": schema.listing(schema.choice(*names.cues)),
        "characters": schema.whole(0, 2000).otherwise(0),
        "needs": schema.listing(schema.choice(*names.cues)),
        "fix": schema.choice("append"),
    }


def wrong(options: Options) -> Text | None:
    """Say what is wrong with the options together."""
    if options["fix"] and options["fact"] != "house_signature":
        return Text("fix: append 只能配 fact: house_signature", "fix: append goes with fact: house_signature only")
    return None


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check."""
    needs, cues, fact, characters = options["needs"], options["cues"], options["fact"], options["characters"]

    def run(view: View) -> Iterable[Hit]:
        if len(view.text) < characters or (fact and _known(view, fact)) or len(view.text.strip()) < characters:
            return ()
        if not all(map(view.cues, needs)) or any(map(view.cues, cues)):
            return ()
        signature = house_signature(view.expectation.signature, view.post)
        return (Hit(-1, -1, values={"signature": signature}, fix=_appended(view, signature) if options["fix"] else ()),)

    return Check(run)


def _appended(view: View, signature: str) -> tuple[Edit, ...]:
    """Return the edit that signs the post; none where its last line is signed in another form, its author's choice."""
    text = view.post.text
    end = len(text.rstrip())
    last_line = fold(text[:end].splitlines()[-1] if end else "").text
    signed = "signature" in view.lexicon.cues and any(
        view.text[first:last] in last_line for first, last in view.cues("signature")
    )
    return () if signed else (Edit(end, end, newline_of(text) + signature),)


def _known(view: View, fact: str) -> bool:
    post = view.post
    if fact == "house_signature":
        wanted = house_signature(view.expectation.signature, post)
        return not wanted or view.text.rstrip().endswith(fold(wanted).text)
    if fact == "signature":
        return bool(house_signature(view.expectation.signature, post)) or bool(view.cues("signature"))
    if fact == "known_goods":
        return bool(view.goods)
    return bool(getattr(post, fact))


def house_signature(form: str, post: Post) -> str:
    """Return the signature the settings ask of this post; empty when they name none or the author is unknown."""
    if "{author}" in form and not post.author:
        return ""
    return form.replace("{author}", post.author)


def triggers(options: Options) -> Triggers:
    """The first of the needed lists sets the rule going; without any it runs on every post."""
    needs = options["needs"]
    return Triggers(lists=tuple(needs[:1]), always=not needs, needs=tuple(needs), least=len(needs))


KIND = Kind("missing", fields, compile, triggers, values=frozenset({"signature"}), wrong=wrong)
