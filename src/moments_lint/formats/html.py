"""`--output-format html`: one file to open, send or print. Each draft with its marks, its findings, its receipt, its preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from moments_lint.finding import Finding, Report
from moments_lint.formats import marked, preview
from moments_lint.formats.located import problems, region
from moments_lint.formats.page import Html, element, join, shell, table
from moments_lint.formats.text import CATEGORIES, SEVERITIES, VERDICTS, better_times, summary
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Document
from moments_lint.rule import Rule
from moments_lint.score import WhatIf
from moments_lint.wording import Text

VERDICT_STYLES = {"publish": "good", "revise": "warning", "hold": "error"}

Rules = Mapping[str, Rule]


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return one HTML document."""
    title = Text("个人资料检查", "Profile, checked") if outcome.of_profiles else Text("朋友圈草稿检查", "Moments drafts, checked")
    rules = outcome.rules
    mended = steps or [[] for _ in outcome.checked]
    body = [element("h1", title.to(lang)), element("p", summary(outcome, lang), class_="soft"), *_errors(outcome, lang)]
    if len(outcome.checked) > 1:
        body.append(_index(outcome, lang))
    for number, (checked, gains) in enumerate(zip(outcome.checked, mended, strict=True), 1):
        body.append(_post(number, checked, gains, rules, lang))
    if outcome.feed:
        body.append(_feed(outcome.feed, rules, lang))
    return shell(title.to(lang), body, lang, marked.STYLE + preview.STYLE + STYLE)


def _errors(outcome: Outcome, lang: str) -> Iterator[Html]:
    found = list(problems(outcome.errors, lang))
    if found:
        items = []
        for problem in found:
            place = ":".join(str(part) for part in (problem.path, problem.line) if part)
            items.append(element("li", element("code", place), " ", problem.sentence))
        heading = element("h2", Text("读不了或写错的", "Input problems").to(lang))
        yield element("section", heading, element("ul", *items, class_="plain"), class_="card problem")


def _index(outcome: Outcome, lang: str) -> Html:
    heads = (Text("草稿", "Draft"), Text("得分", "Score"), Text("结论", "Verdict"), Text("发现", "Findings"))
    rows = []
    for number, (document, report) in enumerate(outcome.checked, 1):
        link = element("a", document.path, href=f"#p{number}")
        score = "–" if report.score is None else str(report.score)
        rows.append((link, score, _verdict(report, lang), str(len(report.findings))))
    return element("section", table([head.to(lang) for head in heads], rows), class_="card")


def _verdict(report: Report, lang: str) -> Html:
    return element("span", VERDICTS[report.verdict].to(lang), class_=f"badge {VERDICT_STYLES[report.verdict]}")


def _post(number: int, checked: Checked, gains: Sequence[WhatIf], rules: Rules, lang: str) -> Html:
    document, report = checked

    def heading(zh: str, en: str) -> Html:
        return element("h3", Text(zh, en).to(lang))

    left = [heading("原文", "As written" if report.score is None else "Draft"), marked.draft(report, number, lang)]
    left += [heading("发现", "Findings"), _findings(number, document, report, rules, lang)]
    if report.signals:
        items = [element("li", "✓ ", signal.message, " ", element("code", signal.rule)) for signal in report.signals]
        left += [heading("加分的地方", "What speaks for it"), element("ul", *items, class_="plain")]
    if report.suppressed:
        items = [
            element("li", f"{entry.finding.message} — {entry.reason} ", element("code", entry.finding.rule))
            for entry in report.suppressed
        ]
        left += [heading("草稿里说明略过的", "Set aside by the draft"), element("ul", *items, class_="plain soft")]
    columns = [element("div", *left)]
    if report.score is not None:  # a profile is no post: it has no score, and nobody sees it in Moments
        right = [heading("朋友圈里大概这样", "About how friends see it"), preview.preview(report.post, lang)]
        right += [heading("分数明细", "Receipt"), _receipt(report, lang), *_gains(gains, lang)]
        columns = [element("div", *columns, element("div", *right), class_="columns")]
    return element("section", _head(document, report, lang), *columns, class_="card", id=f"p{number}")


def _head(document: Document, report: Report, lang: str) -> Html:
    parts = [element("h2", document.path)]
    if report.score is not None:
        share = round(100 * report.probabilities[report.category])
        category = CATEGORIES[report.category].to(lang)
        score = element("strong", f"{report.score}/100", class_="score")
        parts.append(element("p", score, " ", _verdict(report, lang), f" {category} {share}%"))
    if report.review:
        parts.append(element("p", report.review, class_="review"))
    return join(parts)


def _findings(number: int, document: Document, report: Report, rules: Rules, lang: str) -> Html:
    if not report.findings:
        return element("p", Text("没有要改的。", "Nothing to mend.").to(lang), class_="soft")
    items = []
    for at, finding in enumerate(report.findings, 1):
        place = Html("")
        if finding.span is not None:
            line, column, _, _ = region(document, finding.span)
            place = element("a", f"{at} · {line}:{column}", href=f"#m{number}-{at}", class_="place")
        items.append(element("li", _finding(finding, place, rules, lang), id=f"f{number}-{at}"))
    return element("ol", *items, class_="findings")


def _finding(finding: Finding, place: Html, rules: Rules, lang: str) -> Html:
    level = element("span", SEVERITIES[finding.severity].to(lang), class_=f"badge {finding.severity.name}")
    rule = rules[finding.rule]
    why, instead = Text("为什么：", "Why: ").to(lang), Text("怎么改：", "Instead: ").to(lang)
    reasons = element("p", why, rule.why, " ", element("span", f"（{'；'.join(rule.sources)}）", class_="soft"))
    return join(
        (
            element("p", level, " ", place, " ", element("strong", finding.message), " ", element("code", finding.rule)),
            element("p", instead, finding.advice),
            element("details", element("summary", Text("为什么", "Why").to(lang)), reasons),
        )
    )


def _receipt(report: Report, lang: str) -> Html:
    rows = [
        (line.label, element("code", line.source), element("span", f"{line.points:+d}".replace("-", "−"), class_="number"))
        for line in report.receipt
    ]
    rows.append((Text("合计", "Total").to(lang), element("code"), element("strong", str(report.score), class_="number")))
    heads = (Text("项目", "Line"), Text("来自", "From"), Text("分", "Points"))
    return table([head.to(lang) for head in heads], rows, class_="receipt")


def _gains(gains: Sequence[WhatIf], lang: str) -> Iterator[Html]:
    if gains:
        yield element("h3", Text("如果逐条改掉", "Mended one after another").to(lang))
        yield element("ol", *(element("li", f"{gain.score} ← ", element("code", gain.rule)) for gain in gains))


def _feed(findings: Sequence[Finding], rules: Rules, lang: str) -> Html:
    items = []
    for finding in findings:
        related = [element("li", f"{one.message} ", element("code", one.name)) for one in finding.related]
        others = [element("ul", *related, class_="plain soft")] if related else []
        others += [element("p", *better_times(finding, lang))] if finding.reschedule else []
        items.append(element("li", _finding(finding, element("code", finding.name), rules, lang), *others))
    heading = element("h2", Text("整个朋友圈", "The feed as a whole").to(lang))
    return element("section", heading, element("ol", *items, class_="findings"), class_="card")


STYLE = """
.columns{display:grid;gap:0 2rem}
.columns>div{min-width:0}
@media(min-width:56rem){.columns{grid-template-columns:minmax(0,1fr) 23rem}}
.score{font-size:1.5rem}
.review{border-left:4px solid var(--hint);padding-left:.6rem}
.findings,.plain{list-style:none;padding:0;margin:0}
.findings>li{border-top:1px solid var(--line);padding:.6rem 0}
.findings>li:first-child{border-top:0}
.findings a.place{display:inline;text-decoration:none;font-variant-numeric:tabular-nums}
summary{cursor:pointer;color:var(--soft);font-size:.875rem}
.receipt td:last-child,.receipt th:last-child{text-align:right}
@media print{details::details-content{content-visibility:visible}summary{display:none}}
"""
