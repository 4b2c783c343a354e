"""What this computer remembers: small, harmless when damaged, without a patient."""

from pathlib import Path

import pytest

from alpdesk.settings import Settings, load, save


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save(Settings(appearance="dark"), file)
    assert file.read_text() == 'appearance = "dark"\n'


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.toml"
    kept = Settings(appearance="light", scale=150, database='C:\\clinic "new".alpdesk', user="Dr. Ade")
    save(kept, file)
    assert load(file) == kept


@pytest.mark.parametrize(
    "text", ["", "appearance = 3", "not toml at all [", "scale = 999", 'unknown = "x"', "scale = true"]
)
def test_a_damaged_file_means_the_defaults(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    assert load(file) == Settings()


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    save(Settings(appearance="dark"), blocked / "settings.toml")
    assert load(blocked / "settings.toml") == Settings()
