"""`train`: train the classifier, on the corpus or on a team's own posts."""

from __future__ import annotations

import click

from moments_lint import catalogue, packaged
from moments_lint.classifier import corpus
from moments_lint.cli.options import CLEAN, MEND, complain, lang_option, say, show, training_extra
from moments_lint.post import CATEGORIES
from moments_lint.wording import Lang, Text
from moments_lint.writing import write_atomically


@click.command(
    "train",
    help=say(
        "训练分类模型：默认用自带语料，--data 用自己的（JSONL/CSV，要有 text、label）。",
        "Train the classifier on the corpus, or with --data on your own rows (JSONL or CSV with text and label).",
    ),
)
@click.option("--data", multiple=True, metavar="FILE", help=say("自己的数据", "your own rows"))
@click.option("-o", "--output-file", metavar="FILE", help=say("模型写到哪里", "where to write the model"))
@lang_option
def train_command(data: tuple[str, ...], output_file: str | None, lang: Lang) -> int:
    """Run `train`."""
    with training_extra():
        from moments_lint.classifier import evaluate, train
        from moments_lint.formats import model_page
    tables = corpus.read(data or corpus.corpus_files())
    errors = [error for table in tables for error in table.errors]
    for error in errors:
        complain(error, lang)
    rows = [row for table in tables for row in table.rows]
    missing = [label for label in CATEGORIES if sum(row.label == label for row in rows) < train.FOLDS]
    if missing:
        text = Text(f"每个标签至少要 {train.FOLDS} 条，还缺：{', '.join(missing)}", f"too few rows of: {', '.join(missing)}")
        click.echo(text.to(lang), err=True)
        return MEND
    lexicon = catalogue.compile_catalogue(catalogue.load(), lang, chosen=[]).lexicon
    cues = train.cue_names(lexicon)
    samples = train.samples(rows, lexicon, cues)
    about = {"corpus": train.corpus_hash([(row.text, row.label) for row in rows])}
    trained = train.train(samples, cues, about)
    labels = [one.label for one in samples]
    figures = evaluate.quality(trained.held_out, labels)
    bins = evaluate.reliability(trained.held_out[:, 0], [label == "hard_sell" for label in labels])
    trained.content["about"] |= {"macro F1": round(figures.macro_f1, 3), "AUC of hard_sell": round(figures.auc, 3)}
    target = output_file or ("moments-lint-model.json" if data else packaged.path_of("model.json"))
    write_atomically(target, train.dumps(trained.content).encode())
    show(model_page.trained(figures, bins, target, lang))
    return MEND if errors else CLEAN


COMMANDS = {"train": train_command}
