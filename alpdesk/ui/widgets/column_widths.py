"""How the columns of a table share its width: what is short stays whole, what is long gives way."""

from collections.abc import Sequence


def shared(
    room: int, wanted: Sequence[int], needed: Sequence[int], stretch: int, kept: Sequence[int] = ()
) -> list[int]:
    """Return a width for each column.

    ``wanted`` is what a column has where there is room, ``needed`` what its longest text takes. Where room is short,
    air is given up first, then the widest give way, those to be ``kept`` last; what is left goes where a text would be
    cut, then to ``stretch``.
    """
    if not wanted:
        return []
    given = list(wanted)
    if sum(given) > room:
        given = [min(one, other) for one, other in zip(wanted, needed, strict=True)]
        rest = [0 if column in kept else width for column, width in enumerate(given)]
        rest = _levelled(rest, max(room - sum(given[column] for column in kept), room // 2))
        given = [given[column] if column in kept else width for column, width in enumerate(rest)]
        given = _levelled(given, room)
    return _spread(given, room - sum(given), needed, stretch)


def _levelled(widths: list[int], room: int) -> list[int]:
    """Cut the widest down to one height, so that all together have the room."""
    if sum(widths) <= room:
        return widths
    left, columns = room, len(widths)
    for width in sorted(widths):
        if width * columns > left:
            break
        left, columns = left - width, columns - 1
    most = left // max(columns, 1)
    return [min(width, most) for width in widths]


def _spread(given: list[int], spare: int, needed: Sequence[int], stretch: int) -> list[int]:
    for column, width in enumerate(needed):
        more = min(max(width - given[column], 0), max(spare, 0))
        given[column] += more
        spare -= more
    given[stretch] += max(spare, 0)
    return given
