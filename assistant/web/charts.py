"""The charts of the pages as Vega-Lite says them: a map of papers, themes over time. Nothing is drawn here."""

from typing import Any

from assistant.digests.digest import Digest
from assistant.digests.selection import day_of
from assistant.export.terminal import one_line

_OTHER = "no theme"
_LEGEND = {"orient": "bottom", "columns": 2, "labelLimit": 330, "title": None}
"""Two columns of names: whole on a desktop, cut short on a phone."""
_NO_AXIS = {"labels": False, "ticks": False, "grid": False, "domain": False, "title": None}


def papers_map(digest: Digest) -> dict[str, Any]:
    """The papers as points, near when alike, tldrs apart by theme in colour and shape; hover shows the TL;DR."""
    tldrs = {entry.paper.id: entry.tldr.display_text for entry in digest.entries}
    rows = [
        {
            "x": x,
            "y": y,
            "title": one_line(paper.title),
            "TL;DR": one_line(tldrs.get(paper.id, "")),
            "theme": theme,
        }
        for paper, theme, (x, y) in zip(digest.papers, _themes(digest), digest.places, strict=True)
    ]
    theme = {"field": "theme", "type": "nominal", "scale": _scale(digest), "legend": _LEGEND}
    return {
        "height": 320,
        "data": {"values": rows},
        "mark": {"type": "point", "size": 110, "filled": True, "opacity": 0.85},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": _NO_AXIS, "scale": {"padding": 14}},
            "y": {"field": "y", "type": "quantitative", "axis": _NO_AXIS, "scale": {"padding": 14}},
            "color": theme,
            "shape": theme,
            "tooltip": [{"field": name, "type": "nominal"} for name in ("title", "TL;DR", "theme")],
        },
    }


def themes_over_time(digest: Digest) -> dict[str, Any]:
    """How many papers of each theme each day has."""
    rows = [
        {"day": day.isoformat(), "theme": theme}
        for paper, theme in zip(digest.papers, _themes(digest), strict=True)
        if (day := day_of(paper))
    ]
    return {
        "height": 170,
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": None, "axis": {"labelOverlap": True}},
            "y": {"aggregate": "count", "title": "papers", "axis": {"tickMinStep": 1}},
            "color": {"field": "theme", "type": "nominal", "scale": _scale(digest), "legend": None},
            "tooltip": [
                {"field": "day", "type": "ordinal"},
                {"field": "theme", "type": "nominal"},
                {"aggregate": "count", "title": "papers"},
            ],
        },
    }


def _themes(digest: Digest) -> list[str]:
    """Of each paper the name of its theme."""
    name = {id_: theme.name for theme in digest.themes for id_ in theme.papers}
    return [name.get(paper.id, _OTHER) for paper in digest.papers]


def _scale(digest: Digest) -> dict[str, list[str]]:
    """The themes in their order, so that both charts give each the same colour."""
    used = set(_themes(digest))
    return {"domain": [name for name in (*(theme.name for theme in digest.themes), _OTHER) if name in used]}
