"""The web app's router: which page stands at which address. Run with `papers web` or `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

st.set_page_config(
    page_title="Papers",
    page_icon=str(Path(__file__).parent / "assistant" / "web" / "icon.png"),
    layout="centered",
)
st.navigation(
    [
        st.Page(
            "assistant/web/today.py", title="Today", icon=":material/today:", url_path="today", default=True
        ),
        st.Page("assistant/web/ask.py", title="Ask", icon=":material/forum:", url_path="ask"),
        st.Page("assistant/web/explain.py", title="Explain", icon=":material/lightbulb:", url_path="explain"),
        st.Page(
            "assistant/web/compare.py",
            title="Compare",
            icon=":material/compare_arrows:",
            url_path="compare",
        ),
        st.Page(
            "assistant/web/library.py", title="Library", icon=":material/library_books:", url_path="library"
        ),
    ]
).run()
