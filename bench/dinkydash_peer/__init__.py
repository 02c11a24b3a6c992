"""The peer of bench/dinkydash.py: the dashboard's content page in Flask, SQLAlchemy and Jinja2.

Answers GET /dashboard/ID/content from the same SQLite file with the same templates: the same page, octet for
octet but for form tokens, ETags and the hashes in static paths. Nothing is kept between requests.
"""
import hashlib
import os
import pathlib
import time

from flask import Blueprint, Flask, abort, g, make_response, render_template, request, url_for
from itsdangerous import URLSafeTimedSerializer
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .board import family_day, make_board
from .tables import Dashboard, Database, Login, User

APPS = pathlib.Path(__file__).resolve().parent.parent.parent / "apps"
IDLE = 30 * 60 * 1_000_000  # microseconds without activity until a login ends
STYLES = [APPS / "shared/static/ui.css", APPS / "dinkydash/static/dinkydash.css", APPS / "dinkydash/static/dinkydash.js"]
VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in STYLES)).hexdigest()[:8]

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.jinja_loader = ChoiceLoader([FileSystemLoader(APPS / "dinkydash/templates"), FileSystemLoader(APPS / "shared/templates")])
signer = URLSafeTimedSerializer(app.secret_key, salt="csrf-token")


@app.template_global()
def csrf_field():
    """The form token, bound to the login; the same for all forms of a page."""
    if "csrf_token" not in g:
        g.csrf_token = signer.dumps(g.login.id)
    return Markup('<input type="hidden" name="csrf_token" value="%s">') % g.csrf_token


@app.template_global()
def static(name):
    return url_for("static", filename=name)


@app.context_processor
def current_user():
    return {"current_user": g.login.user}


def find_login(db):
    """The login of this session cookie with user and family, or none."""
    token = request.cookies.get("dinkydash_session", "")
    family = joinedload(Login.user, innerjoin=True).joinedload(User.family, innerjoin=True)
    query = select(Login).where(Login.token_hash == hashlib.sha256(token.encode()).hexdigest()).options(family)
    login = db.scalars(query).one_or_none()
    now = time.time_ns() // 1000
    is_live = login and now < login.expires_at and now < login.last_seen_at + IDLE and login.epoch == login.user.session_epoch
    return login if is_live else None


def board_etag(family, dashboard, today, is_admin):
    return f"{VERSION}-{family.revision}-{dashboard.id}-{dashboard.version}-{today}-{7 if is_admin else 3}"


def is_other_version(held):
    return bool(held) and not any(etag.startswith(VERSION + "-") for etag in held.as_set(include_weak=True))


dashboards = Blueprint("dashboard", __name__, url_prefix="/dashboard")


@dashboards.get("/<int:id>/content")
def content(id):
    with Database() as db:
        g.login = find_login(db) or abort(401)
        family, is_admin = g.login.user.family, g.login.user.role != "member"
        query = select(Dashboard).where(Dashboard.id == id, Dashboard.tenant_id == family.id)
        dashboard = db.scalars(query).one_or_none() or abort(404)
        today = family_day(family)
        etag = board_etag(family, dashboard, today, is_admin)
        held = request.if_none_match
        if held.contains_weak(etag):
            return "", 304, {"ETag": f'"{etag}"'}
        if is_other_version(held):
            return "", 200, {"HX-Refresh": "true"}
        board = make_board(db, family, dashboard, today, is_admin, f'"{etag}"')
        response = make_response(render_template("dashboard/content.html", board=board))
    response.headers["ETag"] = board.etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


# Addresses the page links to; a whole application would answer them.
for action in ("done", "undo", "skip", "swap"):
    dashboards.add_url_rule(f"/<int:id>/tasks/<int:task_id>/{action}", action, methods=["POST"], build_only=True)
dashboards.add_url_rule("/<int:id>/dismiss", "dismiss", methods=["POST"], build_only=True)
app.register_blueprint(dashboards)
for endpoint, path in {"people.create": "/people/new", "tasks.create": "/admin/tasks/new", "screens.create": "/admin/screens/new",
                       "countdowns.create": "/admin/countdowns/new", "media.show": "/media/<int:id>/<size>"}.items():
    app.add_url_rule(path, endpoint, build_only=True)
