"""`train`: train the classifier, on the corpus or on a team's own posts."""

from __future__ import annotations

from typing import Any

import click

from moments_lint import catalogue, evaluation, packaged
from moments_lint.classifier import corpus, model
from moments_lint.cli.completing import files
from moments_lint.cli.options import CLEAN, MEND, complain, examples, lang_option, require_apart, say, show, training_extra
from moments_lint.errors import SettingsError
from moments_lint.linter import Linter
from moments_lint.post import CATEGORIES
from moments_lint.rows import Table
from moments_lint.wording import Lang, Text
from moments_lint.writing import write_atomically


@click.command(
    "train",
    help=say(
        "训练分类模型：默认用自带语料，--data 用自己的（JSONL/CSV，要有 text、label）。",
        "Train the classifier on the corpus, or with --data on your own rows (JSONL or CSV with text and label).",
    ),
    epilog=examples(
        ("train", "用自带语料重新训练", "train on the corpus again"),
        ("train --data rows.csv -o model.json", "用自己的数据训练", "train on rows of your own"),
    ),
)
@click.option("--data", multiple=True, metavar="FILE", shell_complete=files, help=say("自己的数据", "your own rows"))
@click.option(
    "-o",
    "--output-file",
    metavar="FILE",
    shell_complete=files,
    help=say(
        "模型写到哪里；默认换掉自带的那个，有 --data 时写到 moments-lint-model.json",
        "where to write the model; default: in place of the shipped one, with --data moments-lint-model.json",
    ),
)
@lang_option
def train_command(data: tuple[str, ...], output_file: str | None, lang: Lang) -> int:
    """Run `train`."""
    with training_extra():
        from moments_lint.classifier import evaluate, train
        from moments_lint.formats import model_page
    require_apart(output_file, data)
    tables = corpus.read(data or corpus.corpus_files())
    errors = [error for table in tables for error in table.errors]
    for error in errors:
        complain(error, lang)
    rows = [row for table in tables for row in table.rows]
    missing = [label for label in CATEGORIES if sum(row.label == label for row in rows) < train.FOLDS]
    if missing:
        what = Text(f"这些标签的行太少：{', '.join(missing)}", f"too few rows of: {', '.join(missing)}")
        mend = Text(f"每个标签至少 {train.FOLDS} 条", f"at least {train.FOLDS} rows of each label")
        raise SettingsError(what, path=", ".join(data), mend=mend)
    prepared = train.prepare(tables, catalogue.compile_catalogue(catalogue.load(), lang, chosen=[]).lexicon)
    held_out = train.held_out(prepared)
    content = train.train(prepared, held_out.temperature)
    figures = evaluate.quality(held_out.probabilities, prepared.labels)
    bins = evaluate.reliability(held_out.probabilities[:, 0], [label == "hard_sell" for label in prepared.labels])
    target = output_file or ("moments-lint-model.json" if data else packaged.path_of("model.json"))
    trained = model.parse(train.dumps(content).encode(), target)
    content["about"] |= {
        "corpus": train.corpus_hash([(row.text, row.label) for row in rows]),
        "macro F1": round(figures.macro_f1, 3),
        "F1": {label: round(value, 3) for label, value in figures.f1.items()},
        "AUC of hard_sell": round(figures.auc, 3),
        "ECE of hard_sell": round(evaluate.calibration_error(bins), 3),
        **score_figures(tables, evaluate.as_mappings(held_out.probabilities), Linter(lang=lang, model=trained)),
    }
    write_atomically(target, train.dumps(content).encode())
    show(model_page.trained(figures, bins, target, lang))
    return MEND if errors else CLEAN


def score_figures(tables: list[Table], probabilities: list[dict[str, float]], linter: Linter) -> dict[str, Any]:
    """Return what the score makes of posts that the classifier has not seen: by parts of the score, and on minimal pairs."""
    judged = [one for table in tables for one in evaluation.judge(linter, table)]
    parts = evaluation.by_part(judged, probabilities, linter.weights)
    pairs = evaluation.minimal_pairs(parts["both"])
    figures = {name: evaluation.rank(each, []) for name, each in parts.items()}
    return {
        "score": {name: {"AUC": round(one.auc, 3), "recall at 2%": round(one.recall, 3)} for name, one in figures.items()},
        "minimal pairs": {"pairs": pairs.pairs, "share": round(pairs.share, 3)},
    }


COMMANDS = {"train": train_command}
