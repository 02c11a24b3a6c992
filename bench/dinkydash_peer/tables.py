"""The tables the page reads, as SQLAlchemy models; columns it does not read are left out.

Dates are days since 1970, times microseconds since 1970 in UTC: the file's own form.
"""
import os

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, and_, create_engine
from sqlalchemy.orm import declarative_base, declarative_mixin, declared_attr, foreign, relationship, sessionmaker
from sqlalchemy.pool import QueuePool

# The pool keeps the connection of a worker; SQLAlchemy 1.4 would open the file anew for each request.
engine = create_engine("sqlite:///" + os.environ["DINKYDASH_FILE"], future=True, poolclass=QueuePool,
                       connect_args={"check_same_thread": False})
Database = sessionmaker(engine, future=True, autoflush=False)
Base = declarative_base()


@declarative_mixin
class Owned:
    """A row of one family."""

    id = Column(Integer, primary_key=True)

    @declared_attr
    def tenant_id(cls):
        return Column(Integer, ForeignKey("families.id"))


class Family(Base):
    __tablename__ = "families"
    id = Column(Integer, primary_key=True)
    timezone = Column(String)
    week_start = Column(Integer)
    day_start_minute = Column(Integer)
    checklist_hidden = Column(Boolean)
    revision = Column(Integer)


class User(Owned, Base):
    __tablename__ = "users"
    role = Column(String)
    session_epoch = Column(Integer)
    family = relationship(Family)


class Login(Base):
    __tablename__ = "login_sessions"
    id = Column(Integer, primary_key=True)
    token_hash = Column(String)
    user_id = Column(Integer, ForeignKey("users.id"))
    epoch = Column(Integer)
    last_seen_at = Column(Integer)
    expires_at = Column(Integer)
    user = relationship(User)


class Dashboard(Owned, Base):
    __tablename__ = "dashboards"
    layout_size = Column(String)
    theme = Column(String)
    show_people = Column(Boolean)
    show_countdowns = Column(Boolean)
    version = Column(Integer)


class Device(Owned, Base):
    __tablename__ = "devices"
    revoked_at = Column(Integer)


class Absence(Owned, Base):
    __tablename__ = "person_absences"
    person_id = Column(Integer)
    starts_on = Column(Integer)
    ends_on = Column(Integer)
    repeat_weeks = Column(Integer)


class Person(Owned, Base):
    __tablename__ = "persons"
    name = Column(String)
    colour = Column(String)
    emoji = Column(String)
    image_id = Column(Integer)
    birth_month = Column(Integer)
    birth_day = Column(Integer)
    birth_year = Column(Integer)
    position = Column(Integer)
    active = Column(Boolean)
    absences = relationship(Absence, primaryjoin=lambda: and_(
        foreign(Absence.person_id) == Person.id, Absence.tenant_id == Person.tenant_id))


class Rotation(Owned, Base):
    __tablename__ = "task_rotation"
    task_id = Column(Integer)
    position = Column(Integer)
    person_id = Column(Integer)
    label = Column(String)


class Override(Owned, Base):
    __tablename__ = "task_overrides"
    task_id = Column(Integer)
    on_date = Column(Integer)
    person_id = Column(Integer)
    kind = Column(String)
    moved_to = Column(Integer)


class Completion(Owned, Base):
    __tablename__ = "task_completions"
    task_id = Column(Integer)
    on_date = Column(Integer)
    person_key = Column(Integer)
    person_name = Column(String)
    done_at = Column(Integer)


class Task(Owned, Base):
    __tablename__ = "tasks"
    dashboard_id = Column(Integer)
    name = Column(String)
    icon_type = Column(String)
    emoji = Column(String)
    image_id = Column(Integer)
    mode = Column(String)
    freq = Column(String)
    interval = Column(Integer)
    weekdays = Column(Integer)
    month_day = Column(Integer)
    months = Column(Integer)
    repeat_from = Column(String)
    starts_on = Column(Integer)
    ends_on = Column(Integer)
    rotate_by = Column(String)
    rotate_every = Column(Integer)
    anchor_date = Column(Integer)
    anchor_index = Column(Integer)
    skip_absent = Column(Boolean)
    part_of_day = Column(String)
    active = Column(Boolean)
    position = Column(Integer)


class Countdown(Owned, Base):
    __tablename__ = "countdowns"
    dashboard_id = Column(Integer)
    name = Column(String)
    kind = Column(String)
    date_month = Column(Integer)
    date_day = Column(Integer)
    date_year = Column(Integer)
    leap_rule = Column(String)
    format = Column(String)
    show_from_days = Column(Integer)
    keep_days = Column(Integer)
    icon_type = Column(String)
    emoji = Column(String)
    image_id = Column(Integer)
    person_id = Column(Integer)
