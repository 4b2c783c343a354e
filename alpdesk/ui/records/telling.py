"""What is told of a result, a panel or a person before and after it is put right."""

from collections.abc import Iterator, Sequence

from alpdesk.domain.records import Panel, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services.corrections import Mark
from alpdesk.services.desk import Desk
from alpdesk.services.entry import check_panel
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.clinical.why import Explanation
from alpdesk.ui.people import age_text
from alpdesk.ui.records import words
from alpdesk.ui.records.correct_dialog import Kept
from alpdesk.ui.records.people_dialog import Outlook
from alpdesk.ui.said import error_words
from alpdesk.ui.widgets import Why, arrow_of, flag_word, format_date
from alpdesk.ui.widgets.numbers import as_shown


class Telling:
    """Reads the record for the dialogs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._names = analyte_names(desk.rules)

    def kept(self, panel_id: int, result_id: int) -> Kept:
        """Return a result as it stands."""
        both = self._desk.panels.get(panel_id)
        result = next(one for one in both.results if one.id == result_id)
        before = [one for one in both.results if one.analyte == result.analyte and not one.standing]
        earlier = (
            words.earlier("; ".join(f"{as_shown(old.value)} {old.unit}".strip() for old in before)) if before else ""
        )
        name = self._names.get(result.analyte, result.analyte)
        analyte, twice = self._desk.rules.analytes.get(result.analyte), self._desk.second_look.setting().on
        day, said = format_date(both.panel.collected), words.stands(_shown(result))
        return Kept(result, name, day, said, earlier, analyte, looks_twice=twice)

    def versions(self, panel_id: int, analyte: str) -> Explanation:
        """Return every version of a result, newest first, each with what was done to it."""
        both = self._desk.panels.get(panel_id)
        name, day = self._names.get(analyte, analyte), format_date(both.panel.collected)
        made = self._desk.corrections.marks_of_panel(panel_id)
        parts = tuple(
            Why(_shown(result), self._done_to(result, made))
            for result in reversed(both.results)
            if result.analyte == analyte
        )
        return words.versions_title(name, day), parts

    def move_follows(self, panel: Panel, person: int) -> Outlook:
        """Say what would follow when a panel moved to somebody, or why it cannot."""
        if person == panel.patient_id:
            return Outlook(possible=False, text=words.here_already())
        patient = self._desk.patients.get(person)
        try:
            check_panel(panel, patient, self._desk.context.today())
        except AlpdeskError as error:
            return Outlook(possible=False, text=error_words(error))
        said = words.would_be(patient.name, age_text(patient.birth_date, panel.collected))
        flags = self._desk.corrections.flags_if_moved(panel.id or 0, person)
        return Outlook(possible=True, text="\n".join((said, *words.would_turn(flags, self._names))))

    def sample_follows(self, panel: Panel) -> str:
        """Say which flags would turn if a sample were as given."""
        return "\n".join(words.would_turn(self._desk.corrections.flags_if_sampled(panel), self._names))

    def merge_follows(self, keep: int, other: int) -> Outlook:
        """Say what a merge would do, or why it cannot be done."""
        preview = self._desk.corrections.merge_preview(keep, other)
        fields = words.person_fields()
        said = words.merge_follows(preview, fields, self._names)
        return Outlook(possible=not preview.refused, text=said, caution=words.merge_caution(preview, fields))

    def _done_to(self, result: Result, made: Sequence[Mark]) -> tuple[str, ...]:
        said = [one for mark in made for one in self._said_of(result, mark)]
        return tuple(said) or (words.as_entered(),)

    def _said_of(self, result: Result, mark: Mark) -> Iterator[str]:
        """Yield what a correction did to a result: a version, or the verdict that was shown of it until then."""
        if result.id in (mark.correction.result_id, mark.correction.new_result_id):
            yield words.done(mark, replaced=mark.correction.result_id == result.id)
        for flag in mark.flags:
            if flag.result_id == result.id:
                yield words.shown_until(flag, mark)


def _shown(result: Result) -> str:
    sign = " ".join(part for part in (arrow_of(result.flag.value), flag_word(result.flag.value)) if part)
    return f"{as_shown(result.value)} {result.unit}  {sign}".strip()
