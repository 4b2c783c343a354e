"""The ways a kept letter leaves: behind a password, by mail, several on one printer; each is noted, none in clear."""

from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QUrl
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import LetterKind, Role, User
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk, build
from alpdesk.store.audit import Actor
from alpdesk.ui.letter.page import LetterPage
from alpdesk.ui.letter.password import PasswordDialog
from alpdesk.ui.letters.page import LettersPage
from tests.ui.conftest import Enter, on_screen, unsafe_labels

WORDS = "three plain words"
Keep = Callable[..., int]


@pytest.fixture
def keep(empty_desk: Desk, enter: Enter) -> Keep:
    def kept(family: str, *, email: str = "", kind: LetterKind = LetterKind.PATIENT) -> int:
        patient = enter(family, alp="29")
        if email:
            empty_desk.patients.update(empty_desk.patients.get(patient).model_copy(update={"email": email}))
        return empty_desk.letters.keep(empty_desk.letters.compose(patient, kind)).id

    return kept


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> LetterPage:
    page = on_screen(qtbot, LetterPage(empty_desk), 740)
    page.output.password = lambda _: WORDS
    return page


def _events(desk: Desk, letter: int) -> list[tuple[str, str]]:
    return [(event.kind.value, event.how) for event in desk.letters.events(letter)][-1:]


def test_a_letter_is_saved_behind_a_password_and_noted(
    page: LetterPage, keep: Keep, empty_desk: Desk, tmp_path: Path
) -> None:
    letter = keep("Mensah")
    page.open_kept(letter)
    page.output.file = lambda name: tmp_path / name
    page._issued.lock.click()
    (file,) = tmp_path.glob("letter_*")
    assert file.name == f"letter_2026-03-02_{letter}.pdf"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.Pdf.open(file)
    opened = PdfReader(file, password=WORDS)
    assert "Mensah" in " ".join(each.extract_text() for each in opened.pages)
    assert _events(empty_desk, letter) == [("saved", "PDF with a password")]


def test_the_pages_in_clear_are_written_nowhere(
    page: LetterPage, keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open_kept(keep("Mensah"))
    written: list[bytes] = []
    kept_whole = Path.replace

    def watched(self: Path, target: Path) -> Path:
        written.append(self.read_bytes())
        return kept_whole(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    page.output.file = lambda name: tmp_path / name
    page._issued.lock.click()
    (content,) = written
    assert b"/Encrypt" in content


def test_a_folder_that_cannot_be_written_says_so_and_nothing_is_noted(
    page: LetterPage, keep: Keep, empty_desk: Desk, tmp_path: Path
) -> None:
    letter = keep("Mensah")
    page.open_kept(letter)
    before = _events(empty_desk, letter)
    page.output.file = lambda _: tmp_path / "no" / "folder.pdf"
    for button in (page._issued.lock, page._save):
        button.click()
        assert "was not written" in page._problem.accessibleName()
    assert _events(empty_desk, letter) == before


@pytest.mark.parametrize("asked", ["password", "file"])
def test_whoever_thinks_better_of_it_leaves_no_trace(
    page: LetterPage, keep: Keep, empty_desk: Desk, tmp_path: Path, asked: str
) -> None:
    letter = keep("Mensah")
    page.open_kept(letter)
    before = _events(empty_desk, letter)
    page.output.file = lambda name: tmp_path / name
    setattr(page.output, asked, lambda _: None)
    page._issued.lock.click()
    assert _events(empty_desk, letter) == before
    assert not list(tmp_path.glob("letter_*"))


def _read(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message


def test_the_mail_program_is_given_a_draft_with_the_encrypted_letter_and_nothing_of_health(
    qtbot: QtBot, page: LetterPage, keep: Keep, empty_desk: Desk
) -> None:
    letter = keep("Mensah", email="abena@example.org")
    page.open_kept(letter)
    opened: list[Path] = []

    def take(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    page.output.messages.open_url = take
    with qtbot.waitSignal(page.said) as said:
        page._issued.mail.click()
    assert "abena@example.org" in said.args[0]
    (place,) = opened
    assert place.name == f"letter_2026-03-02_{letter}.eml"
    assert place.parent.stat().st_mode & 0o077 == 0
    content = place.read_bytes()
    message = _read(content)
    assert (message["X-Unsent"], message["To"]) == ("1", "abena@example.org")
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"letter_2026-03-02_{letter}.pdf"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.Pdf.open(BytesIO(attached.get_content()))
    body = message.get_body()
    assert body is not None
    outside = f"{message['Subject']} {body.get_content()}".casefold()
    assert not any(word in outside for word in ("mensah", "alp", "phosphatase", "blood", "result", "test", "hill"))
    assert _events(empty_desk, letter)[0][0] == "mailed"
    page.output.messages.clear()
    assert not place.parent.exists()


def test_without_a_mail_program_it_is_said_and_nothing_stays(page: LetterPage, keep: Keep, empty_desk: Desk) -> None:
    letter = keep("Mensah")
    page.open_kept(letter)
    before = _events(empty_desk, letter)
    page.output.messages.open_url = lambda _: False
    page._issued.mail.click()
    assert "No mail program" in page._problem.accessibleName()
    assert page.output.messages.folders() == ()
    assert _events(empty_desk, letter) == before


def test_a_letter_that_is_not_signed_is_refused_before_anything_is_asked(
    qtbot: QtBot, keep: Keep, empty_desk: Desk, enter: Enter
) -> None:
    nurse = empty_desk.users.add(User(name="Nurse Day", role=Role.STAFF))
    context = empty_desk.context
    desk = build(
        context.database, rules=empty_desk.rules, clock=context.clock, actor=Actor(nurse.id, nurse.name, "desk-2")
    )
    letter = desk.letters.keep(desk.letters.compose(enter("Mensah", alp="29"), LetterKind.PATIENT)).id
    page = on_screen(qtbot, LetterPage(desk), 740)
    page.open_kept(letter)

    def never(*_: object) -> None:
        raise AssertionError("asked")

    page.output.password = page.output.file = page.output.printer = never
    for button in (page._issued.lock, page._issued.mail, page._save, page._print):
        if not button.isHidden():
            button.click()
    with pytest.raises(AlpdeskError, match="sign"):
        page.ways.save_locked(letter)


def _to_file(page: LettersPage, place: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    page.output.printer = lambda: printer


@pytest.mark.parametrize("both_sides", [False, True])
def test_several_letters_go_to_one_printer_and_each_is_noted(
    qtbot: QtBot, keep: Keep, empty_desk: Desk, tmp_path: Path, both_sides: bool
) -> None:
    letters = [keep(name) for name in ("Mensah", "Asante", "Boateng")]
    lengths = [len(PdfReader(BytesIO(empty_desk.letters.bytes(each))).pages) for each in letters]
    page = on_screen(qtbot, LettersPage(empty_desk), 600)
    page.reload()
    page._table.selectAll()
    page._both_sides.setChecked(both_sides)
    _to_file(page, tmp_path / "all.pdf")
    with qtbot.waitSignal(page.letter_printed):
        page._print.click()
    wanted = sum(length + (length % 2 if both_sides else 0) for length in lengths)
    assert len(PdfReader(tmp_path / "all.pdf").pages) == wanted
    assert [_events(empty_desk, each)[0][0] for each in letters] == ["printed"] * 3


def test_the_password_is_typed_twice_and_weighed(qtbot: QtBot) -> None:
    dialog = PasswordDialog("Choose a password for the letter", "Why")
    qtbot.addWidget(dialog)
    dialog.show()
    assert all(line.echoMode() is QLineEdit.EchoMode.Password for line in (dialog.typed.first, dialog.typed.again))
    qtbot.keyClicks(dialog.typed.first, "short")
    dialog._yes.click()
    assert dialog.isVisible() and dialog.typed.field.is_refused
    dialog.typed.first.clear()
    qtbot.keyClicks(dialog.typed.first, WORDS)
    assert dialog.typed.field.note() == "Good."
    qtbot.keyClicks(dialog.typed.again, "three plain word")
    dialog._yes.click()
    assert dialog.isVisible() and dialog.typed.field_again.is_refused
    qtbot.keyClicks(dialog.typed.again, "s")
    dialog._yes.click()
    assert not dialog.isVisible()
    assert dialog.typed.password() == WORDS
    assert unsafe_labels(dialog) == []
