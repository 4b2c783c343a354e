"""The systems of units a laboratory reports in."""

from PySide6.QtCore import QCoreApplication


def unit_systems() -> tuple[tuple[str, object], ...]:
    """Return each system in words, with what stands for it in the record."""
    return (
        (QCoreApplication.translate("Units", "Conventional (U/L, mg/dL)"), "conventional"),
        (QCoreApplication.translate("Units", "SI (U/L, mmol/L)"), "si"),
    )
