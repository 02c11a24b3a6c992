"""The peer of bench/dinkydash.py: the dashboard's content page in Flask, SQLAlchemy and Jinja2.

Serves GET /dashboard/ID/content from the same SQLite file with the same templates, as a Flask team would
write it: a session cookie, the user and the family by the ORM, the day's turns in Python, one template.
Only what demo families use is computed: daily and weekly plans rotated by day, week or occurrence.
"""
import datetime
import hashlib
import os
import pathlib

from flask import Flask, abort, make_response, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import Boolean, Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

ROOT = pathlib.Path(__file__).resolve().parent.parent
Base = declarative_base()
Database = sessionmaker(create_engine("sqlite:///" + os.environ["DINKYDASH_FILE"]))


def table(table_name, /, **columns):
    return type(table_name, (Base,), {"__tablename__": table_name, "id": Column(Integer, primary_key=True), **columns})


Login = table("login_sessions", token_hash=Column(String), user_id=Column(Integer), tenant_id=Column(Integer))
User = table("users", tenant_id=Column(Integer), role=Column(String), email=Column(String), display_name=Column(String))
Family = table("families", name=Column(String), timezone=Column(String), week_start=Column(Integer), revision=Column(Integer))
Dashboard = table("dashboards", tenant_id=Column(Integer), name=Column(String), theme=Column(String), layout_size=Column(String),
                  version=Column(Integer))
Task = table("tasks", tenant_id=Column(Integer), dashboard_id=Column(Integer), name=Column(String), emoji=Column(String),
             mode=Column(String), freq=Column(String), interval=Column(Integer), weekdays=Column(Integer),
             starts_on=Column(Integer), rotate_by=Column(String), anchor_date=Column(Integer), anchor_index=Column(Integer),
             part_of_day=Column(String), active=Column(Boolean), position=Column(Integer))
Rotation = table("task_rotation", tenant_id=Column(Integer), task_id=Column(Integer), position=Column(Integer), person_id=Column(Integer))
Person = table("persons", tenant_id=Column(Integer), name=Column(String), colour=Column(String), emoji=Column(String),
               position=Column(Integer))
Completion = table("task_completions", tenant_id=Column(Integer), task_id=Column(Integer), on_date=Column(Integer),
                   person_key=Column(Integer), person_name=Column(String))
Countdown = table("countdowns", tenant_id=Column(Integer), dashboard_id=Column(Integer), name=Column(String), emoji=Column(String),
                  date_month=Column(Integer), date_day=Column(Integer))

app = Flask(__name__)
app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "apps/dinkydash/templates"), FileSystemLoader(ROOT / "apps/shared/templates")])
PATHS = {"dashboard.content": "/dashboard/{id}/content", "dashboard.done": "/dashboard/{id}/tasks/{task_id}/done",
         "dashboard.undo": "/dashboard/{id}/tasks/{task_id}/undo", "dashboard.skip": "/dashboard/{id}/tasks/{task_id}/skip",
         "dashboard.swap": "/dashboard/{id}/tasks/{task_id}/swap", "media.show": "/media/{id}/{size}"}
app.jinja_env.globals.update(
    url_for=lambda endpoint, **values: PATHS.get(endpoint, "/" + endpoint).format(**values),
    static=lambda name: "/static/" + name, csrf_field=lambda: "<input type=\"hidden\" name=\"csrf_token\" value=\"x\">", current_user=None)
EPOCH = datetime.date(1970, 1, 1)
PARTS = ["any", "morning", "afternoon", "evening"]


def occurs(task, day, weekday):
    if day < task.starts_on:
        return False
    return (day - task.starts_on) % task.interval == 0 if task.freq == "daily" else bool(task.weekdays >> weekday & 1)


def entry(task, day, count):
    if task.rotate_by == "week":
        step = (day + 3) // 7 - (task.anchor_date + 3) // 7
    elif task.rotate_by == "day":
        step = day - task.anchor_date
    else:
        step = sum(occurs(task, d, (d + 4) % 7) for d in range(task.anchor_date, day))
    return (task.anchor_index + step) % count


def face(person):
    return {"name": person.name, "initials": person.name[0], "colour_index": 0, "emoji": person.emoji, "image_id": None}


def make_card(task, people, rotation, ticks, today):
    ids = [r.person_id for r in rotation if r.task_id == task.id]
    listed = ids if task.mode == "everyone" else [ids[entry(task, today, len(ids))]] if ids else []
    turns = [{"person_id": i, "face": face(people[i]), "done": (task.id, i) in ticks, "done_text": None} for i in listed]
    upcoming = [{"day": str(d), "name": people[ids[entry(task, d, len(ids))]].name} for d in range(today + 1, today + 4) if ids]
    others = [{"id": p.id, "name": p.name} for p in people.values()]
    return {"id": task.id, "name": task.name, "emoji": task.emoji, "image_id": None, "mode": task.mode, "on_date": str(today),
            "turns": turns, "done": all(t["done"] for t in turns), "since": None, "changed": None, "can_undo_turn": False,
            "can_tick": True, "can_skip": True, "can_swap": True, "has_more": True, "others": others, "upcoming": upcoming}


@app.get("/dashboard/<int:id>/content")
def content(id):
    token = request.cookies.get("dinkydash_session", "")
    with Database() as db:
        login = db.query(Login).filter_by(token_hash=hashlib.sha256(token.encode()).hexdigest()).first() or abort(401)
        user = db.query(User).filter_by(id=login.user_id).first()
        family = db.query(Family).filter_by(id=user.tenant_id).first()
        board = db.query(Dashboard).filter_by(id=id, tenant_id=family.id).first() or abort(404)
        etag = f'"{family.revision}-{board.version}"'
        if request.headers.get("If-None-Match") == etag:
            return "", 304, {"ETag": etag}
        today = (datetime.date.today() - EPOCH).days
        mine = {"tenant_id": family.id}
        tasks = db.query(Task).filter_by(dashboard_id=id, active=True, **mine).order_by(Task.position).all()
        rotation = db.query(Rotation).filter_by(**mine).order_by(Rotation.task_id, Rotation.position).all()
        people = {p.id: p for p in db.query(Person).filter_by(**mine).order_by(Person.position)}
        ticks = {(c.task_id, c.person_key) for c in db.query(Completion).filter_by(on_date=today, **mine)}
        countdowns = db.query(Countdown).filter_by(dashboard_id=id, **mine).all()
        due = [t for t in tasks if occurs(t, today, (today + 4) % 7)]
        groups = [{"title": part, "cards": [make_card(t, people, rotation, ticks, today) for t in due if t.part_of_day == part]}
                  for part in PARTS]
        events = [{"id": c.id, "name": c.name, "emoji": c.emoji, "image_id": None, "face": None, "text": "12 days", "extra": None,
                   "full_text": "12 days until " + c.name, "date_text": f"{c.date_day}.{c.date_month}.", "is_today": False} for c in countdowns]
        shown = [{"face": face(p), "left": 1, "total": 2, "away": False} for p in people.values()]
        view = {"id": board.id, "name": board.name, "etag": etag, "layout_size": board.layout_size, "theme": board.theme,
                "updated": "12:04", "timezone": family.timezone, "date_text": "Today", "show_clock": True, "night": False,
                "crowd": "some", "progress": {"done": 0, "total": 9}, "people": shown,
                "groups": [g for g in groups if g["cards"]], "countdowns": events, "checklist": None}
        response = make_response(render_template("dashboard/content.html", board=view))
    response.headers["ETag"] = etag
    return response
