"""Who can open the record: passwords, the recovery sheet, and the key."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.access import Way
from alpdesk.services.desk import Desk
from alpdesk.settings import IDLE
from alpdesk.ui.dialogs import ask
from alpdesk.ui.keys.proof import ProofPane
from alpdesk.ui.keys.words import key_words, sheet_words
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.lists import ListSection
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Banner, Button, Choice, Divider, Field, PlainLabel
from alpdesk.ui.widgets.new_password import NewPassword


class AccessSection(ListSection):
    """A password for each person; an administrator gives them, shuts out who left, and keeps the sheet and the key."""

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr("Everybody opens the record with a password of their own, and acts under their own name.")
        super().__init__(self.tr("Passwords and key"), sentence, "", parent)
        self._desk, self._run = desk, run
        self.confirm = ask
        self.new.hide()
        self._who = PlainLabel("", "strong", wrap=True)
        self.old = QLineEdit()
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self._old = Field(self.tr("Password until now"), self.old)
        self.secret = NewPassword()
        self.reason = QLineEdit()
        self._reason = Field(self.tr("Why somebody is shut out (kept)"), self.reason)
        self.shut_out = Button(self.tr("Shut out…"), icon="x")
        self.sheet = Button(self.tr("New recovery sheet…"), icon="printer")
        self.change = Button(self.tr("Change the key…"), icon="lock")
        self.proof = ProofPane(desk, run)
        each, after = self.tr("Each computer chooses"), self.tr("{} minutes")
        self.longest = Choice(((each, None), *((after.format(n), n) for n in IDLE if n > 1)))
        self.longest.picked.connect(self._keep_longest)
        self._sheet_facts, self._key_facts = Banner("ok"), PlainLabel("", wrap=True)
        self._keeping = QWidget()
        self._build()
        self.save.set_text(self.tr("Keep the password"))
        self.shut_out.clicked.connect(self._shut_out)
        self.sheet.clicked.connect(self._begin_sheet)
        self.change.clicked.connect(self._change_key)
        self.proof.proven.connect(self._proven)

    def _build(self) -> None:
        for widget in (self._who, self._old, self.secret):
            self.form.addWidget(widget)
        self.form.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addWidget(self._reason)
        self.form.addWidget(self.shut_out, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(SPACE_2)
        acts.addWidget(self.sheet)
        acts.addWidget(self.change)
        acts.addStretch(1)
        column = QVBoxLayout(self._keeping)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(Divider())
        column.addWidget(self._sheet_facts)
        column.addWidget(self._key_facts)
        column.addLayout(acts)
        column.addWidget(self.proof)
        column.addWidget(Field(self.tr("Every desk locks at the latest after"), self.longest))
        self.body.addWidget(self._keeping)
        self.proof.hide()

    def items(self) -> tuple[tuple[str, object], ...]:
        none = self.tr("no password yet")
        return tuple(
            (way.user.name if way.has_password else f"{way.user.name} ({none})", way.user.id) for way in self._ways()
        )

    def reload(self) -> None:
        super().reload()
        here = self._desk.access.kept_here
        self.none_yet.setText(self.tr("A record on a server and the demonstration have no passwords of their own."))
        self.list.setVisible(here)
        self._keeping.setVisible(here and self._desk.access.may_change())
        if here:
            state = self._desk.access.state()
            self._sheet_facts.show_message("ok" if state.sheet_is_current else "caution", sheet_words(state))
            self._key_facts.setText(key_words(state))
            self.longest.set_value(self._desk.access.longest_idle())

    def show_item(self, value: object) -> None:
        way = self._way(value)
        me = way is not None and way.user.id == self._desk.actor.user_id
        for widget in (self._who, self.secret, self.save):
            widget.setVisible(way is not None)
        self._old.setVisible(me)
        may_shut_out = way is not None and not me and way.has_password
        self._reason.setVisible(may_shut_out)
        self.shut_out.setVisible(may_shut_out)
        self._who.setText("" if way is None else self._said_of(way, me=me))
        self._reason.say()
        self._forget()

    def keep(self) -> None:
        way = self._way(self.current())
        if way is None or not self.secret.check():
            return
        try:
            if way.user.id == self._desk.actor.user_id:
                self._desk.access.change(self.old.text(), self.secret.password())
            else:
                self._desk.access.give(way.user.id or 0, self.secret.password())
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self._forget()
        self.saved(self.tr("The password of {name} is kept").format(name=way.user.name))

    def _said_of(self, way: Way, *, me: bool) -> str:
        name = way.user.name
        if me:
            return self.tr("{name}: another password for yourself").format(name=name)
        if way.has_password:
            return self.tr("{name}: another password instead of one that was forgotten").format(name=name)
        return self.tr("{name}: a first password, to be changed by themselves").format(name=name)

    def _shut_out(self) -> None:
        way, reason = self._way(self.current()), self.reason.text().strip()
        if way is None:
            return
        if not reason:
            self._reason.refuse(self.tr("Type the reason first."))
            self.reason.setFocus()
            return
        title = self.tr("Shut out {name}?").format(name=way.user.name)
        text = self.tr("The record gets another key, so that no copy of the old one opens it. Nobody else notices.")
        if self.confirm(self, title, text, yes=self.tr("Shut out"), no=self.tr("Cancel"), careful=True):
            said = self.tr("{name} can no longer open the record").format(name=way.user.name)
            self._work(lambda: self._desk.access.remove(way.user.id or 0, reason), said)

    def _change_key(self) -> None:
        title = self.tr("Change the key of the record?")
        text = self.tr("Every password stays. The square code of the recovery sheet is of the old key: print it anew.")
        if self.confirm(self, title, text, yes=self.tr("Change the key"), no=self.tr("Cancel")):
            self._work(self._desk.access.change_key, self.tr("The record has another key"))

    def _work(self, work: Callable[[], None], said: str) -> None:
        """Change the key on the worker thread; nothing else is done here meanwhile."""
        self.setEnabled(False)

        def done(_: object) -> None:
            self.setEnabled(True)
            self.saved(said)

        self._run(work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self.setEnabled(True)
        if not isinstance(error, AlpdeskError):
            raise error
        self.refuse(error_words(error))

    def _keep_longest(self, minutes: object) -> None:
        try:
            self._desk.access.set_longest_idle(minutes if isinstance(minutes, int) else None)
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.kept(self.tr("Kept; it holds from the next log-in on"))

    def _begin_sheet(self) -> None:
        self.proof.show()
        self.proof.start()
        self.proof.setFocus()

    def _proven(self) -> None:
        self.proof.hide()
        self.saved(self.tr("The recovery sheet is in force"))

    def _forget(self) -> None:
        self.secret.forget()
        self.old.clear()
        self.reason.clear()

    def _ways(self) -> tuple[Way, ...]:
        access = self._desk.access
        if not access.kept_here:
            return ()
        mine = self._desk.actor.user_id
        return tuple(way for way in access.ways() if access.may_change() or way.user.id == mine)

    def _way(self, value: object) -> Way | None:
        return next((way for way in self._ways() if way.user.id == value), None)
