"""Why each sentence of a paragraph is in the letter, folded away until somebody asks."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.letter import AnyBlock
from alpdesk.ui.clinical.folding import FoldTitle
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_6
from alpdesk.ui.widgets import PlainLabel
from alpdesk.ui.widgets.tips import tip


class ReasonsFold(QWidget):
    """Opens on "Why is this here?": every sentence with what in the record chose it, and its name in the catalogue."""

    def __init__(self, block: AnyBlock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = FoldTitle(self.tr("Why is this here?"), strong=False)
        self.lines = QWidget()
        inside = QVBoxLayout(self.lines)
        inside.setContentsMargins(SPACE_6, 0, 0, SPACE_2)
        inside.setSpacing(SPACE_1)
        for reason in block.reasons:
            inside.addWidget(PlainLabel(self.tr("“{sentence}”").format(sentence=reason.sentence), "small", wrap=True))
            why = PlainLabel(" ".join(reason.facts), "small", wrap=True)
            why.setContentsMargins(SPACE_2, 0, 0, SPACE_1)
            why.setToolTip(tip(self.tr("Sentence {key}").format(key=reason.key)))
            inside.addWidget(why)
        if not block.reasons:
            inside.addWidget(PlainLabel(block.because, "small", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_2)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.lines)
        self.lines.hide()
        self.title.toggled.connect(self.lines.setVisible)
