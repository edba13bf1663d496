"""How a transcript's page looks: the colours and the rail of our other faces, on screen and on paper."""

from __future__ import annotations

LOOK = """
:root { color-scheme: light dark; --text: #1d2126; --quiet: #565d66; --edge: #d3d7dc; --ground: #fff;
  --machine: #eceff2; --mine: #dfe9f4; --person: #1f5fa8; --bot: #8f959c; --waiting: #b0761a;
  --later: #8a4fd0; --done: #1f7a45; --note: #fdf6dc; }
@media (prefers-color-scheme: dark) { :root { --text: #eef0f2; --quiet: #acb3bb; --edge: #41474f;
  --ground: #16191d; --machine: #262b31; --mine: #1e3a59; --person: #7fb2ea; --bot: #7d848c;
  --waiting: #e2a94f; --later: #c19cf2; --done: #6fc493; --note: #3a3420; } }
@media print { :root { --text: #000; --quiet: #444; --edge: #bbb; --ground: #fff; --machine: #f2f2f2;
  --mine: #eef3f9; --person: #1f5fa8; --bot: #888; --waiting: #b0761a; --later: #8a4fd0; --done: #1f7a45;
  --note: #fdf6dc; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/22px system-ui, sans-serif; }
main { max-width: 720px; margin: 0 auto; padding: 24px 16px; }
h1 { margin: 0; font-size: 20px; line-height: 28px; }
p, ol, ul, pre { margin: 0; padding: 0; }
.about, .speaker { color: var(--quiet); font-size: 13px; line-height: 18px;
  font-variant-numeric: tabular-nums; }
main > ol { list-style: none; margin-block-start: 24px; }
.row { position: relative; display: flex; gap: 8px; padding: 6px 0; padding-inline-start: 20px; }
.row::before { content: ""; position: absolute; inset-block: 0; inset-inline-start: 4px;
  border-inline-start: 2px solid var(--bot); }
.queued::before { border-inline-start: 3px dashed var(--waiting); }
.with_agent::before { border-inline-start: 4px solid var(--person); inset-inline-start: 3px; }
.follow_up::before { border-inline-start: 3px dotted var(--later); }
.resolved::before { border-inline-start: 2px solid var(--done); }
.joint::after { content: ""; position: absolute; inset-block-start: 10px; inset-inline-start: -1px;
  inline-size: 12px; block-size: 12px; border: 2px solid var(--bot); border-radius: 50%;
  background: var(--ground); }
.joint.queued::after { border-color: var(--waiting); }
.joint.with_agent::after { border-color: var(--person); background: var(--person); }
.joint.follow_up::after { border-color: var(--later); }
.joint.resolved::after { border-color: var(--done); border-radius: 2px; block-size: 5px; }
.face, .tile { flex: none; inline-size: 32px; block-size: 32px; display: grid; place-items: center;
  border-radius: 50%; background: var(--mine); font-size: 11px; font-weight: 600; }
.tile { border-radius: 6px; background: var(--machine); color: var(--quiet); }
.said { min-inline-size: 0; max-inline-size: 88%; }
.bubble { inline-size: fit-content; max-inline-size: 100%; padding: 8px 12px; border: 1px solid var(--edge);
  border-radius: 14px; overflow-wrap: anywhere; overflow: clip; unicode-bidi: plaintext; }
.bubble > * + * { margin-block-start: 8px; }
.bot .bubble { background: var(--machine); border-color: transparent; border-radius: 6px; }
.customer { justify-content: end; }
.customer .said { display: flex; flex-direction: column; align-items: end; }
.customer .bubble { background: var(--mine); border-color: transparent; }
.note .bubble { background: var(--note); border-style: dashed; border-radius: 6px; }
.agent .speaker bdi { color: var(--text); font-weight: 600; }
.system .said { max-inline-size: 100%; }
time { white-space: nowrap; }
.system .bubble { padding: 0; border: 0; overflow: visible; color: var(--quiet); font-size: 13px;
  line-height: 18px; }
.title { font-weight: 600; }
.bubble :is(ul, ol) { padding-inline-start: 20px; }
pre { white-space: pre-wrap; }
code, pre { font: 13px/20px ui-monospace, monospace; }
a { color: inherit; }
@media print { main { max-width: none; padding: 0; } .row { break-inside: avoid; }
  a:not(.more a)::after { content: " (" attr(href) ")"; } }
@media (forced-colors: active) { .bubble { border-color: CanvasText; } }
"""
