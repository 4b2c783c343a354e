"""The panel being typed: its identity, its rows, what the user chose to keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from alpdesk.domain.ages import years
from alpdesk.domain.records import Laboratory, Panel, Patient, Sex
from alpdesk.services.laboratories import Laboratories
from alpdesk.services.panels import PanelPreview, ResultDraft, RowPreview
from alpdesk.services.previewing import Previewer
from alpdesk.ui.panel.shown import Head, RowSpec

Seen = tuple[str, str, str]
_MAY_BE_PREGNANT = range(12, 56)


@dataclass(frozen=True)
class Typed:
    """What a patient's unsaved panel held when the page was left: cells, and questions answered."""

    uid: UUID
    template: str
    head: Head
    rows: tuple[ResultDraft, ...]
    kept: frozenset[ResultDraft]
    seen: frozenset[Seen] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Entry:
    """One panel from the first key to the save. Its ``uid`` makes a second save the same save.

    ``kept``: rows that stay as they are, whatever was asked. ``seen``: values typed twice. ``apart``: neighbours that
    are not swapped.
    """

    patient: Patient
    template: str
    previewer: Previewer
    uid: UUID = field(default_factory=uuid4)
    kept: set[ResultDraft] = field(default_factory=set)
    seen: set[Seen] = field(default_factory=set)
    apart: set[tuple[str, str]] = field(default_factory=set)
    looks_twice: bool = True
    specs: dict[str, RowSpec] = field(default_factory=dict)
    preview: PanelPreview | None = None

    @property
    def patient_id(self) -> int:
        return self.patient.id or 0

    def panel(self, head: Head, laboratory: Laboratory | None, today: date) -> Panel:
        """Return the panel that belongs to ``head``."""
        return Panel(
            uid=self.uid,
            patient_id=self.patient.id,
            collected=head.collected or today,
            laboratory_id=laboratory.id if laboratory is not None else None,
            profile=laboratory.profile if laboratory is not None else "",
            method=laboratory.method if laboratory is not None else "",
            specimen=head.specimen,
            haemolysis=head.haemolysis,
            fasting=head.fasting or None,
            gestation_weeks=head.gestation_weeks,
            comment=head.comment,
            received=head.received,
        )

    def asks_gestation(self, collected: date | None) -> bool:
        """Say whether weeks of pregnancy may be entered for this patient on this day."""
        if self.patient.sex is Sex.MALE or collected is None:
            return False
        return years(self.patient.birth_date, collected) in _MAY_BE_PREGNANT

    def go_on(self, before: Typed) -> None:
        """Take up what was typed before."""
        self.uid, self.kept, self.seen, self.apart = before.uid, set(before.kept), set(before.seen), set(before.apart)

    def typed(self, head: Head, rows: tuple[ResultDraft, ...]) -> Typed:
        """Return what is to be kept of a panel that is not finished."""
        kept, seen, apart = frozenset(self.kept), frozenset(self.seen), frozenset(self.apart)
        return Typed(self.uid, self.template, head, rows, kept, seen, apart)

    def row_of(self, analyte: str) -> RowPreview | None:
        """Return what was said of a row."""
        rows = self.preview.rows if self.preview is not None else ()
        return next((row for row in rows if row.analyte == analyte), None)

    def error_of(self, analyte: str) -> str:
        """Return the sentence that refuses a row, if one does."""
        row = self.row_of(analyte)
        return "" if row is None else row.error


class KnownLaboratories:
    """Finds a laboratory by the name that was typed, and adds it when it is new."""

    def __init__(self, laboratories: Laboratories) -> None:
        self._laboratories = laboratories
        self._listed: Sequence[Laboratory] = ()

    def reload(self) -> Sequence[Laboratory]:
        """Read the list again."""
        self._listed = self._laboratories.list()
        return self._listed

    def known(self, name: str) -> Laboratory | None:
        """Return the laboratory of that name."""
        wanted = name.strip().casefold()
        return next((lab for lab in self._listed if lab.name.casefold() == wanted), None)

    def known_or_added(self, name: str) -> Laboratory | None:
        """Return the laboratory of that name, a new one if need be; no name is no laboratory."""
        if not name.strip():
            return None
        found = self.known(name)
        if found is None:
            found = self._laboratories.add(Laboratory(name=name.strip()))
            self.reload()
        return found


def first_template(known: Sequence[str]) -> str:
    """Return the template to begin with: the low-ALP work-up where there is one."""
    return next((template for template in known if template.startswith("low")), next(iter(known), ""))
