"""`completion`: the script by which a shell completes commands, options, rules and paths."""

from __future__ import annotations

import click

from moments_lint.cli.options import examples, say, show

SHELLS = ("bash", "zsh", "fish")

VARIABLE = "_MOMENTS_LINT_COMPLETE"
"""The variable in which the script says what it wants of the command; click derives it from the command's name."""


@click.command(
    short_help=say("打印命令补全脚本，按 Tab 补命令、选项、规则名和路径。", "Print the script for completion by Tab."),
    help=say(
        "打印命令补全脚本：按 Tab 补命令、选项、规则名和路径。bash 加进 ~/.bashrc（要 4.4 以上，macOS 自带的太旧，用 zsh），"
        "zsh 加进 ~/.zshrc，fish 存成 ~/.config/fish/completions/moments-lint.fish。",
        "Print the script for completion by Tab: commands, options, rules and paths. Add it to ~/.bashrc (bash 4.4 or later; "
        "macOS brings an older one, use zsh) or ~/.zshrc; for fish, save it as ~/.config/fish/completions/moments-lint.fish.",
    ),
    epilog=examples(
        ("completion bash", '加一行：eval "$(moments-lint completion bash)"', 'add: eval "$(moments-lint completion bash)"'),
        ("completion zsh", '加一行：eval "$(moments-lint completion zsh)"', 'add: eval "$(moments-lint completion zsh)"'),
        ("completion fish", "存进 completions 目录", "save it in the folder of completions"),
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Run `completion`."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    root = click.get_current_context().find_root()
    maker = found(root.command, {}, "moments-lint", VARIABLE)
    show(maker.source_template % maker.source_vars())  # `source` would start a bash to look at its version


COMMANDS = {"completion": completion}
"""Command → what it does."""
