"""What the checks see of a profile: each field as a text of its own, and the posts of its feed if there are any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from moments_lint import profile as fields
from moments_lint.finding import Hit
from moments_lint.post import Post, Profile
from moments_lint.view import View


class ProfileView:
    """A profile and its facts. `look` makes a post visible to checks; it gives the lexicon and what the settings expect."""

    def __init__(self, profile: Profile, look: Callable[[Post], View], posts: Sequence[View] = ()) -> None:
        self.profile = profile
        self.posts = posts
        self._look = look
        self._views: dict[str, View] = {}

    def known(self, field: str) -> bool:
        """Say whether a field is known."""
        return fields.known(self.profile, field)

    def view(self, field: str) -> View:
        """Return a field as a post of its own."""
        if field not in self._views:
            self._views[field] = self._look(Post(fields.value(self.profile, field), goods=self.profile.goods))
        return self._views[field]

    @cached_property
    def goods(self) -> str:
        """The category of goods that the profile names, else the one its words tell; empty when neither."""
        text = "\n".join(fields.value(self.profile, field) for field in ("sells", "brand", "nickname", "signature", "cover"))
        return self.view("nickname").declared_goods or self._look(Post(text)).inferred_goods

    @cached_property
    def goods_of_posts(self) -> Counter[str]:
        """Category of goods → number of the feed's posts that declare it or whose words tell it; others are left out."""
        return Counter(goods for goods in (view.post.goods or view.inferred_goods for view in self.posts) if goods)


class ProfileHit(NamedTuple):
    """A bare hit on a profile. The hit's places are those of the field's value; without a field it has none."""

    field: str
    hit: Hit


Run = Callable[[ProfileView], Iterator[ProfileHit]]
"""A rule for profiles, ready to run."""
