"""The web app: one file a page, run by `app.py` and never imported, and the parts the pages share."""
