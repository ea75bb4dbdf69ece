"""The transcript as a page of its own: it follows the sound where the sound file lies beside it."""

import html
from collections.abc import Sequence
from urllib.parse import quote

from .subtitles import clock
from .words import Phrase, Word

DOUBTFUL = 0.5  # confidence under which a word is marked

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1e293b, #e2e8f0); --soft: light-dark(#64748b, #94a3b8);
  --mark: light-dark(#fde68a, #854d0e); --line: light-dark(#e2e8f0, #334155); --ground: light-dark(#fff, #0f172a); }
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem 1rem 6rem; font: 1.05rem/1.65 system-ui, sans-serif;
  color: var(--ink); background: var(--ground); }
header { position: sticky; top: 0; background: var(--ground); padding: .5rem 0; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
audio { width: 100%; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
button { font: inherit; font-size: .9rem; color: inherit; background: none; border: 1px solid var(--line);
  border-radius: .4rem; padding: .2rem .7rem; cursor: pointer; }
.note { color: var(--soft); font-size: .9rem; }
section { display: grid; grid-template-columns: 5.5rem 1fr; gap: .25rem 1rem; margin-top: 1rem; }
section > a { color: var(--soft); font-variant-numeric: tabular-nums; text-decoration: none; font-size: .85rem; }
section > div > b { display: block; font-size: .9rem; }
p { margin: 0; }
span.doubt { text-decoration: underline dotted var(--soft); text-underline-offset: .2em; }
span.now { background: var(--mark); border-radius: .2em; }
span { cursor: pointer; }
@media (max-width: 30rem) { section { grid-template-columns: 1fr; } }
"""

SCRIPT = """
const audio = document.querySelector("audio"), words = [...document.querySelectorAll("[data-start]")];
const text = document.querySelector("main");
let now;
audio?.addEventListener("timeupdate", () => {
  const t = audio.currentTime, word = words.findLast((one) => +one.dataset.start <= t + 0.05);
  if (word === now) return;
  now?.classList.remove("now");
  (now = word)?.classList.add("now");
});
text.addEventListener("click", (event) => {
  const word = event.target.closest("[data-start]");
  if (!word || !audio || text.isContentEditable) return;
  audio.currentTime = +word.dataset.start;
  audio.play();
});
document.querySelector("[data-edit]").addEventListener("click", (event) => {
  const on = text.isContentEditable;
  text.contentEditable = on ? "false" : "true";
  event.target.textContent = on ? "Edit" : "Stop editing";
});
const pad = (n, width = 2) => String(n).padStart(width, "0");
const time = (s, point) => `${pad(Math.floor(s / 3600))}:${pad(Math.floor(s / 60) % 60)}:` +
  `${pad(Math.floor(s) % 60)}${point}${pad(Math.round((s % 1) * 1000) % 1000, 3)}`;
const cues = () => [...document.querySelectorAll("p[data-from]")].map((p) => ({ from: +p.dataset.from,
  to: +p.dataset.to, who: p.dataset.who, said: p.innerText.replace(/\\s+/g, " ").trim() })).filter((cue) => cue.said);
const forms = {
  vtt: () => "WEBVTT\\n\\n" + cues().map((c) => `${time(c.from, ".")} --> ${time(c.to, ".")}\\n` +
    `${c.who ? `<v ${c.who}>` : ""}${c.said}\\n`).join("\\n"),
  srt: () => cues().map((c, i) => `${i + 1}\\n${time(c.from, ",")} --> ${time(c.to, ",")}\\n${c.said}\\n`).join("\\n"),
  txt: () => cues().map((c) => (c.who ? `${c.who}: ` : "") + c.said).join("\\n") + "\\n",
};
for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => {
  const form = button.dataset.save, link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([forms[form]()], { type: "text/plain" }));
  link.download = document.title + "." + form;
  link.click();
});
"""


def as_html(phrases: Sequence[Phrase], title: str, language: str, sound: str = "", note: str = "") -> str:
    """The page. `sound` is the name of a sound file that lies beside it, empty where there is none."""
    player = f'<audio controls preload="metadata" src="{html.escape(relative(sound))}"></audio>' if sound else ""
    noted = f'<p class="note">{html.escape(note)}</p>' if note else ""
    saves = "".join(f'<button data-save="{form}">Save as {form.upper()}</button>' for form in ("vtt", "srt", "txt"))
    name = html.escape(title or "Transcript")
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<header><h1>{name}</h1>{noted}{player}"
        f'<div class="tools"><button data-edit>Edit</button>{saves}</div></header>\n<main>\n'
        f"{''.join(map(turn, turns(phrases)))}</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def relative(name: str) -> str:
    """The name as an address beside the page."""

    return f"./{quote(name)}"


def turns(phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    """Phrases of one speaker without a long pause between them."""
    found: list[list[Phrase]] = []
    for phrase in phrases:
        last = found[-1][-1] if found else None
        if last and last.speaker == phrase.speaker and phrase.start - last.end < 2 and len(found[-1]) < 8:
            found[-1].append(phrase)
        else:
            found.append([phrase])
    return found


def turn(said: Sequence[Phrase]) -> str:
    start, speaker = said[0].start, html.escape(said[0].speaker)
    named = f"<b>{speaker}</b>" if speaker else ""
    return (
        f'<section><a data-start="{start:.2f}" href="#t={start:.2f}">{clock(start, ".")[:8]}</a><div>{named}'
        f"{''.join(map(paragraph, said))}</div></section>\n"
    )


def paragraph(phrase: Phrase) -> str:
    said = " ".join(map(span, phrase.words))
    who = f' data-who="{html.escape(phrase.speaker)}"' if phrase.speaker else ""
    return f'<p data-from="{phrase.start:.3f}" data-to="{phrase.end:.3f}"{who}>{said}</p>'


def span(word: Word) -> str:
    doubt = ' class="doubt"' if word.confidence is not None and word.confidence < DOUBTFUL else ""
    return f'<span data-start="{word.start:.2f}"{doubt}>{html.escape(word.text)}</span>'
