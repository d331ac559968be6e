"""The library page: what is in it by day, source and category; add papers, find, open and remove them."""

from datetime import date, timedelta

import streamlit as st

from assistant.export import html
from assistant.export import inventory as contents
from assistant.library.fetch_log import calendar
from assistant.library.filters import Filters
from assistant.library.identifiers import arxiv_numbers_in
from assistant.library.library import Inventory
from assistant.library.papers import Paper
from assistant.services import Services
from assistant.spans import span_of
from assistant.text.words import content, coverage
from assistant.web import adding, jobs
from assistant.web.papers import actions
from assistant.web.shared import (
    edge,
    get_services,
    literal,
    load_sample_if_wanted,
    progress_bar,
    style,
    today,
)

LISTED = 50
"""Papers a page of the table."""
FOUND = 100
"""Papers that a search brings at most: each of its two legs looks at so many."""
NEAR = 0.35
"""Cosine from which a paper counts as found whatever its words: of 7,598 papers the nearest to "recipe for apple pie" has
0.29, the tenth for "diffusion" 0.40."""
SHARED = 0.5
"""Weighted share of the words typed that a paper needs where its meaning is not near: "recipe" alone finds no pie."""
OPENED = 5
"""Ticked papers that are shown in full."""
CATEGORIES = 10
ANY = "any"
UPVOTED = "most upvotes"
ORDERS = {
    UPVOTED: lambda paper: paper.upvotes or 0,
    "newest published": lambda paper: paper.published or date.min,
    "newest featured": lambda paper: paper.featured or date.min,
}


def main() -> None:
    """Draw the page."""
    style()
    services = get_services()
    load_sample_if_wanted(services)
    inventory = services.library.inventory()
    st.title("Library", anchor=False)
    st.caption(_overview(inventory))
    jobs.show()
    _sample(services, inventory.by_source["sample"])
    adding.add(services, today())
    if inventory.papers:
        with st.expander("What is in it", icon=":material/calendar_month:", key="contents"):
            _contents(services, inventory)
        _browse(services, inventory)


def _overview(inventory: Inventory) -> str:
    parts = [f"{inventory.papers:,} papers"]
    if inventory.first_published:
        parts.append(f"published {inventory.first_published} to {inventory.last_published}")
    if inventory.last_featured:
        parts.append(f"featured up to {inventory.last_featured}")
    return " · ".join(parts)


def _sample(services: Services, count: int) -> None:
    if count:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{count} papers are the sample, described in this project's own words.")
            st.button(
                "Remove the sample", icon=":material/delete:", on_click=_remove_sample, args=(services,)
            )
    elif not len(services.library):
        st.info("Your library is empty.", icon=":material/info:")
        if st.button("Bring the sample back", icon=":material/undo:"):
            services.add_sample(progress_bar())
            st.rerun()


def _remove_sample(services: Services) -> None:
    services.remove_sample()


def _contents(services: Services, inventory: Inventory) -> None:
    """One month of days, and how many papers there are of each source and category."""
    left, right = st.columns(2, gap="large")
    with left:
        now = today()
        st.session_state.setdefault("month", (inventory.last_featured or now).replace(day=1))
        span = span_of("month", st.session_state["month"])
        with st.container(horizontal=True):
            for label, name, day in (
                ("Earlier", "chevron_left", span.first - timedelta(days=1)),
                ("Later", "chevron_right", span.last + timedelta(days=1)),
            ):
                st.button(
                    label,
                    icon=f":material/{name}:",
                    on_click=_turn_to,
                    args=(day,),
                    disabled=day > now,
                    type="tertiary",
                )
        days = calendar(span.first, span.last, inventory.by_day, services.days.all(), now)
        st.html(contents.month(list(days), span.label))
    with right:
        st.html(contents.bars(inventory.by_source.most_common(), "By source"))
        if inventory.by_category:
            st.html(contents.bars(inventory.by_category.most_common(CATEGORIES), "By category"))


def _turn_to(day: date) -> None:
    st.session_state["month"] = day.replace(day=1)


def _browse(services: Services, inventory: Inventory) -> None:
    """Search and filter the table, open papers, remove them."""
    text = st.text_input(
        "Find papers",
        placeholder="a topic, a method, a title, an author, an arXiv id",
        key="library find",
        persist_state="session",
    )
    with st.container(horizontal=True):
        source, categories, order = _narrowed(inventory, has_text=bool(text.strip()))
    filters = Filters(categories=tuple(categories))
    papers = _found(services, text, filters) if text.strip() else _all(services, filters, order)
    papers = [paper for paper in papers if source in (ANY, paper.source or "unknown")]
    st.caption(f"{len(papers):,} papers" if len(papers) != 1 else "1 paper")
    if not papers:
        st.info("No paper fits." if not text.strip() else "No paper in your library fits these words.")
        return
    pages = -(-len(papers) // LISTED)
    view = f"{text} {source} {categories} {order} {len(services.library)}"
    page = st.pagination(pages, key=f"page {view}") if pages > 1 else 1
    _table(services, papers[(page - 1) * LISTED : page * LISTED], f"{view} {page}")


def _narrowed(inventory: Inventory, has_text: bool) -> tuple[str, list[str], str]:
    """The source, categories and order that are chosen; a search has an order of its own."""
    source = st.selectbox("Source", [ANY, *inventory.by_source], key="library source", width=170)
    options = [name for name, _ in inventory.by_category.most_common()]
    categories: list[str] = []
    if options:
        categories = st.multiselect(
            "Categories", options, key="library categories", placeholder=ANY, width=320
        )
    order = st.selectbox("First", list(ORDERS), key="library order", width=170, disabled=has_text)
    return source, categories, order


def _found(services: Services, text: str, filters: Filters) -> list[Paper]:
    """The papers it numbers or whose author it names, else those near it in meaning or with half of what it says."""
    authored = services.library.authors.papers_of(text) if " " in text.strip() else ()
    if named := services.library.get(arxiv_numbers_in(text) or authored):
        return [*filter(filters.admit, named.values())]
    trace, asked = services.library.trace(text, filters), content(text)
    near = {id_ for id_, cosine in trace.meaning if cosine >= NEAR}
    found = [hit.paper for hit in trace.hits(FOUND)]
    return [p for p in found if p.id in near or coverage(asked, content(p.text)) >= SHARED]


def _all(services: Services, filters: Filters, order: str) -> list[Paper]:
    papers = [hit.paper for hit in services.library.newest(filters, len(services.library), withdrawn=True)]
    return sorted(papers, key=ORDERS[order], reverse=True) if order != UPVOTED else papers


def _table(services: Services, papers: list[Paper], view: str) -> None:
    event = st.dataframe(
        [_row(paper) for paper in papers],
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"papers {view}",  # a removed row must not leave its tick to the next one
        column_config={"link": st.column_config.LinkColumn("link", display_text="open")},
        alt="The papers found, one a row",
    )
    chosen = [papers[i] for i in event["selection"]["rows"] if i < len(papers)]
    if not chosen:
        st.caption("Tick papers to read them here or to remove them.")
        return
    label = chosen[0].title if len(chosen) == 1 else f"these {len(chosen)} papers"
    st.button(
        literal(f"Remove {label} from the library"),
        icon=":material/delete:",
        on_click=_remove,
        args=(services, chosen),
    )
    for paper in chosen[:OPENED]:
        st.html(html.paper(paper))
        actions(paper, paper.id)


def _remove(services: Services, papers: list[Paper]) -> None:
    services.library.remove([paper.id for paper in papers])
    st.toast(f"Removed {len(papers)} papers" if len(papers) > 1 else "Removed 1 paper")


def _row(paper: Paper) -> dict[str, object]:
    return {
        "title": f"{paper.title} (withdrawn)" if paper.withdrawn else paper.title,
        "authors": paper.byline,
        "published": paper.published,
        "featured": paper.featured,
        "upvotes": paper.upvotes,
        "categories": ", ".join(paper.categories),
        "link": paper.url,
    }


with edge():
    main()
