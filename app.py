"""The web app, for `streamlit run app.py`; `papers web` runs the same."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parent / "assistant" / "web" / "app.py"))
