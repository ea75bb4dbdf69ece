"""The child process: answers, progress, cancelling, and that nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.sound.errors import Canceled, SoundError
from engine.sound.process import ROOT, run
from engine.sound.spec import CoverSpec, MasterSpec, Output, ProbeSpec
from engine.sound.workers import pool
from tests.engine.sound import signals


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signals.write(tmp_path_factory.mktemp("talk") / "talk.wav", signals.voice(2, -26))


@pytest.fixture(scope="module")
def long_talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be interrupted."""
    voice = signals.voice(5, -26)
    return signals.write(tmp_path_factory.mktemp("long") / "talk.wav", np.tile(voice, 30), np.tile(voice[::-1], 30))


def mastering(source: Path, folder: Path) -> MasterSpec:
    return MasterSpec(str(source), str(folder / "work"), (Output("mp3", str(folder / "out.mp3")),))


def test_mastering_tells_its_progress_and_cleans_up(talk: Path, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    result = run("master", mastering(talk, tmp_path), on_progress=lambda *step: told.append(step))
    assert result["outputs"][0]["path"] == str(tmp_path / "out.mp3")
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert {stage for stage, _ in told} == {"analysis", "treatment", "loudness", "encoding", "checking"}
    assert list((tmp_path / "work").iterdir()) == []


def test_a_refusal_comes_as_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(SoundError, match="not sound"):
        run("probe", ProbeSpec(str(tmp_path / "text.wav")))


def test_the_child_runs_at_low_priority_in_its_own_group(talk: Path) -> None:
    children: list[tuple[int, int]] = []
    seen = run(
        "probe", ProbeSpec(str(talk)), on_child=lambda child: children.append((child.pid, os.getpgid(child.pid)))
    )
    assert seen["duration"] == pytest.approx(2, abs=0.01)
    assert children[0][0] == children[0][1] != os.getpgrp()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_cancelling_ends_everything(long_talk: Path, tmp_path: Path, how: signal.Signals) -> None:
    group: list[int] = []

    def cancel(stage: str, share: float) -> None:
        if share > 0.02:
            os.killpg(group[0], how)

    with pytest.raises(Canceled):
        run(
            "master",
            mastering(long_talk, tmp_path),
            on_progress=cancel,
            on_child=lambda child: group.append(child.pid),
        )
    assert list((tmp_path / "work").iterdir()) == []
    assert any(not is_alive(group[0]) for _ in patience())


def test_a_dead_parent_takes_the_child_along(long_talk: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from engine.sound.process import run; from engine.sound.spec import *;"
        "run('master', MasterSpec(sys.argv[1], sys.argv[2], (Output('mp3', sys.argv[2] + '/out.mp3'),)),"
        " on_child=lambda child: print(child.pid, flush=True))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(long_talk), str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert any(not is_alive(child) for _ in patience())


def test_a_killed_run_is_done_again_from_the_start(talk: Path, tmp_path: Path) -> None:
    left = tmp_path / "work" / "scratch"
    left.mkdir(parents=True)
    (left / "recording.f32").write_bytes(b"left behind")
    assert run("master", mastering(talk, tmp_path))["length"] == pytest.approx(2, abs=0.001)
    assert not left.exists()


def test_covers_are_analysed_in_a_child_too(cover: Path, tmp_path: Path) -> None:
    assert run("cover", CoverSpec(str(cover), str(tmp_path)))["width"] == 600


def patience(seconds: float = 120) -> Iterator[None]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
        time.sleep(0.02)


def is_alive(group: int) -> bool:
    """Whether a process of the group still runs; one that is dead and not yet buried does not."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = status.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


def test_forked_workers_are_ended_by_the_kernel_and_not_between_two_lines() -> None:
    """A handler of ours would be put off until after a wait that may never end."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with pool(2) as forked:
            assert forked.map(signal.getsignal, [signal.SIGTERM] * 4) == [signal.SIG_DFL] * 4
        for _ in range(20):  # they are told to end before they have run their first line
            with pool(4):
                pass
        assert signal.SIGTERM not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    finally:
        signal.signal(signal.SIGTERM, before)
