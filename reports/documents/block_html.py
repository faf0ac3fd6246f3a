"""Blocks as HTML for the PDF: every word is escaped, nothing that somebody wrote becomes a tag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.documents.blocks import (
    DEEPEST_HEADING,
    Block,
    Bullets,
    Cell,
    Facts,
    Heading,
    Item,
    Numbered,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Row,
    Run,
    Runs,
    Signature,
    Table,
)
from reports.documents.prose import IMAGE
from reports.documents.text import NOTHING, joined

BREAK = mark_safe("<br>")


def html_of(blocks: Iterable[Block]) -> SafeString:
    """The blocks one after another."""
    return joined(block_html(block) for block in blocks)


def block_html(block: Block) -> SafeString:
    return WRITERS[type(block)](block)


def paragraph_html(block: Paragraph) -> SafeString:
    return format_html("<p{}>{}</p>", class_of(block.kind), runs_html(block.runs))


def bullets_html(block: Bullets) -> SafeString:
    return format_html("<ul>{}</ul>", items_html(block.items))


def numbered_html(block: Numbered) -> SafeString:
    """The counter is set where it does not begin at 1: `start` says nothing to the renderer."""
    style = format_html(' style="counter-reset: list-item {}"', str(block.start - 1)) if block.start != 1 else NOTHING
    return format_html("<ol{}>{}</ol>", style, items_html(block.items))


def quote_html(block: Quote) -> SafeString:
    return format_html("<blockquote>{}</blockquote>", html_of(block.blocks))


def page_break_html(_block: PageBreak) -> SafeString:
    return mark_safe('<div class="page-break"></div>')


def class_of(kind: str) -> SafeString:
    return format_html(' class="{}"', kind) if kind else NOTHING


def heading_html(heading: Heading) -> SafeString:
    tag = mark_safe(f"h{min(heading.level, DEEPEST_HEADING)}")  # noqa: S308  a number
    place = format_html(' id="{}"', heading.anchor) if heading.anchor else NOTHING
    number = format_html('<span class="number">{}</span> ', heading.number) if heading.number else NOTHING
    return format_html("<{0}{1}>{2}{3}</{0}>", tag, place, number, heading.text)


def runs_html(runs: Runs) -> SafeString:
    return joined(run_html(run) for run in runs)


def run_html(run: Run) -> SafeString:
    if run.note:
        return format_html('<span class="footnote">{}</span>', runs_html(run.note))
    html = format_html_join(BREAK, "{}", ((line,) for line in run.text.split("\n")))
    for is_so, tag in ((run.is_italic, "em"), (run.is_bold, "strong"), (run.shift, run.shift)):
        if is_so:
            html = format_html("<{0}>{1}</{0}>", mark_safe(tag), html)  # noqa: S308  one of ours
    if run.link:
        return format_html('<a{} href="{}">{}</a>', class_of(run.kind), run.link, html)
    return format_html("<span{}>{}</span>", class_of(run.kind), html) if run.kind else html


def items_html(items: Iterable[Item]) -> SafeString:
    return joined(format_html("<li>{}</li>", bare_html(item.blocks)) for item in items)


def bare_html(blocks: tuple[Block, ...]) -> SafeString:
    """A single paragraph without its tag, as it stands in an item or a cell."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].kind:
        return runs_html(blocks[0].runs)
    return html_of(blocks)


def table_html(table: Table) -> SafeString:
    caption = format_html("<caption>{}</caption>", table.caption) if table.caption else NOTHING
    columns = joined(format_html('<col style="width: {}%">', str(width)) for width in table.widths)
    groups = format_html("<colgroup>{}</colgroup>", columns) if columns else NOTHING
    head = format_html("<thead>{}</thead>", rows_html(table.head, "col")) if table.head else NOTHING
    body = format_html("<tbody>{}</tbody>", rows_html(table.rows, "row"))
    return format_html("<table{}>{}{}{}{}</table>", class_of(table.kind), caption, groups, head, body)


def rows_html(rows: Iterable[Row], scope: str) -> SafeString:
    return joined(
        format_html("<tr{}>{}</tr>", place_of(row), joined(cell_html(cell, scope) for cell in row)) for row in rows
    )


def place_of(row: Row) -> SafeString:
    return format_html(' id="{}"', row[0].anchor) if row and row[0].anchor else NOTHING


def cell_html(cell: Cell, scope: str) -> SafeString:
    spans = joined(
        format_html(' {}="{}"', mark_safe(name), str(number))  # noqa: S308  one of ours
        for name, number in (("colspan", cell.columns), ("rowspan", cell.rows))
        if number > 1
    )
    if cell.is_head:
        return format_html('<th scope="{}"{}>{}</th>', scope, spans, bare_html(cell.blocks))
    return format_html("<td{}>{}</td>", spans, bare_html(cell.blocks))


def facts_html(facts: Facts) -> SafeString:
    rows = joined(
        format_html('<tr><th scope="row">{}</th><td>{}</td></tr>', label, runs_html(runs)) for label, runs in facts.rows
    )
    columns = mark_safe('<colgroup><col class="label"><col class="value"></colgroup>')
    return format_html('<table class="facts">{}<tbody>{}</tbody></table>', columns, rows) if facts.rows else NOTHING


def signature_html(signature: Signature) -> SafeString:
    line = format_html('<p class="place-and-day">{}</p>', signature.above) if signature.above else NOTHING
    return joined(
        format_html(
            '<div class="signature">{}<p class="signed">{}{}</p></div>',
            line,
            name,
            format_html('<br><span class="title">{}</span>', title) if title else NOTHING,
        )
        for name, title in signature.names
    )


def picture_html(picture: Picture) -> SafeString:
    return format_html(
        '<img class="picture" src="{}{}" alt="{}" width="{}" height="{}">',
        IMAGE,
        picture.uid,
        picture.words,
        str(picture.width),
        str(picture.height),
    )


WRITERS: Mapping[type[Block], Callable[[Any], SafeString]] = {
    Heading: heading_html,
    Paragraph: paragraph_html,
    Bullets: bullets_html,
    Numbered: numbered_html,
    Quote: quote_html,
    Table: table_html,
    Facts: facts_html,
    Signature: signature_html,
    Picture: picture_html,
    PageBreak: page_break_html,
}
