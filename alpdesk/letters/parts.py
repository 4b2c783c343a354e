"""Parts that letters and reports share: a ruled box for what cannot wait, and items under bullets."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, ListFlowable, Spacer, Table as Grid, TableStyle

from alpdesk.letters import fonts
from alpdesk.letters.styles import INK, Styles

BULLET, TICKED = "•", "☑"


def notice(styles: Styles, text: str, width: float) -> Flowable:
    """Return words in a ruled box."""
    box = Grid([[styles.text(text, bold=True, after=0)]], colWidths=[width], splitInRow=1)
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 5) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    box.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 1.1, INK), *padding]))
    box.spaceBefore, box.spaceAfter = 1, styles.after + 1
    return box


def bullets(styles: Styles, items: Sequence[str], sign: str = BULLET) -> list[Flowable]:
    """Return items one under the other, each after a sign: a bullet or a box."""
    listed = ListFlowable(
        [styles.text(item, after=0.5) for item in items],
        bulletType="bullet",
        start=sign,
        bulletFontName=fonts.loaded(fonts.REGULAR if sign == BULLET else fonts.SIGNS),
        bulletFontSize=styles.body * (1 if sign == BULLET else 0.95),
        leftIndent=styles.body * 1.5,
        bulletDedent=styles.body * 1.4,
    )
    return [listed, Spacer(1, styles.after * 0.8)]
