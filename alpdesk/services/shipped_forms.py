"""What is shipped, in the form in which a clinic may change it."""

from collections.abc import Mapping
from typing import Any

from alpdesk.domain.rules import Profile, RuleBook
from alpdesk.domain.terms import EditKind, LetterKind
from alpdesk.knowledge.own_forms import escalation_form, monitoring_form, profile_form, template_form
from alpdesk.services.shelf import sentences

ESCALATION = "escalation"
Forms = Mapping[str, tuple[str, Mapping[str, Any]]]


def shipped_forms(kind: EditKind, book: RuleBook) -> Forms:
    """Return every shipped entry of a kind by its key: its title and its form."""
    maker = _MAKERS.get(kind)
    return {} if maker is None else maker(book)


def source_words(profile: Profile, book: RuleBook) -> str:
    """Return the citations of a profile as one text."""
    return "; ".join(book.sources[key].citation for key in profile.sources if key in book.sources)


def _profiles(book: RuleBook) -> Forms:
    return {key: (one.title, profile_form(one, source_words(one, book))) for key, one in book.profiles.items()}


def _templates(book: RuleBook) -> Forms:
    return {key: (one.name, template_form(one)) for key, one in book.panel_templates.items()}


def _medicines(book: RuleBook) -> Forms:
    return {key: (one.title, {"names": list(one.names)}) for key, one in book.medicine_classes.items()}


def _monitoring(book: RuleBook) -> Forms:
    return {key: (f"{one.code} {one.title}", monitoring_form(one)) for key, one in book.monitoring.items()}


def _sentences(_book: RuleBook) -> Forms:
    return {key: (key, {"text": text}) for key, text in sentences().items()}


def _steps(book: RuleBook) -> Forms:
    return {ESCALATION: ("", escalation_form(book.escalation))}


def _letters(_book: RuleBook) -> Forms:
    return {kind.value: ("", {}) for kind in LetterKind}


_MAKERS = {
    EditKind.ESCALATION: _steps,
    EditKind.LETTER: _letters,
    EditKind.PROFILE: _profiles,
    EditKind.PANEL_TEMPLATE: _templates,
    EditKind.MEDICINE_CLASS: _medicines,
    EditKind.MONITORING: _monitoring,
    EditKind.SNIPPET: _sentences,
}
