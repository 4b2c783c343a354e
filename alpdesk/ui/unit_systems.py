"""The systems of units a laboratory reports in."""

from PySide6.QtCore import QCoreApplication

CONVENTIONAL, SI, SI_WITH_KATAL = "conventional", "si", "si_katal"


def unit_systems() -> tuple[tuple[str, object], ...]:
    """Return each system in words, with what stands for it in the record."""
    return (
        (QCoreApplication.translate("Units", "Conventional (mg/dL; enzymes in U/L)"), CONVENTIONAL),
        (QCoreApplication.translate("Units", "SI (mmol/L; enzymes in U/L)"), SI),
        (QCoreApplication.translate("Units", "SI (mmol/L; enzymes in µkat/L)"), SI_WITH_KATAL),
    )
