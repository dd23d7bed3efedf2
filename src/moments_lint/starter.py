"""What `init` lays down, as texts: settings, an example draft, an example profile, a git hook. Writing is `cli.init`'s work."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from moments_lint.post import GOODS
from moments_lint.wording import Text

EXAMPLE_AUTHOR = "小林"

_SETTINGS = Text(
    """\
# moments-lint 的设置，每一项都可以删掉；改完用 moments-lint config 看一眼
drafts: [drafts]                 # 草稿放这里，别处的 .md 和 .txt 不看
author: @AUTHOR@                 # 你的名字；草稿里没写 author 就用它
signature: "——{author}分享"       # 较长的文案末尾要有的署名；不署名就删掉这一行
timezone: Asia/Shanghai          # 按哪里的时间算一天
# goods: food                    # 卖什么：@GOODS@
# fail_on: error                 # 到哪一级算不通过，默认 warning
# ignore: [layout/emoji-wall]    # 不想看的规则
# baseline: baseline.json        # 旧问题记在这里，只看新的；check --update-baseline 建
""",
    """\
# The settings of moments-lint; any line may go. Afterwards look with `moments-lint config`
drafts: [drafts]                 # where drafts are; .md and .txt files elsewhere are left alone
author: @AUTHOR@                 # your name, for drafts that do not say
signature: "——{author}分享"       # what longer posts should end with; delete the line for none
timezone: Asia/Shanghai          # whose days are counted
# goods: food                    # @GOODS@
# fail_on: error                 # the least severity that fails; default warning
# ignore: [layout/emoji-wall]    # rules you do not want
# baseline: baseline.json        # old problems that do not count; check --update-baseline makes it
""",
)

_DRAFT = Text(
    """\
---
# 两条横线之间的不会发出去，整段不写也行
images: 3
---
""",
    """\
---
# What stands between these lines is never posted; it may all be left out
images: 3
---
""",
)

_POST = """\
今早五点半开门，先烧水。
昨天张姐说上次那泡红茶有点涩，我拿同一罐试了三遍：水滚了直接冲就涩，放两分钟再冲，涩味就下去了。
红茶不用滚水，手边没有温度计，开盖等两分钟就行。
——@AUTHOR@分享
"""

_PROFILE = Text(
    """\
# 个人资料，用 moments-lint profile profile.yaml 检查；不知道的就空着
nickname: @NICKNAME@       # 昵称：真名、常用名，或品牌名加名字
wechat_id: linjia-cha            # 微信号：短，念得出来
brand: 林家茶铺 linjia           # 品牌，几种写法用空格隔开
sells: 红茶 绿茶                 # 卖什么、做什么
goods: food                      # 品类：@GOODS@
signature: 在山里种茶、炒茶，第十一年
cover: 自家茶园，清早有雾        # 朋友圈封面上是什么
avatar: 我在铺子里泡茶，正脸     # 头像上是什么
avatar_real_face: true           # 是本人
avatar_clear: true               # 不点开也看得清
avatar_unchanged: true           # 不常换
avatar_same_everywhere: true     # 各平台一样
name_unchanged: true             # 名字不常换
names_elsewhere:                 # 别的平台上的名字，例如 [林家茶铺小林]
friend_verification: true        # 加好友要验证
number_bound: true               # 绑了手机号
number_owner: self               # 号在谁名下：self 自己，company 公司，employee 员工
""",
    """\
# Your profile; check it with `moments-lint profile profile.yaml`. Leave blank what you do not know
nickname: @NICKNAME@       # your name, or brand and name
wechat_id: linjia-cha            # short, and easy to say
brand: 林家茶铺 linjia           # the brand, several spellings parted by spaces
sells: 红茶 绿茶                 # what you sell or do
goods: food                      # @GOODS@
signature: 在山里种茶、炒茶，第十一年
cover: 自家茶园，清早有雾        # what the cover picture shows
avatar: 我在铺子里泡茶，正脸     # what the avatar shows
avatar_real_face: true           # it is you
avatar_clear: true               # one can tell without opening it
avatar_unchanged: true           # it seldom changes
avatar_same_everywhere: true     # the same on other platforms
name_unchanged: true             # the nickname seldom changes
names_elsewhere:                 # names on other platforms, e.g. [林家茶铺小林]
friend_verification: true        # adding you needs your consent
number_bound: true               # a telephone number is bound
number_owner: self               # whose number it is: self, company or employee
""",
)

_HOOK = """\
#!/bin/sh
# @HEAD@
folder=@FOLDER@
python=@PYTHON@

top=$(git rev-parse --show-toplevel) && cd "$top" || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/moments-lint.XXXXXX") || exit 1
trap 'rm -rf "$work"' 0
trap 'exit 1' 1 2 15

git diff --cached --name-only --no-renames --diff-filter=AM -z -- @DRAFTS@ >"$work/names" || exit 1
[ -s "$work/names" ] || exit 0

# What is staged is checked, not what lies in the folder.
git ls-files -z -- @NEEDED@ | git checkout-index -q -z --stdin --prefix="$work/staged/" || exit 1

if [ -x "$python" ]; then
  set -- "$python" -P -m moments_lint
elif command -v moments-lint >/dev/null 2>&1; then
  set -- moments-lint
else
  echo @GONE@ >&2
  exit 1
fi
set -- "$@" check --lang @LANG@
if [ ! -f "$work/staged/$folder/.moments-lint.yaml" ] && [ -f "$top/$folder/.moments-lint.yaml" ]; then
  set -- "$@" --config "$top/$folder/.moments-lint.yaml"
fi
cd "$work/staged" && xargs -0 "$@" -- <"$work/names" && exit 0
echo @FAILED@ >&2
exit 1
"""

_HEAD = Text(
    "moments-lint：提交前检查暂存的草稿（drafts 或 草稿 目录里的 .md、.txt）。不要了就删掉这个文件。",
    "moments-lint: checks the staged drafts (.md and .txt in a folder drafts or 草稿). Delete this file to be rid of it.",
)
_GONE = Text(
    "找不到 moments-lint，草稿没有检查。装好再提交，或者删掉这个钩子",
    "moments-lint is not found, so the drafts were not checked. Install it, or delete this hook",
)
_FAILED = Text(
    "草稿没通过，没有提交。改好再来；这次就要提交：git commit --no-verify",
    "Not committed: see the drafts above. To commit all the same: git commit --no-verify",
)

DRAFTS = ("*.[mM][dD]", "*.[tT][xX][tT]")
NEEDED = (*DRAFTS, "*.yaml", "*.yml", "*.json")
"""Files a check may read: drafts, settings, rules, a model, and what the settings name."""


def files(lang: str, author: str, at: datetime | None) -> dict[str, str]:
    """Return path below the new folder → text. The example draft is dated by its name when `at` is given."""
    day = f"{at:%Y-%m-%d-%H%M}-" if at is not None else ""
    draft = f"drafts/{day}{Text('示例', 'example').to(lang)}.md"
    parts = {"AUTHOR": _scalar(author), "NICKNAME": _scalar(f"林家茶铺{author}"), "GOODS": " ".join(GOODS)}
    return {
        ".moments-lint.yaml": _filled(_SETTINGS.to(lang), parts),
        draft: _DRAFT.to(lang) + _filled(_POST, {"AUTHOR": author}),
        "profile.yaml": _filled(_PROFILE.to(lang), parts),
    }


def _scalar(text: str) -> str:
    """Return `text` as a value of YAML."""
    return json.dumps(text, ensure_ascii=False)


def _filled(template: str, parts: Mapping[str, str]) -> str:
    return re.sub("@([A-Z]+)@", lambda found: parts[found[1]], template)


def hook(lang: str, folder: str, python: str) -> str:
    """Return a pre-commit hook for drafts below `folder` (relative to the repository's top, slashes) run by `python`."""
    below = "" if folder == "." else re.sub(r"([\\*?\[])", r"\\\1", folder) + "/"
    drafts = [f":(top,glob){below}**/{name}/**/{ending}" for name in ("drafts", "草稿") for ending in DRAFTS]
    parts = {
        "HEAD": _HEAD.to(lang),
        "FOLDER": _quoted(folder),
        "PYTHON": _quoted(python),
        "DRAFTS": " ".join(map(_quoted, drafts)),
        "NEEDED": " ".join(_quoted(f":(top,glob){below}**/{ending}") for ending in NEEDED),
        "GONE": _quoted(_GONE.to(lang)),
        "FAILED": _quoted(_FAILED.to(lang)),
        "LANG": lang,
    }
    return _filled(_HOOK, parts)


def is_hook(content: str, folder: str) -> bool:
    """Say whether a file is a hook of ours for drafts below `folder`, in whatever language."""
    return content.startswith("#!/bin/sh\n# moments-lint") and f"\nfolder={_quoted(folder)}\n" in content


def _quoted(text: str) -> str:
    """Return `text` as one word of a shell."""
    return "'" + text.replace("'", "'\\''") + "'"
