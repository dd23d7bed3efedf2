"""The style sheet of the timeline page, laid over the one all pages share."""

STYLE = """
:root{--heat1:#e4f0e6;--heat2:#c6e2cc;--heat3:#a3d1ad;--heat4:#7dbd8b;--over:#f3c4b5;--marked:#ffe9a8;
--hard_sell:#b3402f;--soft_sell:#dd9a55;--knowledge:#2f6f9f;--story:#5d9c76;--interaction:#8a6bb0;--life:#9aa3ab}
@media screen and (prefers-color-scheme:dark){:root{--heat1:#20342a;--heat2:#28493a;--heat3:#2f614a;--heat4:#37795b;
--over:#6d3326;--marked:#5c4a12;--hard_sell:#e0705c;--soft_sell:#e0ac6e;--knowledge:#6aa8d6;--story:#7fbf99;--interaction:#b096d6;--life:#7d868e}}
h2{font-size:1.25rem;margin:2rem 0 .5rem}
.plain{list-style:none;padding:0;margin:0}
.plain>li{padding:.35rem 0;border-top:1px solid var(--line)}
.plain>li:first-child{border-top:0}
h3:first-child{margin-top:0}
.level{color:var(--error);font-size:.8rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.calendar{table-layout:fixed;border-collapse:separate;border-spacing:2px}
.calendar th{text-align:center;padding:0;border:0;font-weight:400}
.calendar td{height:3.8rem;padding:.15rem .25rem;border:1px solid var(--line);border-radius:4px;line-height:1.25;
position:relative}
.calendar .day{display:block;font-size:.72rem;color:var(--soft);white-space:nowrap}
.calendar .today{outline:2px solid var(--text)}
.calendar .today .day{color:var(--text);font-weight:700;white-space:normal}
.calendar .level{margin-left:.2em}
.calendar .signs{overflow-wrap:anywhere;letter-spacing:.05em}
.heat1{background:var(--heat1)}.heat2{background:var(--heat2)}.heat3{background:var(--heat3)}.heat4{background:var(--heat4)}
.calendar .drafts{border-style:dashed;border-color:var(--soft)}
.calendar .over{background:var(--over);border:2px solid var(--error)}
.week{margin:.8rem 0}
.bar{display:block;width:100%;height:1.1rem;border:1px solid var(--line);border-radius:3px}
.bar rect{stroke:var(--card);stroke-width:.4}
.limit{stroke:var(--text);stroke-width:2;stroke-dasharray:4 3;vector-effect:non-scaling-stroke}
.hard_sell{fill:var(--hard_sell)}.soft_sell{fill:var(--soft_sell)}.knowledge{fill:var(--knowledge)}
.story{fill:var(--story)}.interaction{fill:var(--interaction)}.life{fill:var(--life)}
.key{display:inline-block;margin-right:.9rem;white-space:nowrap}
.key svg{width:.8rem;height:.8rem;vertical-align:-.08rem;margin-right:.25rem}
.phone{max-width:26rem;border:1px solid var(--line);border-radius:10px;padding:.5rem .8rem;margin:.8rem 0}
.name{color:var(--link);font-weight:600}
.rest{display:inline-block;padding:.15rem .7rem;margin:.3rem 0;background:var(--page);border-radius:4px;color:var(--link)}
.folded{border:1px dashed var(--line);border-radius:4px;padding:.1rem .6rem;color:var(--soft);font-size:.9rem}
blockquote{margin:.2rem 0 .7rem;padding:.1rem .7rem;border-left:3px solid var(--line);white-space:pre-line;overflow-wrap:anywhere}
mark{background:var(--marked);color:inherit;text-decoration:underline}
.pair{margin:.8rem 0}
@media print{@page{margin:14mm}body{print-color-adjust:exact;-webkit-print-color-adjust:exact;font-size:10.5pt}
section.card{break-inside:auto;padding:.4rem 0;border:0}
.calendar,.week,.phone,.pair,.plain>li{break-inside:avoid}h2,h3{break-after:avoid}}
"""
