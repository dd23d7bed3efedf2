"""Which files to check: paths as named, folders recursively, .gitignore and the settings' drafts folders respected."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from moments_lint.errors import MomentsLintError, ReadingError, SettingsError, too_large, unreadable
from moments_lint.opening import read_bytes, walk
from moments_lint.settings import Settings
from moments_lint.wording import Text

MAX_GITIGNORE_BYTES = 30_000
"""Largest .gitignore that is read."""

SUFFIXES = (".md", ".txt")


class Discovery(NamedTuple):
    """The files to check, in order; `folder_files` are those that belong to a feed; `skipped` counts what was passed over."""

    files: tuple[str, ...]
    folder_files: frozenset[str]
    skipped: int
    errors: tuple[MomentsLintError, ...]


def discover(paths: Sequence[str], chosen: Settings) -> Discovery:
    """Return the drafts under `paths`: files as named, folders recursively. A path that does not exist is an error."""
    files: dict[str, str] = {}
    in_folders: set[str] = set()
    skipped = 0
    errors: list[MomentsLintError] = []
    for path in paths:
        if os.path.isdir(path):
            found, passed_over = _walk(path, _drafts_folders(chosen), errors)
            in_folders.update(files.setdefault(os.path.abspath(file), file) for file in found)
            skipped += passed_over
        elif os.path.exists(path):
            files.setdefault(os.path.abspath(path), path)
        else:
            errors.append(missing(path))
    return Discovery(tuple(files.values()), frozenset(in_folders), skipped, tuple(errors))


def require(path: str) -> None:
    """Raise what there is to say of a path that leads nowhere."""
    if not os.path.exists(path):
        raise missing(path)


def missing(path: str) -> ReadingError:
    """Return what to say of a path that leads nowhere, or where the system lets nobody look."""
    from difflib import get_close_matches

    try:
        os.stat(path)
    except PermissionError as error:
        return unreadable(ReadingError, error, path)
    except (OSError, ValueError):
        pass
    if os.path.islink(path):
        return ReadingError(
            Text("符号链接断了或绕成了圈", "a broken or circular symbolic link"),
            path=path,
            mend=Text("改好或删掉这个链接", "mend or remove the link"),
        )
    folder = os.path.dirname(path) or "."
    try:
        names = sorted(os.listdir(folder))
    except (OSError, ValueError):
        names = []
    close = get_close_matches(os.path.basename(path), names, 1, 0.6)
    mend = Text(f"是不是想写 {close[0]}？", f"did you mean {close[0]}?") if close else Text("请检查路径", "check the path")
    return ReadingError(Text("没有这个文件或目录", "no such file or folder"), path=path, mend=mend)


def _drafts_folders(chosen: Settings) -> list[str]:
    base = os.path.dirname(chosen.path)
    folders = [os.path.realpath(os.path.join(base, folder)) for folder in chosen.drafts]
    for named, folder in zip(chosen.drafts, folders, strict=True):
        if not os.path.isdir(folder):
            what = Text(f"drafts 里的「{named}」不是目录", f"“{named}” under drafts is no folder")
            mend = Text("改成设置文件旁边的目录名", "name a folder, relative to the settings file")
            raise SettingsError(what, path=chosen.path, mend=mend)
    return folders


def _walk(root: str, drafts: list[str], errors: list[MomentsLintError]) -> tuple[list[str], int]:
    """Return the drafts below `root` and how many files were passed over: hidden, ignored by git, other kinds, links to folders.

    Folders that cannot be looked into are entered in `errors`.
    """
    import pathspec

    found: list[str] = []
    skipped = 0
    ignores = _ignores_above(os.path.abspath(root), pathspec)
    for folder, folders, names in walk(root, ReadingError, errors):
        place = os.path.abspath(folder)
        own = _gitignore(folder, pathspec)
        if own is not None:
            ignores[place] = own
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _ignored(place, f + "/", ignores))
        skipped += sum(os.path.islink(os.path.join(folder, f)) for f in folders)  # `walk` does not follow them
        wanted = not drafts or any(_lies_in(os.path.realpath(folder), draft) for draft in drafts)
        for name in sorted(names):
            usable = wanted and not name.startswith(".") and name.lower().endswith(SUFFIXES)
            if usable and not _ignored(place, name, ignores):
                path = os.path.join(folder, name)
                if os.path.isfile(path) or not os.path.exists(path):  # a broken link is told, a pipe or device passed over
                    found.append(path[2:] if path.startswith("." + os.sep) else path)
                    continue
            skipped += 1
    return found, skipped


def _lies_in(folder: str, parent: str) -> bool:
    return folder == parent or folder.startswith(parent + os.sep)


def _ignores_above(root: str, pathspec: Any) -> dict[str, Any]:
    """Return what the folders above `root` say, up to the top of its repository; nothing if `root`, though named, is ignored."""
    above = [root]
    while not os.path.exists(os.path.join(above[-1], ".git")):
        parent = os.path.dirname(above[-1])
        if parent == above[-1]:
            return {}
        above.append(parent)
    specs = {folder: _gitignore(folder, pathspec) for folder in reversed(above[1:])}
    ignores = {folder: spec for folder, spec in specs.items() if spec is not None}
    return {} if _ignored(os.path.dirname(root), os.path.basename(root) + "/", ignores) else ignores


def _gitignore(folder: str, pathspec: Any) -> Any:
    file = os.path.join(folder, ".gitignore")
    if not os.path.isfile(file):
        return None
    data = read_bytes(file, MAX_GITIGNORE_BYTES, ReadingError)
    if len(data) > MAX_GITIGNORE_BYTES:
        raise too_large(ReadingError, MAX_GITIGNORE_BYTES, file)
    try:
        return pathspec.GitIgnoreSpec.from_lines(data.decode("utf-8", "replace").splitlines(), backend="re2")
    except Exception as error:  # re2.error is no subclass of anything narrower
        what = Text(f"读不懂（{error}）", f"cannot be understood ({error})")
        raise ReadingError(what, path=file, mend=Text("改掉或删掉那一行", "mend or drop that line")) from None


def _ignored(folder: str, name: str, ignores: dict[str, Any]) -> bool:
    """Say whether git passes over a file, or a folder named with a slash; the nearest .gitignore that speaks of it decides."""
    ignored = False
    for base, spec in ignores.items():
        if _lies_in(folder, base):
            relative = os.path.relpath(os.path.join(folder, name), base).replace(os.sep, "/")
            said = spec.check_file(relative + ("/" if name.endswith("/") else "")).include
            ignored = ignored if said is None else said
    return ignored
