"""`evaluate`: measure rules, corpus, model and score on labelled text."""

from __future__ import annotations

import click

from moments_lint import catalogue, evaluation
from moments_lint.cli.options import CLEAN, MEND, complain, lang_option, say, show, training_extra
from moments_lint.formats import evaluation_page
from moments_lint.linter import Linter
from moments_lint.post import CATEGORIES
from moments_lint.rows import read_table
from moments_lint.wording import Lang


@click.group(help=say("衡量规则、语料、模型和分数。", "Measure rules, corpus, model and score."))
def evaluate() -> None:
    """Hold the measuring commands."""


@evaluate.command(
    "rules", help=say("规则在带标签的文本（JSONL/CSV）上的表现。", "How the rules do on labelled text (JSONL or CSV).")
)
@click.option(
    "--reference",
    multiple=True,
    required=True,
    metavar="FILE",
    help=say("列 text、label，可有 tags、spans", "columns text, label; tags and spans if there are"),
)
@click.option("--rules", "root", metavar="DIR", help=say("再加上这个规则目录", "with the rules of this folder laid over ours"))
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
    "score", help=say("分数在带标签的文本上能不能分开硬广和其他。", "How the score tells hard sells from the rest.")
)
@click.option("--reference", multiple=True, required=True, metavar="FILE", help=say("列 text、label", "columns text, label"))
@click.option(
    "--ordinary", multiple=True, metavar="FILE", help=say("不该得低分的普通文字", "ordinary text that should never score low")
)
@lang_option
def evaluate_score(reference: tuple[str, ...], ordinary: tuple[str, ...], lang: Lang) -> int:
    """Run `evaluate score`."""
    linter = Linter(lang=lang)
    judged = [one for path in reference for one in evaluation.judge(linter, read_table(path))]
    quiet = [one for path in ordinary for one in evaluation.judge(linter, read_table(path))]
    show(evaluation_page.ranking(evaluation.rank(judged, quiet), len(judged), len(quiet), lang))
    return CLEAN


@evaluate.command("model", help=say("模型在没见过的语料上的表现。", "How the classifier does on corpus posts it has not seen."))
@click.option("--ablation", is_flag=True, help=say("比较不同特征和模型", "compare other features and models"))
@click.option("--data", multiple=True, metavar="FILE", help=say("自己的数据", "your own rows"))
@lang_option
def evaluate_model(ablation: bool, data: tuple[str, ...], lang: Lang) -> int:
    """Run `evaluate model`."""
    from moments_lint.classifier import corpus
    from moments_lint.words import word_set

    with training_extra():
        from moments_lint.classifier import evaluate, train
        from moments_lint.formats import model_page

    rows = [row for table in corpus.read(data or corpus.corpus_files()) for row in table.rows]
    lexicon = catalogue.compile_catalogue(catalogue.load(), lang, chosen=[]).lexicon
    samples = train.samples(rows, lexicon, train.cue_names(lexicon))
    if ablation:
        words = [word_set(row.text) for row in rows]
        show(model_page.ablation(evaluate.ablation(samples, words)))
    else:
        verticals = [str(row.values.get("vertical", "")) for row in rows]
        show(model_page.verticals(evaluate.by_vertical(samples, verticals)))
    return CLEAN


@evaluate.command(
    "corpus", help=say("语料的外形和参照样本差多少。", "Compare the corpus's outward shape with a reference sample.")
)
@click.option("--reference", multiple=True, metavar="FILE", help=say("列 text、label", "columns text, label"))
@click.option("--data", multiple=True, metavar="FILE", help=say("自己的数据", "your own rows"))
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
