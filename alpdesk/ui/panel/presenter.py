"""Decides what the entry page shows and keeps. Knows neither widgets nor SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from alpdesk import settings as remembered
from alpdesk.domain.alp import ALP
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.panels import Entered, EntryError, PanelDraft, PanelPreview, ResultDraft
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.panel import words
from alpdesk.ui.panel.choosing import choices, still_fits, usual_laboratory
from alpdesk.ui.panel.entry import Entry, KnownLaboratories, Typed, first_template
from alpdesk.ui.panel.looking import Looker
from alpdesk.ui.panel.rows import RowSource
from alpdesk.ui.panel.shown import Choices, Head, Question, RowShown, RowSpec
from alpdesk.ui.said import error_words
from alpdesk.ui.widgets.banner import Kind


class PanelView(Protocol):
    """What the presenter asks of the page."""

    def begin(self, choices: Choices) -> None: ...
    def head(self) -> Head: ...
    def rows(self) -> tuple[ResultDraft, ...]: ...
    def row(self, analyte: str) -> ResultDraft: ...
    def show_rows(self, specs: Sequence[RowSpec], typed: Mapping[str, ResultDraft]) -> None: ...
    def append_row(self, spec: RowSpec) -> None: ...
    def show_row(self, analyte: str, shown: RowShown) -> None: ...
    def show_error(self, analyte: str, sentence: str) -> None: ...
    def ask(self, analyte: str, question: Question | None) -> None: ...
    def put(self, analyte: str, value: str, unit: str) -> None: ...
    def look_again(self, analyte: str, sentence: str) -> None: ...
    def go_on(self, analyte: str) -> None: ...
    def go_to(self, analyte: str) -> None: ...
    def go_head(self) -> None: ...
    def say_head(self, *, collected: str, laboratory: str, received: str) -> None: ...
    def show_gestation(self, *, wanted: bool) -> None: ...
    def show_summary(self, kind: Kind, text: str, detail: str) -> None: ...
    def show_twin(self, sentence: str) -> None: ...
    def show_problem(self, sentence: str) -> None: ...
    def saved(self, patient_id: int, entered: Entered, sentence: str) -> None: ...


class PanelPresenter:
    """One panel after another; what was typed for a patient stays until it is saved or cleared."""

    def __init__(self, view: PanelView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._laboratories = KnownLaboratories(desk.laboratories)
        self._looker = Looker(view, desk.rules)
        self._entry: Entry | None = None
        self._drafts: Keeper[Typed] = Keeper(desk.drafts, "panel", Typed)
        self._saving = False
        self._last_template = remembered.load().panel_template
        self._last_laboratory = ""

    # Starting and leaving

    def start(self, patient_id: int, uid: UUID | None = None) -> None:
        """Begin a panel, or go on with the one that was left; ``uid`` when its scans are there already."""
        self.keep()
        before = still_fits(self._desk, self._drafts.get(str(patient_id)))
        known = [template.id for template in self._desk.panels.templates()]
        template = self._last_template if self._last_template in known else first_template(known)
        entry = Entry(self._desk.patients.get(patient_id), template, self._desk.panels.previewer(patient_id))
        entry.looks_twice = self._desk.second_look.setting().on
        self._looker.hidden, self._saving = "", False
        if uid is not None:
            entry.uid = uid
        usual = self._last_laboratory or usual_laboratory(self._desk, patient_id, self._laboratories.reload())
        head = Head(collected=self._desk.context.today(), laboratory=usual)
        if before is not None:
            entry.go_on(before)
            head = before.head
            entry.template = before.template if before.template in known else template
        self._entry = entry
        self._view.begin(choices(self._desk, entry, head, self._laboratories.reload()))
        self._lay_rows(entry, {row.analyte: row for row in before.rows} if before is not None else {})
        self._view.go_head()
        self._view.show_problem(self._drafts.trouble)

    def keep(self) -> None:
        """Keep what was typed, for when the patient is opened again."""
        if self._entry is None:
            return
        entry, rows = self._entry, tuple(row for row in self._view.rows() if row.value)
        begun = bool(rows) or bool(self._desk.attachments.list(entry.uid))
        self._drafts.put(str(entry.patient_id), entry.typed(self._view.head(), rows) if begun else None)
        if self._drafts.trouble:
            self._view.show_problem(self._drafts.trouble)

    def unsaved(self) -> tuple[str, ...]:
        """Name the panels that were typed and could not even be kept as drafts."""
        self.keep()
        return tuple(words.unsaved(self._desk.patients.get(int(key)).name) for key in self._drafts.held())

    def clear(self) -> None:
        """Begin the panel again from nothing; a scan stays beside it."""
        if self._entry is not None:
            patient_id, uid = self._entry.patient_id, self._entry.uid
            self._entry = None
            self._drafts.clear(str(patient_id))
            self.start(patient_id, uid if self._desk.attachments.list(uid) else None)

    # Rows

    def choose_template(self, template_id: str) -> None:
        """Show the rows of a template; what is typed stays."""
        if self._entry is not None:
            self._entry.template = self._last_template = template_id
            remembered.save(replace(remembered.load(), panel_template=template_id))
            self._lay_rows(self._entry, {row.analyte: row for row in self._view.rows() if row.value})

    def add_analyte(self, text: str) -> None:
        """Add the test that goes by ``text`` and go to its value."""
        if self._entry is None or not text.strip():
            return
        source = self._row_source(self._entry)
        analyte = source.find(text)
        if analyte is None:
            self._view.show_problem(words.unknown_analyte(text.strip()))
            return
        if analyte not in self._entry.specs:
            self._entry.specs[analyte] = source.spec(analyte)
            self._view.append_row(self._entry.specs[analyte])
            self.edited()
        self._view.show_problem("")
        self._view.go_to(analyte)

    def edited(self) -> None:
        """Judge what is typed so far. An unfinished row is no error yet."""
        if self._entry is None:
            return
        head = self._view.head()
        self._view.show_gestation(wanted=self._entry.asks_gestation(head.collected))
        self._say_head(head)
        if head.collected is not None:
            self._entry.preview = self._entry.previewer.preview(self._draft(self._entry, head))
            self._show(self._entry, self._entry.preview)

    def edited_row(self, analyte: str) -> None:
        """Take back what was said of a row and judge again."""
        self._saving = False
        self._looker.show(analyte)
        self.edited()

    def changed_laboratory(self) -> None:
        """Preset the units of the rows that are still empty."""
        if self._entry is None:
            return
        source = self._row_source(self._entry)
        for row in self._view.rows():
            if not row.value:
                self._entry.specs[row.analyte] = source.spec(row.analyte)
                self._view.put(row.analyte, "", self._entry.specs[row.analyte].unit)
        self.edited()

    def entered_row(self, analyte: str) -> None:
        """Enter was pressed: go on, unless the row is refused, asks something, or is typed once more."""
        self._saving = False
        if self._entry is not None and self._looker.look(self._entry, analyte, again=True):
            self._view.go_on(analyte)

    def left_row(self, analyte: str) -> None:
        """The row lost the focus: say what is wrong with it, and let the user go."""
        if self._entry is not None:
            self._looker.look(self._entry, analyte)

    def retyped(self, analyte: str, text: str) -> None:
        """A value was typed once more, unseen: go on when it is the same."""
        if self._entry is not None and self._looker.retyped(self._entry, analyte, text):
            self._looked_at(analyte)

    def answered(self, analyte: str, *, take: bool) -> None:
        """Take what was offered, or keep what was typed."""
        if self._entry is not None and self._looker.answer(self._entry, analyte, take=take):
            self._looked_at(analyte)

    def _looked_at(self, analyte: str) -> None:
        """Go on where the row held up: with the save, or with the next row."""
        saving = self._saving
        self.edited()
        if saving:
            self.save()
        else:
            self.entered_row(analyte)

    # Saving

    def save(self) -> None:
        """Keep the panel; what cannot be kept is said where it stands, and nothing typed is lost."""
        if self._entry is None:
            return
        self.edited()
        if self._view.head().collected is None or self._view.head().unread:
            self._view.show_problem(words.no_date())
            self._view.go_head()
        elif not any(row.value for row in self._view.rows()):
            self._view.show_problem(words.nothing_typed())
            self._view.go_to(next(iter(self._entry.specs)))
        else:
            entry = self._entry
            look, self._saving = self._looker.look, True
            waiting = next((analyte for analyte in entry.specs if not look(entry, analyte, again=True)), None)
            if waiting is None:
                self._keep(entry)
            else:
                self._view.show_problem(self._looker.waits(entry, waiting))
                self._view.go_to(waiting)

    def _keep(self, entry: Entry) -> None:
        head = self._view.head()
        try:
            self._laboratories.known_or_added(head.laboratory)
            draft = self._draft(entry, head)
            entered = self._desk.panels.enter_draft(entry.patient_id, draft)
        except EntryError as refusal:
            self._refused(entry, refusal)
        except AlpdeskError as error:
            self._view.show_problem(words.not_saved(error_words(error)))
        except Exception:
            self._view.show_problem(words.not_saved(words.unexpected()))
            raise
        else:
            self._last_laboratory = head.laboratory
            self._drafts.clear(str(entry.patient_id))
            self._entry, self._saving = None, False
            count = sum(bool(row.value) for row in draft.rows)
            self._view.saved(entry.patient_id, entered, words.saved(count, entered))

    def _refused(self, entry: Entry, refusal: EntryError) -> None:
        self._view.show_problem(words.not_saved(str(refusal)))
        if refusal.analyte in entry.specs:
            self._view.show_error(refusal.analyte, str(refusal))
            self._view.go_to(refusal.analyte)

    # Internal

    def _show(self, entry: Entry, preview: PanelPreview) -> None:
        for row in preview.rows:
            if row.analyte in entry.specs:
                self._view.show_row(row.analyte, self._looker.shown(row))
        if preview.error:
            received = preview.error if preview.field == "received" else ""
            self._view.say_head(collected="" if received else preview.error, laboratory="", received=received)
        self._view.show_twin(words.twin(preview.twin))
        judged = preview.assessment is not None and preview.assessment.alp.value and not self._looker.hidden
        if preview.assessment is not None and judged:
            self._view.show_summary(*words.summary(preview.assessment, self._desk.rules.analytes[ALP]))
        else:
            self._view.show_summary("info", "", "")

    def _lay_rows(self, entry: Entry, typed: Mapping[str, ResultDraft]) -> None:
        templates = {template.id: template.analytes for template in self._desk.panels.templates()}
        source = self._row_source(entry)
        wanted = dict.fromkeys((*templates.get(entry.template, ()), *typed))
        entry.specs = {analyte: source.spec(analyte) for analyte in wanted}
        self._view.show_rows(tuple(entry.specs.values()), typed)
        self.edited()

    def _row_source(self, entry: Entry) -> RowSource:
        head = self._view.head()
        record = self._desk.patients.record(entry.patient_id)
        return RowSource(self._desk.rules, record, self._laboratories.known(head.laboratory), head.collected)

    def _draft(self, entry: Entry, head: Head) -> PanelDraft:
        panel = entry.panel(head, self._laboratories.known(head.laboratory), self._desk.context.today())
        return PanelDraft(panel=panel, rows=self._view.rows())

    def _say_head(self, head: Head) -> None:
        known = not head.laboratory or self._laboratories.known(head.laboratory) is not None
        day = "" if head.collected is not None else words.no_date()
        new = "" if known else words.new_laboratory(head.laboratory)
        self._view.say_head(collected=day, laboratory=new, received=words.no_date() if head.unread else "")
