"""`rules`, `explain`, `why-not` and `test-rules`: the rules themselves."""

from __future__ import annotations

import click

from moments_lint import catalogue, reading, trace, verify
from moments_lint.cli import completing
from moments_lint.cli.gathering import read_stdin
from moments_lint.cli.options import (
    CLEAN,
    FOUND,
    examples,
    lang_option,
    load_settings,
    make_linter,
    require_yields,
    say,
    settings_options,
    show,
    whole_rule,
)
from moments_lint.errors import ReadingError, SettingsError
from moments_lint.formats import catalogue_page
from moments_lint.linter import Linter
from moments_lint.wording import Lang, Text

PAGES = {"text": catalogue_page.as_text, "json": catalogue_page.as_json, "markdown": catalogue_page.as_markdown}


@click.command(
    help=say("列出规则。", "List the rules."),
    epilog=examples(
        ("rules", "全部规则", "all rules"),
        ("rules --select absolute --output-format markdown", "一类规则，写成 Markdown", "one family, as Markdown"),
    ),
)
@settings_options
@click.option("--output-format", type=click.Choice(list(PAGES)), default="text", help=say("输出格式", "output format"))
def rules(
    config: str | None, isolated: bool, select: tuple[str, ...], ignore: tuple[str, ...], lang: Lang, output_format: str
) -> None:
    """Run `rules`."""
    linter = make_linter(load_settings(config, isolated, ["."]), lang, select, ignore)
    show(PAGES[output_format](linter.rules, lang))


@click.command(
    help=say("讲清一条规则：是什么、为什么、怎么改、例句、出处。", "Explain a rule: what, why, what instead, examples, sources."),
    epilog=examples(
        ("explain absolute/superlative", "讲清一条规则", "explain one rule"),
    ),
)
@click.argument("rule", shell_complete=completing.rules)
@click.option("--config", metavar="FILE", shell_complete=completing.files, help=say("用这个设置文件", "use this settings file"))
@lang_option
def explain(rule: str, config: str | None, lang: Lang) -> None:
    """Run `explain`."""
    show(catalogue_page.explain(whole_rule(rule, load_settings(config, False, ["."])), lang))


@click.command(
    help=say("为什么这条规则没有报。不给文字就读标准输入。", "Why a rule did not fire. Reads standard input without TEXT."),
    epilog=examples(
        ('why-not absolute/superlative "today is a good day"', "这句话为什么没报", "why these words were let pass"),
        ("why-not absolute/superlative", "文字从标准输入读", "the words from standard input"),
    ),
)
@click.argument("rule", shell_complete=completing.rules)
@click.argument("text", default="-")
@click.option("--config", metavar="FILE", shell_complete=completing.files, help=say("用这个设置文件", "use this settings file"))
@lang_option
def why_not(rule: str, text: str, config: str | None, lang: Lang) -> None:
    """Run `why-not`."""
    chosen = load_settings(config, False, ["."])
    linter = make_linter(chosen, lang)
    draft = reading.parse_draft(read_stdin() if text == "-" else text.encode("utf-8", "replace"), "-")
    for line in trace.why_not(linter, whole_rule(rule, chosen), draft.document.post):
        show(line.to(lang) + "\n")


@click.command(
    help=say("跑规则自带的例句；不给目录就跑自带的规则。", "Run the examples of rules, by default of the packaged ones."),
    epilog=examples(
        ("test-rules rules", "跑自己规则的例句", "the examples of your own rules"),
        ("test-rules rules --coverage", "看哪个词、哪个例外没有例句", "and which term or exception has none"),
    ),
)
@click.argument("path", required=False, shell_complete=completing.folders)
@click.option("--coverage", is_flag=True, help=say("每个词、每个例外都要有例句", "every term and exception must be exercised"))
@lang_option
def test_rules(path: str | None, coverage: bool, lang: Lang) -> int:
    """Run `test-rules`."""
    packaged = catalogue.read_root(catalogue.packaged_root())
    own = catalogue.read_root(path, packaged) if path else packaged
    both = catalogue.merged([packaged, own])
    require_yields(own.rules.values(), both.rules)
    linter = Linter(rules=both, lang=lang)
    results = [result for spec in own.rules.values() for result in verify.results(linter, spec)]
    gaps = verify.uncovered(linter, own.rules) if coverage else []
    show(catalogue_page.test_report(results, gaps, len(own.rules), coverage, lang))
    return CLEAN if own.rules and all(result.passed for result in results) and not gaps else FOUND


@click.command(
    help=say("一个词会误伤哪些词典里的词、哪些语料。", "What a term would catch by accident: dictionary words, corpus posts."),
    epilog=examples(
        ("traps vip", "这个词会误伤什么", "what this term would catch by accident"),
    ),
)
@click.argument("term")
@lang_option
def traps(term: str, lang: Lang) -> None:
    """Run `traps`."""
    if not term.strip():
        what = Text("要给一个词", "needs a term")
        raise SettingsError(what, path="TERM", mend=Text("例如 moments-lint traps vip", "e.g. moments-lint traps vip"))
    from moments_lint import traps as searching
    from moments_lint import words
    from moments_lint.classifier import corpus

    found = searching.traps(term, words.dictionary())
    try:
        rows = [(row.text, row.label) for table in corpus.read(corpus.corpus_files()) for row in table.rows]
    except ReadingError:
        rows = []
    show(catalogue_page.traps(found, list(searching.places(term, rows)), lang))


COMMANDS = {"traps": traps, "rules": rules, "explain": explain, "why-not": why_not, "test-rules": test_rules}
