"""Measure everything and write docs/benchmarks.md. BENCH_MINUTES and BENCH_UPLOAD_MB make it shorter or longer."""

import tempfile
import time
from pathlib import Path

from bench import pages, produce, sound, studio, upload
from bench.table import Row, Section, document

MOST_MB = {"engine": 400, "web": 150, "worker": 150}
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    began = time.monotonic()
    sections: list[Section] = []
    with tempfile.TemporaryDirectory(prefix="podcaststudio-bench-") as name:
        folder = Path(name)
        with studio.running(folder / "data") as own:
            for measure in (produce.measure, upload.measure):
                sections.append(_told(measure(folder, own)))
            sections.append(_told(memory(own)))
        sections.append(_told(pages.measure()))
        for part in (sound.meter, sound.loudness, sound.delivered, sound.chain):
            sections.append(_told(part(folder)))
    PAGE.write_text(document(sections, time.monotonic() - began))
    print(f"Written to {PAGE}.")  # noqa: T201


def memory(own: studio.Studio) -> Section:
    rows = [
        Row(name, f"{most:.0f} MB", target=f"{MOST_MB[name]} MB", is_met=most <= MOST_MB[name])
        for name, most in sorted(own.memory().items())
    ]
    return Section(
        "Memory", "The most that each process of the studio ever had resident during all of the above.", rows
    )


def _told(section: Section) -> Section:
    print(section.markdown(), flush=True)  # noqa: T201
    return section


if __name__ == "__main__":
    main()
