"""`evaluate`: measure rules, corpus, model and score on labelled text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from moments_lint import catalogue, evaluation
from moments_lint.cli.completing import files, folders
from moments_lint.cli.options import CLEAN, MEND, complain, examples, lang_option, list_commands, say, show, training_extra
from moments_lint.errors import SettingsError
from moments_lint.evaluation import Judged
from moments_lint.formats import evaluation_page
from moments_lint.linter import Linter
from moments_lint.post import CATEGORIES
from moments_lint.rows import read_table
from moments_lint.wording import Lang, Text


@click.group(
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    help=say("衡量规则、语料、模型和分数。", "Measure rules, corpus, model and score."),
    epilog=examples(
        ("evaluate rules --reference rows.csv", "规则在这些文本上的表现", "how the rules do on these rows"),
    ),
)
@click.pass_context
def evaluate(context: click.Context) -> int:
    """Hold the measuring commands. Without one, say which there are."""
    return CLEAN if context.invoked_subcommand else list_commands(context)


@evaluate.command(
    "rules",
    help=say("规则在带标签的文本（JSONL/CSV）上的表现。", "How the rules do on labelled text (JSONL or CSV)."),
    epilog=examples(
        (
            "evaluate rules --reference rows.csv --rules rules --rows",
            "加上自己的规则，逐行列出",
            "with rules of your own, row by row",
        ),
    ),
)
@click.option(
    "--reference",
    multiple=True,
    required=True,
    metavar="FILE",
    shell_complete=files,
    help=say("列 text、label，可有 tags、spans", "columns text, label; tags and spans if there are"),
)
@click.option(
    "--rules",
    "root",
    metavar="DIR",
    shell_complete=folders,
    help=say("再加上这个规则目录", "with the rules of this folder laid over ours"),
)
@click.option("--rows", is_flag=True, help=say("列出每一行", "list every row"))
@lang_option
def evaluate_rules(reference: tuple[str, ...], root: str | None, rows: bool, lang: Lang) -> int:
    """Run `evaluate rules`."""
    linter = Linter(rules=catalogue.load([root] if root else []), lang=lang)
    code = CLEAN
    for path in reference:
        table = read_table(path)
        show(evaluation_page.page(path, evaluation.judge(linter, table), rows, lang))
        for error in table.errors:
            complain(error, lang)
            code = MEND
    return code


@evaluate.command(
    "score",
    help=say(
        "分数能不能分开硬广和其他：默认用自带语料，每条由没见过它的模型来看。",
        "How the score tells hard sells from the rest; on the corpus, each post judged by a model that has not seen it.",
    ),
    epilog=examples(
        ("evaluate score --reference rows.csv", "分数分得开吗", "does the score tell them apart"),
        ("evaluate score --ablation", "规则和模型各占多少", "what rules and classifier each give"),
    ),
)
@click.option(
    "--reference",
    multiple=True,
    metavar="FILE",
    shell_complete=files,
    help=say("换成这些：列 text、label", "these instead: text, label"),
)
@click.option(
    "--ordinary",
    multiple=True,
    metavar="FILE",
    shell_complete=files,
    help=say("不该得低分的普通文字", "ordinary text that should never score low"),
)
@click.option("--ablation", is_flag=True, help=say("只用规则、只用模型、两者都用", "rules alone, model alone, both"))
@click.option("--fit", is_flag=True, help=say("在语料上选分数的常数", "choose the score's constants on the corpus"))
@lang_option
def evaluate_score(reference: tuple[str, ...], ordinary: tuple[str, ...], ablation: bool, fit: bool, lang: Lang) -> int:
    """Run `evaluate score`."""
    if fit and (reference or ordinary):
        what = Text("--fit 只在语料上选，不用别的文本", "--fit chooses on the corpus, not on a reference")
        mend = Text("去掉 --reference 和 --ordinary", "leave out --reference and --ordinary")
        raise SettingsError(what, mend=mend)
    linter = Linter(lang=lang)
    if reference:
        judged = _judge(linter, reference)
        probabilities: Sequence[Mapping[str, float]] = [one.report.probabilities for one in judged]
    else:
        judged, probabilities = _held_out(linter)
    quiet = _judge(linter, ordinary)
    parts = evaluation.by_part(judged, probabilities, linter.weights)
    if fit:
        from moments_lint import fitting
        from moments_lint.formats import fit_page

        chosen = fitting.fit(parts["both"], linter.weights)
        show(fit_page.page(chosen, fitting.severities(judged), lang))
        return CLEAN
    others = evaluation.by_part(quiet, [one.report.probabilities for one in quiet], linter.weights)
    for part in evaluation.PARTS if ablation else ("both",):
        figures = evaluation.rank(parts[part], others[part])
        show(evaluation_page.ranking(part, figures, evaluation.minimal_pairs(parts[part]), (len(judged), len(quiet)), lang))
    return CLEAN


def _judge(linter: Linter, paths: Sequence[str]) -> list[Judged]:
    return [one for path in paths for one in evaluation.judge(linter, read_table(path))]


def _held_out(linter: Linter) -> tuple[list[Judged], Sequence[Mapping[str, float]]]:
    """Return the corpus as judged, and what models that have not seen a post say of it."""
    from moments_lint.classifier import corpus

    with training_extra():
        from moments_lint.classifier import evaluate, train

    tables = corpus.read(corpus.corpus_files())
    prepared = train.prepare(tables, linter.view("").lexicon)
    judged = [one for table in tables for one in evaluation.judge(linter, table)]
    return judged, evaluate.as_mappings(train.held_out(prepared).probabilities)


@evaluate.command(
    "model",
    help=say(
        "模型在没见过的行业上的表现（要几分钟）。", "How the classifier does on verticals it has not seen (takes some minutes)."
    ),
    epilog=examples(
        ("evaluate model", "没见过的行业", "verticals it has not seen"),
    ),
)
@click.option("--ablation", is_flag=True, help=say("比较不同特征和模型", "compare other features and models"))
@click.option("--data", multiple=True, metavar="FILE", shell_complete=files, help=say("自己的数据", "your own rows"))
@lang_option
def evaluate_model(ablation: bool, data: tuple[str, ...], lang: Lang) -> int:
    """Run `evaluate model`."""
    from moments_lint.classifier import corpus
    from moments_lint.words import word_set

    with training_extra():
        from moments_lint.classifier import ablation as variants
        from moments_lint.classifier import evaluate, train
        from moments_lint.formats import model_page

    tables = corpus.read(data or corpus.corpus_files())
    prepared = train.prepare(tables, catalogue.compile_catalogue(catalogue.load(), lang, chosen=[]).lexicon)
    if ablation:
        show(model_page.heading(lang))
        for line in variants.ablation(prepared, [word_set(row.text) for table in tables for row in table.rows]):
            show(model_page.line(line))
    else:
        show(model_page.verticals(evaluate.by_vertical(prepared), lang))
    return CLEAN


@evaluate.command(
    "corpus",
    help=say("语料的外形和参照样本差多少。", "Compare the corpus's outward shape with a reference sample."),
    epilog=examples(
        ("evaluate corpus --reference rows.csv", "语料像不像真的", "is the corpus like these rows"),
    ),
)
@click.option(
    "--reference", multiple=True, metavar="FILE", shell_complete=files, help=say("列 text、label", "columns text, label")
)
@click.option("--data", multiple=True, metavar="FILE", shell_complete=files, help=say("自己的数据", "your own rows"))
@lang_option
def evaluate_corpus(reference: tuple[str, ...], data: tuple[str, ...], lang: Lang) -> int:
    """Run `evaluate corpus`."""
    from moments_lint.classifier import corpus

    rows = [row for table in corpus.read(data or corpus.corpus_files()) for row in table.rows]
    named = [("corpus", corpus.shape(rows))]
    named += [(f"corpus {label}", corpus.shape([row for row in rows if row.label == label])) for label in CATEGORIES]
    for path in reference:
        table = read_table(path)
        named.append((path, corpus.shape(table.rows)))
        labels = sorted({row.label for row in table.rows})
        named += [(f"{path} {label}", corpus.shape([r for r in table.rows if r.label == label])) for label in labels]
    show(evaluation_page.shapes(named))
    return CLEAN


COMMANDS = {"evaluate": evaluate}
