"""A button that puts a value of the record into the text at the cursor."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from alpdesk.services.own_letters import Value
from alpdesk.ui.own_letters import words
from alpdesk.ui.widgets import QuietButton


class ValuesButton(QuietButton):
    """Offers each value in plain words, with what it is for the made-up patient."""

    def __init__(
        self, editor: QPlainTextEdit | QLineEdit, values: Callable[[], tuple[Value, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__("", icon="plus", parent=parent)
        self.set_text(self.tr("Insert a value"))
        self._editor, self._values = editor, values
        self.clicked.connect(self._offer)

    def menu_of_values(self) -> QMenu:
        """Return the menu as it is offered now."""
        menu = QMenu(self)
        for value in self._values():
            shown = self.tr("{what}: {example}") if value.example else self.tr("{what}: none in this example")
            said = shown.format(what=words.value(value.name), example=words.short(value.example))
            action = menu.addAction(said.replace("&", "&&"))
            action.setData(value.name)
            action.triggered.connect(lambda _=False, name=value.name: self.insert(name))
        return menu

    def insert(self, name: str) -> None:
        """Put a value where the cursor stands."""
        if isinstance(self._editor, QLineEdit):
            self._editor.insert(f"{{{name}}}")
        else:
            self._editor.insertPlainText(f"{{{name}}}")
        self._editor.setFocus()

    def _offer(self) -> None:
        self.menu_of_values().popup(self.mapToGlobal(self.rect().bottomLeft()))
