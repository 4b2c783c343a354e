"""What an analyte is called on the screen."""

from collections.abc import Iterable

from alpdesk.domain.analytes import Analyte
from alpdesk.domain.rules import RuleBook


def analyte_name(analyte: Analyte) -> str:
    """Return the usual short name; a mere symbol such as K or Mg is written out."""
    return analyte.short if len(analyte.short) > 2 else analyte.title


def analyte_names(rules: RuleBook) -> dict[str, str]:
    """Return the name of every analyte, in the order of the rule book."""
    return {analyte.id: analyte_name(analyte) for analyte in rules.analytes.values()}


def tests_named(tests: Iterable[str], names: dict[str, str]) -> str:
    """Return tests as a list in words; what is no analyte is left as it is written."""
    return ", ".join(names.get(test, test.replace("_", " ")) for test in tests)
