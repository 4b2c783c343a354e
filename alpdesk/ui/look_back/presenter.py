"""Decides what the look-back shows and keeps. Knows neither widgets nor SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from alpdesk.domain.records import Laboratory, Panel, Patient
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.look_back import EarlierResult, LookBackError
from alpdesk.services.panels import PanelPreview, ResultDraft, RowPreview
from alpdesk.ui.clinical.who import age_words
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.look_back import words
from alpdesk.ui.panel.entry import Entry, KnownLaboratories, Seen
from alpdesk.ui.panel.looking import Looker, RowsView
from alpdesk.ui.panel.rows import RowSource
from alpdesk.ui.panel.shown import RowShown, RowSpec
from alpdesk.ui.said import error_words

_ALP = "alp"
_LINES = 6


@dataclass(frozen=True)
class Line:
    """One line as typed; ``day`` is ``None`` while its text is no day."""

    key: str
    text: str
    day: date | None
    draft: ResultDraft

    @property
    def blank(self) -> bool:
        """Whether nothing is typed in it."""
        return not self.text and not self.draft.value


@dataclass(frozen=True)
class Series:
    """What a series that is not finished holds."""

    laboratory: str
    lines: tuple[tuple[str, ResultDraft], ...]
    kept: frozenset[ResultDraft] = frozenset()
    seen: frozenset[Seen] = frozenset()


class LookBackView(RowsView, Protocol):
    """What the presenter asks of the page."""

    def begin(self, patient: Patient, age: str, laboratories: Sequence[Laboratory], chosen: str) -> None: ...
    def laboratory(self) -> str: ...
    def lines(self) -> tuple[Line, ...]: ...
    def show_lines(self, specs: Sequence[RowSpec], typed: Mapping[str, tuple[str, ResultDraft]]) -> None: ...
    def append_line(self, spec: RowSpec, unit: str) -> None: ...
    def show_row(self, analyte: str, shown: RowShown) -> None: ...
    def go_to_value(self, key: str) -> None: ...
    def go_to_day(self, key: str) -> None: ...
    def go_to_save(self) -> None: ...
    def show_problem(self, sentence: str) -> None: ...
    def done(self, patient_id: int, sentence: str, *, decide: bool) -> None: ...


class LookBackPresenter:
    """One series after another."""

    def __init__(self, view: LookBackView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._laboratories = KnownLaboratories(desk.laboratories)
        self._drafts: Keeper[Series] = Keeper(desk.drafts, "look_back", Series)
        self._looker = Looker(view, desk.rules)
        self._entry: Entry | None = None
        self._saving = False

    def start(self, patient_id: int) -> None:
        """Begin a series, or go on with the one that was left."""
        self.keep()
        patient = self._desk.patients.get(patient_id)
        entry = Entry(patient, "", self._desk.panels.previewer(patient_id))
        entry.looks_twice = self._desk.second_look.setting().on
        self._looker.hidden, self._saving = "", False
        before = self._drafts.get(str(patient_id)) or Series(self._usual_laboratory(patient_id), ())
        entry.kept, entry.seen = set(before.kept), set(before.seen)
        count = max(_LINES, len(before.lines) + 1)
        entry.specs = {f"{_ALP}@{number}": self._spec(entry, number) for number in range(1, count + 1)}
        typed = {f"{_ALP}@{number}": line for number, line in enumerate(before.lines, 1)}
        self._entry = entry
        today = self._desk.context.today()
        self._view.begin(patient, age_words(patient.birth_date, today), self._laboratories.reload(), before.laboratory)
        self._view.show_lines(tuple(entry.specs.values()), typed)
        self.edited()
        self._view.show_problem(self._drafts.trouble)
        self._view.go_to_day(next(iter(entry.specs)))

    def keep(self) -> None:
        """Keep what was typed, for when the patient is opened again."""
        if self._entry is None:
            return
        lines = self._view.lines()
        while lines and lines[-1].blank:
            lines = lines[:-1]
        typed = tuple((line.text, line.draft) for line in lines)
        kept, seen = frozenset(self._entry.kept), frozenset(self._entry.seen)
        series = Series(self._view.laboratory(), typed, kept, seen) if lines else None
        self._drafts.put(str(self._entry.patient_id), series)
        if self._drafts.trouble:
            self._view.show_problem(self._drafts.trouble)

    def unsaved(self) -> tuple[str, ...]:
        """Name the series that were typed and could not even be kept as drafts."""
        self.keep()
        return tuple(words.unsaved(self._desk.patients.get(int(key)).name) for key in self._drafts.held())

    def edited(self) -> None:
        """Judge every line anew."""
        if self._entry is not None:
            self._preview(self._entry, [self._judged(self._entry, line) for line in self._view.lines()])

    def edited_row(self, key: str) -> None:
        """Judge one line anew."""
        self._saving = False
        self._looker.show(key)
        if self._entry is None or self._entry.preview is None:
            return
        line = next(line for line in self._view.lines() if line.key == key)
        others = [row for row in self._entry.preview.rows if row.analyte != key]
        self._preview(self._entry, [*others, self._judged(self._entry, line)], only=key)

    def dated(self, key: str, missing: str) -> None:
        """Enter was pressed in a day: go to the value, or to the end when the line is empty."""
        line = next(line for line in self._view.lines() if line.key == key)
        self.edited_row(key)
        self._view.show_error(key, missing)
        if missing:
            return
        if line.blank:
            self._view.go_to_save()
        else:
            self._view.go_to_value(key)

    def entered_row(self, key: str) -> None:
        """Enter was pressed in a line: go on with the next, unless it asks something."""
        self._saving = False
        if self._entry is not None and self._looker.look(self._entry, key, again=True):
            self._go_on(self._entry, key)

    def left_row(self, key: str) -> None:
        """Say what is wrong with the line, and let the user go."""
        if self._entry is not None:
            self._looker.look(self._entry, key)

    def retyped(self, key: str, text: str) -> None:
        """A value was typed once more, unseen."""
        if self._entry is not None and self._looker.retyped(self._entry, key, text):
            self._looked_at(key)

    def answered(self, key: str, *, take: bool) -> None:
        """Take what was offered, or keep what was typed."""
        if self._entry is not None and self._looker.answer(self._entry, key, take=take):
            self._looked_at(key)

    def save(self) -> None:
        """Keep the series; what cannot be kept is said where it stands."""
        entry, lines = self._entry, [line for line in self._view.lines() if not line.blank]
        if entry is None:
            return
        if not lines:
            self._view.show_problem(words.nothing_typed())
            return
        self.edited()
        self._saving = True
        waiting = next((line.key for line in lines if not self._is_ready(entry, line)), None)
        if waiting is None:
            self._keep(entry, lines)
        else:
            self._view.show_problem(words.look_first())

    def none_exists(self) -> None:
        """Note that there are no earlier results."""
        if self._entry is None:
            return
        patient_id = self._entry.patient_id
        try:
            closed = self._desk.look_back.none_exists(patient_id)
        except AlpdeskError as error:
            self._view.show_problem(words.not_saved(error_words(error)))
            return
        self._end(patient_id, words.none_exist(closed))

    def _is_ready(self, entry: Entry, line: Line) -> bool:
        if line.day is None or not line.draft.value:
            (self._view.go_to_value if line.day else self._view.go_to_day)(line.key)
            self._view.show_error(line.key, words.needs_value() if line.day else words.needs_day())
            return False
        if self._looker.look(entry, line.key, again=True):
            return True
        self._view.go_to_value(line.key)
        return False

    def _keep(self, entry: Entry, lines: Sequence[Line]) -> None:
        rows = [_earlier(line) for line in lines]
        try:
            laboratory = self._laboratories.known_or_added(self._view.laboratory())
            found = self._desk.look_back.enter(entry.patient_id, rows, None if laboratory is None else laboratory.id)
        except LookBackError as refusal:
            key = lines[refusal.line].key
            self._view.show_problem(words.not_saved(str(refusal)))
            (self._view.go_to_day if refusal.field == "collected" else self._view.go_to_value)(key)
            self._view.show_error(key, str(refusal))
        except AlpdeskError as error:
            self._view.show_problem(words.not_saved(error_words(error)))
        else:
            self._end(entry.patient_id, words.outcome(found))

    def _end(self, patient_id: int, sentence: str) -> None:
        self._entry, self._saving = None, False
        self._drafts.clear(str(patient_id))
        decide = self._desk.decisions.waiting(patient_id) is not None
        self._view.done(patient_id, sentence, decide=decide)

    def _looked_at(self, key: str) -> None:
        saving = self._saving
        self.edited()
        if saving:
            self.save()
        else:
            self.entered_row(key)

    def _go_on(self, entry: Entry, key: str) -> None:
        order = list(entry.specs)
        at = order.index(key) + 1
        if at == len(order):
            spec = self._spec(entry, at + 1)
            entry.specs[spec.analyte] = spec
            self._view.append_line(spec, self._view.row(key).unit)
            order.append(spec.analyte)
        self._view.go_to_day(order[at])

    def _preview(self, entry: Entry, rows: Sequence[RowPreview], only: str = "") -> None:
        entry.preview = PanelPreview(rows=tuple(rows))
        for row in rows:
            if only in ("", row.analyte):
                self._view.show_row(row.analyte, self._looker.shown(row))

    def _judged(self, entry: Entry, line: Line) -> RowPreview:
        known = self._laboratories.known(self._view.laboratory())
        profile, method = ("", "") if known is None else (known.profile, known.method)
        panel = Panel(collected=line.day or self._desk.context.today(), profile=profile, method=method)
        row = entry.previewer.row(panel, line.draft.model_copy(update={"analyte": _ALP}))
        return row.model_copy(update={"analyte": line.key})

    def _usual_laboratory(self, patient_id: int) -> str:
        listed, panels = self._laboratories.reload(), self._desk.patients.record(patient_id).panels
        last = panels[-1].panel.laboratory_id if panels else None
        return next((lab.name for lab in listed if lab.id == last), "")

    def _spec(self, entry: Entry, number: int) -> RowSpec:
        record = self._desk.patients.record(entry.patient_id)
        return replace(RowSource(self._desk.rules, record, None, None).spec(_ALP), analyte=f"{_ALP}@{number}", last="")


def _earlier(line: Line) -> EarlierResult:
    draft = line.draft
    return EarlierResult(
        collected=line.day or date.min, value=draft.value, unit=draft.unit, low=draft.low, high=draft.high
    )
