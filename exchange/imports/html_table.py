"""Tables of a pasted web page, as Word and Excel put them on the clipboard: merged cells are filled out."""

import html
import re

from exchange.imports.cell_text import ITEM, LIST_END, LIST_START, PARAGRAPH, marked
from exchange.imports.source import MAX_COLUMNS, MAX_ROWS, refuse_row
from exchange.imports.table_text import Row, Table

_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "blockquote", "tr"}
_SKIPPED = {
    "style": re.compile("</style", re.IGNORECASE),
    "script": re.compile("</script", re.IGNORECASE),
    "title": re.compile("</title", re.IGNORECASE),
    "xml": re.compile("</xml", re.IGNORECASE),
}
# A tag never reaches past the next "<", and no piece is looked at twice: a page of any kind is read in one go.
_TOKEN = re.compile(
    r"(?P<comment><!--)"
    r"|<(?P<slash>/?)(?P<tag>[a-zA-Z][^\s/<>]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*)>"
    r"|<[!?][^<>]*>"
    r"|(?P<text>[^<]+|<)"
)
_SPAN = re.compile(r"(?<!\w)(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,5})(?!\d)", re.IGNORECASE)


def read_html(text: str) -> Table:
    """Every table of the page under one another, and the text between them as rows of their own."""
    reader = _Reader()
    place = 0
    while match := _TOKEN.match(text, place):
        place = match.end()
        tag = (match["tag"] or "").lower()
        if match["comment"]:
            end = text.find("-->", place)
            place = end + 3 if end >= 0 else len(text)
        elif tag in _SKIPPED and not match["slash"]:
            closing = _SKIPPED[tag].search(text, place)
            place = closing.start() if closing else len(text)
        elif tag and match["slash"]:
            reader.end(tag)
        elif tag:
            reader.start(tag, match["attributes"])
        elif match["text"]:
            reader.text(match["text"])
    return Table(reader.finished_rows())


class _Reader:
    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._number = 1
        self._depth = 0
        self._outside: list[str] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._hanging: dict[int, tuple[int, str]] = {}  # column: rows left, text, of cells merged downwards

    def finished_rows(self) -> list[Row]:
        self._end_table()
        return self._rows

    def start(self, tag: str, attributes: str) -> None:
        if tag == "table":
            self._start_table()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._row = []
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._start_cell(attributes)
        elif tag in ("td", "th"):  # of a table inside a cell
            self._add(" ")
        elif tag == "br":
            self._add("\n")
        elif tag == "li":
            self._add(ITEM)
        elif tag in ("ul", "ol"):
            self._add(LIST_START)
        elif tag in _BLOCKS:
            self._add(PARAGRAPH)

    def end(self, tag: str) -> None:
        if tag == "table":
            self._depth = max(0, self._depth - 1)
            if self._depth == 0:
                self._end_table()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif tag in ("ul", "ol"):
            self._add(LIST_END)
        elif tag in _BLOCKS:
            self._add(PARAGRAPH)

    def text(self, text: str) -> None:
        self._add(re.sub(r"[ \t\r\n\f]+", " ", html.unescape(text)))

    def _add(self, text: str) -> None:
        (self._outside if self._cell is None else self._cell).append(text)

    def _start_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._end_outside()
            self._hanging = {}
        else:
            self._add(PARAGRAPH)

    def _start_cell(self, attributes: str) -> None:
        if self._row is None:
            self._row = []
        self._cell = []
        spans = {name.lower(): max(int(number), 1) for name, number in _SPAN.findall(attributes)}
        self._spans = (min(spans.get("colspan", 1), MAX_COLUMNS), min(spans.get("rowspan", 1), MAX_ROWS))

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text, (columns, rows) = marked("".join(self._cell)), self._spans
        self._cell = None
        self._fill_hanging(self._row)
        for column in range(columns):
            content = text if column == 0 else ""
            if rows > 1:
                self._hanging[len(self._row)] = (rows - 1, content)
            self._row.append(content)
        refuse_row(self._number, self._number, self._row)

    def _fill_hanging(self, row: list[str]) -> None:
        while len(row) in self._hanging:
            left, text = self._hanging.pop(len(row))
            if left > 1:
                self._hanging[len(row)] = (left - 1, text)
            row.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._fill_hanging(self._row)
            self._append(Row(self._number, tuple(self._row)))
            self._row = None

    def _end_table(self) -> None:
        self._end_row()
        self._end_outside()

    def _end_outside(self) -> None:
        text, self._outside = "".join(self._outside), []
        for line in re.split(f"[\n{PARAGRAPH}{ITEM}{LIST_START}{LIST_END}]", text):
            if line.strip():
                self._append(Row(self._number, (line.strip(),), is_outside=True))

    def _append(self, row: Row) -> None:
        if row.filled:
            refuse_row(row.number, len(self._rows) + 1, row.cells)
            self._rows.append(row)
        self._number += 1
