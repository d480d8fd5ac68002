"""Work in copies of the process comes to the same as work in one."""

import os
import threading
import time

import pytest

from courseware import processes
from courseware.processes import spread

_is_alone = processes._is_alone  # pyright: ignore[reportPrivateUsage]


@pytest.fixture(autouse=True)
def four_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_processors", lambda: 4)
    # Tests of other files may have left threads behind, which hold none of our locks.
    monkeypatch.setattr(processes, "_is_alone", lambda: True)


def test_results_keep_their_order_and_come_from_several_processes() -> None:
    """A release is sorted, and a site is compared byte for byte."""
    made = spread(lambda number: (number * number, os.getpid()), range(11), 2)
    assert [square for square, _ in made] == [number * number for number in range(11)]
    assert len({pid for _, pid in made}) == 4


def test_who_is_kept_waiting_keeps_nobody_else_waiting() -> None:
    """Another program may hold a processor for a while: the items are not shared out before."""
    here = os.getpid()

    def slowly_here(_: int) -> bool:
        if os.getpid() == here:
            time.sleep(0.3)
        return os.getpid() == here

    assert sum(spread(slowly_here, range(40), 2)) < 10


@pytest.mark.parametrize("count", [0, 1, 3])
def test_little_work_starts_no_process(count: int) -> None:
    """A process costs more than a handful of pages."""
    assert spread(lambda _: os.getpid(), range(count), 2) == [os.getpid()] * count


def test_an_error_rises_as_it_would_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor must read which page is wrong, whichever process came upon it; none of them stays behind."""
    started: list[int] = []
    fork = os.fork

    def noted() -> int:
        started.append(fork())
        return started[-1]

    monkeypatch.setattr(os, "fork", noted)

    def refuse(number: int) -> int:
        if number == 5:
            raise LookupError("five")
        return number

    with pytest.raises(LookupError, match="five"):
        spread(refuse, range(8), 2)
    assert len(started) == 3
    for pid in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def test_what_a_copy_could_not_finish_is_done_here() -> None:
    """The system ends whatever takes too much memory."""
    here = os.getpid()

    def end_elsewhere(number: int) -> int:
        if os.getpid() != here:
            os._exit(9)
        return number

    assert spread(end_elsewhere, range(9), 2) == list(range(9))


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy would wait for ever for a lock that a thread held."""
    monkeypatch.setattr(processes, "_is_alone", _is_alone)
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert spread(lambda _: os.getpid(), range(8), 2) == [os.getpid()] * 8
    finally:
        over.set()
        thread.join()
