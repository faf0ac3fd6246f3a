"""What is shown hundreds of times on a page: built by small functions, the tools of a row drawn once and filled in.

A template that is included two hundred times costs more than everything else on the page together.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import template
from django.template import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from plans.frozen import in_their_clauses
from plans.templatetags.plan_words import meaning, part_label, shown_scope, shown_target, shown_time

register = template.Library()
Values = dict[str, Any]

# What stands for a row in tools that are drawn once; neither is ever written by a person.
ANY_PK, ANY_NAME = 9_007_199_254_740_991, "\ue000any row\ue000"


@register.simple_tag(takes_context=True)
def tools(context: Context, drawn_by: str, pk: int | str, name: object) -> SafeString:
    """The tools of a row: the template `drawn_by`, drawn once a page, with this row's key and name in it."""
    drawn: dict[str, str] = context["tools_drawn"]
    if drawn_by not in drawn:
        engine: Any = context.template.engine  # type: ignore[union-attr]  # a tag is always in a template
        with context.push(pk=str(ANY_PK), name=ANY_NAME):
            drawn[drawn_by] = engine.get_template(drawn_by).render(context)
    return mark_safe(drawn[drawn_by].replace(str(ANY_PK), str(pk)).replace(ANY_NAME, escape(name)))  # noqa: S308  a drawn template


@register.simple_tag(takes_context=True)
def measure_card(context: Context, measure: Values, area: Values, labels: dict[str, str]) -> SafeString:
    """A measure in the document, with its tools and the threads beside it where the page has them."""
    uid, number = measure["uid"], escape(measure["number"])
    pk = (context.get("live") or {}).get(uid)
    place = f'<a class="anchor" id="atgard-{pk}"></a>' if pk else ""
    condition = f'<p class="subtle">{escape(measure["condition"])}</p>' if measure["condition"] else ""
    return mark_safe(  # noqa: S308  each is escaped
        f'<li class="measure" id="m-{number}"><a class="anchor" id="m-{uid}"></a>{place}'
        f'<div class="measure-head"><h3>{measure_title(context, measure, area)}</h3>{card_tools(context, measure, pk)}'
        f"</div>{card_threads(context, measure)}{condition}{measure_facts(measure, labels)}</li>"
    )


def card_tools(context: Context, measure: Values, pk: int | None) -> str:
    """For who may change the draft; for who may only comment on it; none in an edition."""
    if pk:
        return tools(context, "plans/_measure_tools.html", pk, measure["number"])
    if context.get("may_comment"):
        return tools(context, "plans/_measure_comment_tools.html", measure["uid"], measure["number"])
    return ""


def card_threads(context: Context, measure: Values) -> str:
    beside = (context.get("threads") or {}).get(measure["uid"])
    if not beside:
        return ""
    engine: Any = context.template.engine  # type: ignore[union-attr]  # a tag is always in a template
    with context.push(beside=beside, name=measure["number"]):
        return str(engine.get_template("plans/_beside.html").render(context))


def measure_title(context: Context, measure: Values, area: Values) -> str:
    """The number and the words of a measure, and whether they are new to the reader (`news`, where that is told)."""
    news = context.get("news")
    is_new = news is not None and measure["uid"] in news.changed
    tag = f' <span class="tag">{escape(pgettext("history", "Changed"))}</span>' if is_new else ""
    return f'<span class="measure-number">{escape(measure["number"])}</span> {title_words(measure, area)}{tag}'


def title_words(measure: Values, area: Values) -> str:
    """Its text; without one its first step, which is read aloud only, or the area in which nothing is said."""
    if measure["text"]:
        return f'<span class="prewrap">{escape(measure["text"])}</span>'
    if measure["activities"]:
        first = Truncator(measure["activities"][0]["text"]).words(14, truncate=" …")
        return f'<span class="visually-hidden">{escape(first)}</span>'
    return escape(Truncator(area["name"]).chars(90) or _("Measure without text"))


@register.simple_tag
def measure_facts(measure: Values, labels: dict[str, str]) -> SafeString:
    """All that a measure says beside its text: its steps, then a list of facts under the plan's own labels."""
    steps = "".join(step(activity) for activity in measure["activities"])
    listed = f'<ul class="pairs">{steps}</ul>' if steps else ""
    return mark_safe(f'{listed}<dl class="facts">{"".join(facts(measure, labels))}</dl>')  # noqa: S308  each is escaped


def step(activity: Values) -> str:
    time = shown_time(activity)
    text = f'<span class="prewrap">{escape(activity["text"])}</span>'
    if not time:
        return f'<li class="pair-alone">{text}</li>'
    title = escape(meaning_of(get_language(), *(activity["time"][key] for key in ("start", "end", "recurrence"))))
    return f'<li>{text}<span class="subtle" title="{title}">{escape(time)}</span></li>'


@lru_cache(maxsize=2000)
def meaning_of(language: str | None, start: str | None, end: str | None, recurrence: str) -> str:
    """What a time is understood as; the same few times stand at many activities."""
    return meaning({"start": start, "end": end, "recurrence": recurrence})


def facts(measure: Values, labels: dict[str, str]) -> Iterator[str]:
    if measure["time"]["wording"]:
        yield fact(labels["time"], measure["time"]["wording"])
    yield from parties(measure, labels)
    if measure["indicators"]:
        yield f"<dt>{escape(labels['indicators'])}</dt>{''.join(map(indicator, measure['indicators']))}"
    if measure["levels"]:
        yield fact(labels["levels"], ", ".join(measure["levels"]))
    for key in ("result", "comment"):
        if measure[key]:
            yield fact(labels[key], measure[key], kind=' class="prewrap"')
    if measure["section_number"]:
        yield fact(_("From section"), measure["section_number"])


def fact(label: str, said: str, kind: str = "") -> str:
    return f"<dt>{escape(label)}</dt><dd{kind}>{escape(said)}</dd>"


def parties(measure: Values, labels: dict[str, str]) -> Iterator[str]:
    """Who has a part, under the word for it, which is said once for those who follow each other."""
    words = {"responsible": labels["responsible"], "actor": labels["actors"]}
    for clause, members in groupby(in_their_clauses(measure), key=lambda pair: pair[1]):
        yield f"<dt>{escape(words.get(clause) or capfirst(part_label(clause)))}</dt>"
        yield from (party(one) for one, _clause in members)


def party(responsibility: Values) -> str:
    scope = shown_scope(responsibility)
    added = format_html(' <span class="subtle">({})</span>', scope) if scope else ""
    return f"<dd>{escape(responsibility['wording'])}{added}</dd>"


def indicator(one: Values) -> str:
    target = shown_target(one)
    added = format_html(' <span class="subtle">({}: {})</span>', _("target"), target) if one["target"] else ""
    return f'<dd class="prewrap">{escape(one["text"])}{added}</dd>'
