"""The sweep and the import."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from tests.stops.guide import Guide, Stop

_ROWS = """patient_number,family_name,given_names,sex,birth_date,collected,laboratory,analyte,value,unit,low,high
90001,Okafor,Ada,female,1980-03-12,2026-01-12,City Lab,alp,24,U/L,35,104
90001,Okafor,Ada,female,1980-03-12,2026-01-12,City Lab,calcium,2.4,mmol/L,,
90002,Silva,Rui,male,1971-01-30,2026-01-13,City Lab,alp,n/a,U/L,40,130
90003,Berg,Nils,male,1990-02-31,2026-01-13,City Lab,alp,70,U/L,40,130
"""


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the sweep before and after, and the import at each of its steps."""
    yield "sweep", lambda: guide.go("sweep")
    yield "sweep-found", lambda: _search(guide)
    yield "transfer", lambda: guide.go("transfer")
    yield "transfer-looked", lambda: _look(guide)


def _search(guide: Guide) -> None:
    guide.go("sweep", "now")
    guide.wait_for(lambda: not guide.page("sweep").working.busy)


def _look(guide: Guide) -> None:
    guide.go("transfer")
    page, file = guide.page("transfer"), Path(mkdtemp(prefix="alpdesk-tour-")) / "results.csv"
    file.write_text(_ROWS, encoding="utf-8")
    page.ask_file = lambda *_: file
    page.choose.click()
    guide.wait_for(lambda: not page.working.busy)
