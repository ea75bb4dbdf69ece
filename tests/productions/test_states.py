"""The table: every state leads somewhere, and nowhere else."""

import pytest

from productions.states import CANCELABLE, RESTING, TABLE, UNFINISHED, Kind, State, is_allowed


def test_every_state_has_a_row() -> None:
    assert set(TABLE) == set(State)


def test_states_that_wait_say_how_long() -> None:
    assert {state for state, row in TABLE.items() if row.waits[0] > 0} == {State.PROCESSING, State.TRANSCODING}


def test_the_way_from_draft_leads_through_every_stage_to_ready() -> None:
    way = [State.DRAFT]
    while after := TABLE[way[-1]].next:
        way.append(after)
    assert [state.value for state in way] == [
        "draft", "creating", "uploading", "starting", "processing", "collecting", "delivering", "transcoding", "ready",
    ]  # fmt: skip


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_only_the_moves_of_the_table_are_allowed(before: State, after: State) -> None:
    expected = (
        TABLE[before].next == after
        or (after == State.FAILED and before in UNFINISHED)
        or (after == State.CANCELING and before in CANCELABLE)
        or (after == State.HELD and before in (State.COLLECTING, State.DELIVERING))
    )
    assert is_allowed(before, after) == expected


def test_a_failed_production_resumes_where_it_failed_and_nowhere_else() -> None:
    allowed = [state for state in State if is_allowed(State.FAILED, state, failed_in=State.COLLECTING)]
    assert allowed == [State.COLLECTING]


def test_resting_and_unfinished_share_nothing() -> None:
    assert not set(RESTING) & set(UNFINISHED)
    assert all(TABLE[state].kind != Kind.RESTS for state in UNFINISHED)
