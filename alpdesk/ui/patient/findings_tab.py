"""Findings as questions with three answers: present, absent, and unknown, which is neither."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from alpdesk.domain.ages import has_reached
from alpdesk.domain.records import Finding, Patient, Sex
from alpdesk.domain.rules import FindingKind
from alpdesk.services.history import FindingSaid
from alpdesk.ui.theme import SPACE_1, SPACE_3, SPACE_6
from alpdesk.ui.widgets import Divider, PlainLabel, format_date

_ANSWERS = (True, False, None)


class FindingLine(QWidget):
    """One question. Signals: ``answered`` with the finding's id and True, False or None."""

    answered = Signal(str, object)

    def __init__(self, kind: FindingKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        words = {True: self.tr("present"), False: self.tr("absent"), None: self.tr("unknown")}
        self.buttons = {answer: QRadioButton(words[answer]) for answer in _ANSWERS}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(Divider())
        column.addLayout(row)
        question = PlainLabel(kind.question or kind.title, wrap=True)
        question.setToolTip("")
        row.addWidget(question, 1)
        for answer, button in self.buttons.items():
            button.setAccessibleName(f"{kind.title}: {words[answer]}")
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _=False, answer=answer: self.answered.emit(kind.id, answer))
        self._words = words
        self.said = PlainLabel("", "small", wrap=True)
        column.addWidget(self.said)
        self.said.hide()

    def show_answer(self, present: bool | None, said: Sequence[FindingSaid] = ()) -> None:
        """Show what is on record, and every word that was said of it with who and when, newest first."""
        self.buttons[present].setChecked(True)
        self.said.setText("; ".join(self._told(one) for one in said))
        self.said.setVisible(bool(said))

    def _told(self, one: FindingSaid) -> str:
        day = "" if one.entry.made_at is None else format_date(one.entry.made_at.astimezone().date())
        return ", ".join(part for part in (self._words[one.entry.present], one.by, day) if part)


class FindingsTab(QWidget):
    """The questions in groups. Signals: ``answered`` with the finding's id and True, False or None."""

    answered = Signal(str, object)

    def __init__(self, kinds: Mapping[str, FindingKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = tuple(kinds.values())
        self.lines: dict[str, FindingLine] = {}
        self._groups: list[tuple[PlainLabel, tuple[FindingLine, ...]]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE_3, 0, 0)
        self._column.setSpacing(SPACE_1)
        hint = self.tr("Unknown is not absent: only an answered question speaks for or against a cause.")
        self._column.addWidget(PlainLabel(hint, "small", wrap=True))

    def show_findings(
        self, patient: Patient, findings: Sequence[Finding], said: Sequence[FindingSaid], today: date
    ) -> None:
        """Show the questions that fit the patient's age, with the answers on record."""
        if not self.lines:
            self._make_lines()
        answers: dict[str, bool | None] = {found.finding: found.present for found in findings}
        for name, line in self.lines.items():
            told = [one for one in said if one.entry.finding == name]
            line.show_answer(answers.get(name), told)
            line.setVisible(name in answers or bool(told) or _fits(line.kind, patient, today))
        for heading, lines in self._groups:
            heading.setHidden(all(line.isHidden() for line in lines))

    def _make_lines(self) -> None:
        for group in dict.fromkeys(kind.group for kind in self._kinds):
            heading = PlainLabel(group[:1].upper() + group[1:], "heading")
            heading.setContentsMargins(0, SPACE_6, 0, 0)
            self._column.addWidget(heading)
            lines = tuple(FindingLine(kind) for kind in self._kinds if kind.group == group)
            for line in lines:
                line.answered.connect(self.answered)
                self.lines[line.kind.id] = line
                self._column.addWidget(line)
            self._groups.append((heading, lines))
        self._column.addStretch(1)


def _fits(kind: FindingKind, patient: Patient, today: date) -> bool:
    """Say whether a question is asked of somebody of this age and sex."""
    if patient.sex is not Sex.UNKNOWN and kind.sex not in ("any", patient.sex.value):
        return False
    if kind.age_from is not None and not has_reached(patient.birth_date, today, kind.age_from):
        return False
    return kind.age_to is None or not has_reached(patient.birth_date, today, kind.age_to)
