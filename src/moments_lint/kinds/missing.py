"""`kind: missing`: something a reader would look for and does not find."""

from __future__ import annotations

from collections.abc import Iterator

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.fold import fold
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.post import Post
from moments_lint.schema import Field
from moments_lint.view import View

FACTS = ("signature", "house_signature", "location", "known_goods", "images")


def fields(names: Names) -> dict[str, Field]:
    """The options: what is `wanted` (a fact or cue lists), in posts of at least `characters` that hold all `needs`."""
    return {
        "fact": schema.choice(*FACTS),
        "cues": schema.listing(schema.choice(*names.cues)),
        "characters": schema.whole(0, 2000).otherwise(0),
        "needs": schema.listing(schema.choice(*names.cues)),
    }


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check."""
    needs, cues, fact = options["needs"], options["cues"], options["fact"]

    def run(view: View) -> Iterator[Hit]:
        if len(view.text.strip()) < options["characters"] or not all(view.cues(name) for name in needs):
            return
        if any(view.cues(name) for name in cues) or (fact and _known(view, fact)):
            return
        yield Hit(-1, -1, values={"signature": house_signature(view.expectation.signature, view.post)})

    return Check(run)


def _known(view: View, fact: str) -> bool:
    post = view.post
    if fact == "house_signature":
        wanted = house_signature(view.expectation.signature, post)
        return not wanted or view.text.rstrip().endswith(fold(wanted).text)
    if fact == "signature":
        return bool(view.expectation.signature) or bool(view.cues("signature"))
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


KIND = Kind("missing", fields, compile, triggers, values=frozenset({"signature"}))
