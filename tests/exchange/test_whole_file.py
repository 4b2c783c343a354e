"""Files that are there whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from alpdesk.errors import AlpdeskError
from alpdesk.exchange import whole_file
from alpdesk.exchange.whole_file import write_whole


def test_a_file_is_written_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.pdf", b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.pdf", b"new")]


def test_a_file_that_was_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    write_whole(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (errno.ENOSPC, "The disk is full: a.pdf was not written."),
        (errno.EROFS, "may not be written to: a.pdf was not written."),
        (errno.EIO, "a.pdf could not be written:"),
    ],
)
def test_a_fault_is_said_in_a_sentence_and_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, said: str
) -> None:
    def fail(_file: int) -> None:
        raise OSError(fault, os.strerror(fault))

    (tmp_path / "a.pdf").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(AlpdeskError, match=said):
        write_whole(tmp_path / "a.pdf", b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AlpdeskError, match=r"There is no folder .*gone: a\.pdf was not written"):
        write_whole(tmp_path / "gone" / "a.pdf", b"new")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_that_is_full_is_told_of_by_its_own_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115  closed below
    try:
        with pytest.raises(OSError) as told:
            full.write(b"x")
    finally:
        full.close()
    assert whole_file._sentence(told.value, tmp_path / "a.pdf").startswith("The disk is full")
