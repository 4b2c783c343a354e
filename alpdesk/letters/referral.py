"""The letter to a specialist: what is known, what is not, and one question, on one page."""

from collections.abc import Iterator
from typing import Literal

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import CriteriaResult, Urgency
from alpdesk.domain.letter import AnyBlock, Bullets, Heading, Paragraph, SignOff, Table
from alpdesk.domain.records import Medicine
from alpdesk.letters.calendar import age_parts, short_date
from alpdesk.letters.situation import Situation, Teller
from alpdesk.letters.tables import Tables

_EDTA = {"edta_probable", "edta_possible"}
_EDTA_NEEDS = ("potassium", "calcium", "magnesium", "zinc")


class Referral:
    """Composes the blocks of one referral."""

    def __init__(self, teller: Teller, tables: Tables, situation: Situation) -> None:
        self._teller, self._tables, self._situation = teller, tables, situation
        self._words, self._rules = teller.words, teller.rules
        self._record, self._assessment = teller.source.record, teller.source.assessment

    def blocks(self, sign_off: SignOff) -> Iterator[AnyBlock]:
        """Yield the letter in the order a specialist reads it."""
        replaced = self._situation.values["replaced_on"]
        if replaced:
            yield self._paragraph("replaces", self._say("takes_the_place", replaced_on=replaced))
        yield self._paragraph("reason", self._opening(), self._reason())
        yield self._paragraph("question", self._question(), self._urgency(), strong=True)
        yield from _beside("alp", "left", self._tables.alps_for_colleague())
        yield from _beside("alp", "right", self._tables.chart("chart", self._because("has_value"), bare=True))
        record, others = (*self._medicines(), *self._background()), tuple(self._companions())
        yield from _beside("record", "left", *record) if isinstance(others[0], Table) else record
        yield from _beside("record", "right", *others) if isinstance(others[0], Table) else others
        yield from self._criteria()
        yield from self._cautions()
        yield from self._checklist()
        yield sign_off

    def _background(self) -> Iterator[AnyBlock]:
        yield self._heading("history")
        yield self._paragraph("history", *self._history())
        yield self._heading("checks")
        yield self._paragraph("checks", *self._checks())

    def _opening(self) -> str:
        patient = self._record.patient
        sex = self._say(f"sex_{patient.sex.value}")
        return self._say("opening", name=self._situation.values["name"], age=self._age(), sex=sex)

    def _age(self) -> str:
        count, unit = age_parts(self._record.patient.birth_date, self._teller.source.day)
        return self._words.plural(f"age_{unit}", "referral", count)

    def _reason(self) -> str:
        values = {name: self._situation.values[name] for name in ("collected", "since", "lows")}
        if self._assessment is not None and self._assessment.alp.suspended:
            why = self._words.text(self._assessment.alp.suspended, "suspended")
            return self._say("reason_suspended", why_suspended=why, **values)
        return self._say(f"reason_{self._series()}", **values)

    def _series(self) -> str:
        if not self._situation.holds("low"):
            return "former" if self._situation.holds("back") else "other"
        held = (name for name in ("persistent", "fluctuating") if self._situation.holds(name))
        return next(held, "single")

    def _question(self) -> str:
        if self._situation.holds("treated"):
            return self._say("question_asfotase")
        if self._situation.holds("antiresorptive"):
            return self._say("question_antiresorptive", antiresorptives=self._situation.values["antiresorptives"])
        return self._say("question")

    def _urgency(self) -> str:
        alerts = self._assessment.alerts if self._assessment else ()
        pressing = {alert.urgency for alert in alerts}
        named = (each for each in (Urgency.EMERGENCY, Urgency.URGENT, Urgency.SOON) if each in pressing)
        return self._say(f"urgency_{next(named, Urgency.ROUTINE).value}")

    def _medicines(self) -> Iterator[AnyBlock]:
        medicines = sorted(self._record.medicines, key=lambda each: (each.stopped is not None, each.name.casefold()))
        if not medicines:
            yield self._heading("medicines")
            yield self._paragraph("medicines", self._say("no_medicines"))
            return
        marked = {id(each) for wanted in self._teller.outlines.highlighted_classes for each in self._of(wanted)}
        yield Table(
            id="medicines",
            rule="medicines",
            because=self._because("medicine_list"),
            head=(self._words.text("medicine", "table"), self._words.text("taken", "table")),
            rows=tuple((each.name, self._taken(each)) for each in medicines),
            strong=tuple(index for index, each in enumerate(medicines) if id(each) in marked),
            caption=self._say("heading_medicines"),
            note=self._say("medicines_note") if marked else "",
        )

    def _of(self, medicine_class: str) -> list[Medicine]:
        return self._teller.history.medicines(medicine_class)

    def _taken(self, medicine: Medicine) -> str:
        locale = self._words.locale
        start = None if medicine.started is None else short_date(medicine.started, locale)
        stop = None if medicine.stopped is None else short_date(medicine.stopped, locale)
        if start and stop:
            return self._words.text("period", "words", start=start, stop=stop)
        if start:
            return self._words.text("since", "words", date=start)
        return self._words.text("stopped", "words", stop=stop) if stop else self._words.text("taken", "words")

    def _history(self) -> Iterator[str]:
        findings = self._rules.findings
        present = [findings[each].title for each in findings if self._teller.history.finding(each) is True]
        absent = [findings[each].title for each in findings if self._teller.history.finding(each) is False]
        events = [
            f"{self._rules.events[each.kind].title} ({short_date(each.on, self._words.locale)})"
            for each in sorted(self._record.events, key=lambda each: each.on)
        ]
        lists = (("history_present", present), ("history_events", events), ("history_absent", absent))
        said = [self._say(key, items=", ".join(items)) for key, items in lists if items]
        yield from said or [self._say("history_none")]

    def _companions(self) -> Iterator[AnyBlock]:
        """Yield what else was measured, and what of the work-up was not."""
        template = self._rules.panel_templates.get("low_alp")
        expected = tuple(each for each in (template.analytes if template else ()) if each != ALP)
        measured = (each for each in self._rules.analytes if self._teller.history.results(each) and each != ALP)
        table = self._tables.companions(tuple(dict.fromkeys((*expected, *measured))), expected)
        if table is None:
            yield self._heading("companions")
            missing = ", ".join(self._rules.analytes[each].short for each in expected)
            yield self._paragraph("companions", self._say("companions_none"), self._say("not_done", tests=missing))
        else:
            day = self._situation.values["collected"]
            yield table.model_copy(update={"caption": self._say("heading_companions_of", day=day)})

    def _criteria(self) -> Iterator[AnyBlock]:
        criteria = self._assessment.criteria if self._assessment else None
        if criteria is None:
            return
        yield self._heading("criteria")
        yield self._paragraph("criteria", self._verdict(criteria), *self._items(criteria))

    def _verdict(self, criteria: CriteriaResult) -> str:
        if not criteria.entry:
            return self._say("criteria_entry")
        key = {True: "criteria_met", False: "criteria_not_met", None: "criteria_open"}[criteria.met]
        return self._say(key, title=criteria.title)

    def _items(self, criteria: CriteriaResult) -> Iterator[str]:
        for major, weight in ((True, "major"), (False, "minor")):
            present = [item.title for item in criteria.items if item.state and item.major is major]
            if present:
                named = self._words.text(weight, "words").capitalize()
                yield self._say("criteria_items_present", weight=named, items="; ".join(present))
        if all(item.state is None for item in criteria.items):
            yield self._say("criteria_nothing")
            return
        for state, key in ((False, "criteria_items_absent"), (None, "criteria_items_unknown")):
            items = [item.title for item in criteria.items if item.state is state]
            if items:
                yield self._say(key, items="; ".join(items))

    def _checks(self) -> Iterator[str]:
        reading = self._teller.reading()
        if reading is None:
            return
        yield self._say("check_specimen", specimen=self._words.text(reading.panel.specimen.value, "words"))
        yield self._say("check_haemolysis", haemolysis=self._say(f"haemolysis_{reading.panel.haemolysis.value}"))
        yield self._say("check_edta", edta=self._say(self._edta()))

    def _edta(self) -> str:
        alerts = self._assessment.alerts if self._assessment else ()
        fired = next((alert.id for alert in alerts if alert.id in _EDTA), None)
        if fired is not None:
            return fired
        measured = [each for each in _EDTA_NEEDS if self._measured_with_alp(each)]
        return "edta_none" if len(measured) > 1 else "edta_unknown"

    def _measured_with_alp(self, analyte: str) -> bool:
        reading = self._teller.reading()
        panels = [panel for panel, _ in self._teller.history.results(analyte)]
        return reading is not None and any(panel is reading.panel for panel in panels)

    def _cautions(self) -> Iterator[AnyBlock]:
        if self._situation.holds("treated"):
            items: tuple[str, ...] = (self._say("caution_asfotase"),)
        elif self._situation.holds("low") or self._situation.holds("formerly"):
            taken = "caution_in_use" if self._situation.holds("antiresorptive") else "caution_antiresorptive"
            items = (self._say(taken), self._say("caution_b6"))
        else:
            return
        yield self._heading("cautions")
        yield Bullets(id="cautions", rule="cautions", because=self._because("low"), items=items)

    def _checklist(self) -> Iterator[AnyBlock]:
        items = self._assessment.checklist if self._assessment else ()
        causes = sorted({item.title for item in items if item.supports}, key=str.casefold)
        texts = [self._say("checklist", causes="; ".join(causes))] if causes else []
        yield self._paragraph("checklist", *texts, self._reviewed())

    def _reviewed(self) -> str:
        """Return who reviewed the list, or a line to sign on."""
        return self._say("checklist_note")

    def _heading(self, name: str) -> Heading:
        return Heading(
            id=f"{name}-heading", rule=name, because=self._because("always"), text=self._say(f"heading_{name}")
        )

    def _paragraph(self, name: str, *texts: str, strong: bool = False) -> Paragraph:
        because = self._because("always")
        return Paragraph(id=name, rule=name, because=because, text=" ".join(texts), strong=strong)

    def _because(self, name: str) -> str:
        return self._words.find(name, "because")

    def _say(self, key: str, **values: str) -> str:
        return self._words.text(key, "referral", **values)


def _beside(group: str, side: Literal["left", "right"], *blocks: AnyBlock) -> Iterator[AnyBlock]:
    return (block.model_copy(update={"group": group, "side": side}) for block in blocks)
