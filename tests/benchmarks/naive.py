"""The design that comes to mind first, for comparison: rule files parsed as YAML at every start, one regular expression per
rule searched in every post, jieba for the words, a scikit-learn pipeline for the label, one post at a time.

naive.py train MODEL                      train the pipeline on the corpus
naive.py check MODEL RULES FILE-OR-FOLDER check drafts
naive.py jsonl MODEL RULES IN OUT         check JSON Lines
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml


def cut(text: str) -> list[str]:
    """Split a text into words."""
    import jieba

    jieba.setLogLevel(60)
    words: list[str] = jieba.lcut(text)
    return words


def train(model: Path) -> None:
    """Train on the corpus, as scikit-learn's own tutorial does."""
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    rows = [
        json.loads(line)
        for file in sorted((Path(__file__).parents[2] / "corpus" / "posts").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    pipeline = make_pipeline(TfidfVectorizer(tokenizer=cut, token_pattern=None), LogisticRegression(max_iter=300))
    joblib.dump(pipeline.fit([row["text"] for row in rows], [row["label"] for row in rows]), model)


class Naive:
    """Rules and pipeline, loaded."""

    def __init__(self, model: Path, rules: Path) -> None:
        import joblib

        self.rules = list(read_rules(rules))
        self.model = joblib.load(model)

    def check(self, text: str) -> dict[str, Any]:
        """Return the findings and the label of one post."""
        findings = [
            {"rule": rule, "start": found.start(), "end": found.end()}
            for rule, expression in self.rules
            for found in expression.finditer(text)
        ]
        probabilities = self.model.predict_proba([text])[0]
        return {"findings": findings, "probabilities": dict(zip(self.model.classes_, map(float, probabilities), strict=True))}


def read_rules(folder: Path) -> list[tuple[str, re.Pattern[str]]]:
    """Return one expression per rule that has words or patterns; guards and exceptions are beyond this design."""
    found = []
    for file in sorted(folder.glob("[a-z]*/*.yaml")):
        match = yaml.safe_load(file.read_text("utf-8")).get("match", {})
        branches = [re.escape(str(term)) for term in match.get("terms", [])] + list(match.get("patterns", []))
        try:
            found.append((f"{file.parent.name}/{file.stem}", re.compile("|".join(branches))))
        except re.error:  # RE2 writes \p{Han}
            continue
    return [(rule, expression) for rule, expression in found if expression.pattern]


def main(task: str, model: Path, *rest: Path) -> None:
    """Do one of the three tasks."""
    if task == "train":
        train(model)
        return
    rules, source, *target = rest
    naive = Naive(model, rules)
    if task == "jsonl":
        with source.open(encoding="utf-8") as lines, target[0].open("w", encoding="utf-8") as out:
            for line in lines:
                out.write(json.dumps(naive.check(json.loads(line)["text"]), ensure_ascii=False) + "\n")
        return
    for file in sorted(source.glob("*.md")) if source.is_dir() else [source]:
        sys.stdout.write(f"{file} {json.dumps(naive.check(file.read_text('utf-8')), ensure_ascii=False)}\n")


if __name__ == "__main__":
    import click  # a command line library like everybody's
    from naive import main  # so that the pickled pipeline finds `cut` under a name that any process can import

    click.echo("", nl=False)
    main(sys.argv[1], *map(Path, sys.argv[2:]))
