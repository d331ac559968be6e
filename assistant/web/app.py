"""The web app's router: which page stands at which address. Run by `papers web` and by `app.py`; never imported."""

from pathlib import Path

import streamlit as st

WEB = Path(__file__).parent
WIDE = ("compare", "library")
"""Pages with a table. Said here, before a page draws: said later, the whole page would jump at every click."""

st.set_page_config(  # before the pages are named: their icons would otherwise be asked of another host
    page_title="Papers", page_icon=str(WEB / "icon.png")
)
FRONT = st.Page(WEB / "today.py", title="Today", icon=":material/today:", url_path="front", default=True)
page = st.navigation(
    [
        FRONT,
        st.Page(  # the front page stands at /, and people type /today as they do /ask
            lambda: st.switch_page(FRONT, query_params=st.query_params),
            title="Today",
            url_path="today",
            visibility="hidden",
        ),
        st.Page(WEB / "ask.py", title="Ask", icon=":material/forum:", url_path="ask"),
        st.Page(WEB / "explain.py", title="Explain", icon=":material/lightbulb:", url_path="explain"),
        st.Page(
            WEB / "compare.py",
            title="Compare",
            icon=":material/compare_arrows:",
            url_path="compare",
        ),
        st.Page(WEB / "library.py", title="Library", icon=":material/library_books:", url_path="library"),
        st.Page(WEB / "settings.py", title="Settings", icon=":material/settings:", url_path="settings"),
    ]
)
st.set_page_config(layout="wide" if page.url_path in WIDE else "centered")
page.run()
