"""Rows of results, and the document they become."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class Row:
    """One measurement beside its peer; `is_met` says whether the target holds, None where there is none."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    target: str = ""
    is_met: bool | None = None


@dataclass
class Section:
    title: str
    how: str  # what was done, for whom wants to repeat or doubt it
    rows: list[Row] = field(default_factory=list)

    def markdown(self) -> str:
        head = "| | ours | peer | ratio | target | |\n|---|---|---|---|---|---|"
        marks = {True: "met", False: "**missed**", None: ""}
        lines = [f"| {r.what} | {r.ours} | {r.peer} | {r.ratio} | {r.target} | {marks[r.is_met]} |" for r in self.rows]
        return "\n".join([f"## {self.title}", "", self.how, "", head, *lines, ""])


def document(sections: list[Section], seconds: float) -> str:
    """The whole page, with the machine it was measured on."""
    date = datetime.now(UTC).strftime("%Y-%m-%d")
    machine = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    )
    head = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {date}, in {seconds / 60:.0f} minutes on {machine}. Every number is compared with",
        "its peer's in the same run on the same machine; read the ratios, since the absolute ones are this machine's.",
        "",
    ]
    return "\n".join(head) + "\n" + "\n".join(section.markdown() for section in sections)
