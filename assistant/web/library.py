"""The library page: what is in it, by source, day and category; add papers by file, find and remove them."""

import tempfile
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.library.filters import Filters
from assistant.library.importing import ImportReport, import_papers
from assistant.library.papers import Paper
from assistant.library.sources import files
from assistant.output import html, markdown
from assistant.web.shared import edge, load_sample_if_wanted, progress_bar, style, workshop
from assistant.wiring import Workshop

SHOWN_REFUSALS = 20
LISTED = 50
"""Papers in the table; the search above it reaches the rest."""


def main() -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    style()
    shop = workshop()
    load_sample_if_wanted(shop)
    inventory = shop.library.inventory()
    st.title("Library", anchor=False)
    st.caption(_overview(shop))
    _sample(shop, inventory.by_source["sample"])
    _add(shop)
    if report := st.session_state.pop("imported", None):
        _report(report)
    if inventory.papers:
        _browse(shop)


def _overview(shop: Workshop) -> str:
    inventory = shop.library.inventory()
    parts = [f"{inventory.papers:,} papers"]
    if inventory.first_published:
        parts.append(f"published {inventory.first_published} to {inventory.last_published}")
    parts += [f"{count:,} from {source}" for source, count in inventory.by_source.most_common()]
    return " · ".join(parts)


def _sample(shop: Workshop, count: int) -> None:
    if count:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{count} papers are the sample, described in this project's own words.")
            st.button("Remove the sample", icon=":material/delete:", on_click=_remove_sample, args=(shop,))
    elif not len(shop.library):
        st.info("Your library is empty.", icon=":material/info:")
        if st.button("Bring the sample back", icon=":material/undo:"):
            shop.add_sample(progress_bar())
            st.rerun()


def _remove_sample(shop: Workshop) -> None:
    shop.remove_sample()


def _add(shop: Workshop) -> None:
    with st.form("add", clear_on_submit=True):
        uploads = st.file_uploader(
            "Add papers: saved Daily Papers pages, or answers of the Daily Papers API",
            accept_multiple_files=True,
        )
        if st.form_submit_button("Add", icon=":material/add:") and uploads:
            _import({upload.name: upload.getvalue() for upload in uploads}, shop)


def _import(contents: dict[str, bytes], shop: Workshop) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, (name, content) in enumerate(contents.items()):
            path = Path(folder) / f"{number}" / Path(name).name
            path.parent.mkdir()
            path.write_bytes(content)
            paths.append(path)
        reading = files.Reading(paths, date.today())
        report = import_papers(reading, shop.library, progress_bar(lambda: reading.share))
    st.session_state["imported"] = report
    st.rerun()


def _report(report: ImportReport) -> None:
    st.success(f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged.")
    for refused in report.refused[:SHOWN_REFUSALS]:
        where = Path(refused.file).name + (f", entry {refused.entry}" if refused.entry else "")
        st.warning(f"Refused {where}: {refused.reason}.")


def _browse(shop: Workshop) -> None:
    text = st.text_input(
        "Find papers", placeholder="a topic, a method, a title", key="find", persist_state="session"
    )
    if text.strip():
        papers = [hit.paper for hit in shop.library.search(text, limit=LISTED)]
    else:
        papers = [hit.paper for hit in shop.library.newest(Filters(), LISTED)]
    rows = [_row(paper) for paper in papers]
    event = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"papers {text} {len(shop.library)}",  # a removed row must not leave its tick to the next one
        column_config={"link": st.column_config.LinkColumn("link", display_text="open")},
        alt="The papers found, one a row",
    )
    chosen = [papers[i] for i in event["selection"]["rows"] if i < len(papers)]
    for paper in chosen[:5]:
        st.html(html.paper(paper))
    if chosen:
        label = chosen[0].title if len(chosen) == 1 else f"these {len(chosen)} papers"
        st.button(
            markdown.escaped(f"Remove {label} from the library"),
            icon=":material/delete:",
            on_click=_remove,
            args=(shop, chosen),
        )


def _remove(shop: Workshop, papers: list[Paper]) -> None:
    shop.library.remove([paper.id for paper in papers])
    st.toast(f"Removed {len(papers)} papers" if len(papers) > 1 else "Removed 1 paper")


def _row(paper: Paper) -> dict[str, object]:
    return {
        "title": paper.title,
        "authors": paper.byline,
        "published": paper.published,
        "featured": paper.featured,
        "upvotes": paper.upvotes,
        "link": paper.url,
    }


with edge():
    main()
