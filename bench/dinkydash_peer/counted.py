"""The peer that tells the number of SQL statements of each answer in a header; only for comparing, not for measuring."""
from flask import g
from sqlalchemy import event

from . import app
from .tables import engine


@event.listens_for(engine, "before_cursor_execute")
def count(*_):
    g.statements = g.get("statements", 0) + 1


@app.after_request
def tell(response):
    response.headers["Statements"] = g.get("statements", 0)
    return response
