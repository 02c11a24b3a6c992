"""What the page shows, from the rows of a family: plain objects for the templates."""
import datetime
import re
from collections import defaultdict
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload

from . import rules
from .tables import Completion, Countdown, Device, Override, Person, Rotation, Task

PALETTE = {colour: i for i, colour in enumerate((
    "#0072b2", "#e69f00", "#117733", "#f0e442", "#882255", "#56b4e9",
    "#d55e00", "#332288", "#ffb3d1", "#b2df8a", "#cc6677", "#1b3b1b"))}
NO_COLOUR = len(PALETTE)
PARTS = {"any": "Any time", "morning": "Morning", "afternoon": "Afternoon", "evening": "Evening"}
BIRTHDAY_NOTICE = 30  # days a birthday is announced
LOOK_BACK = 60  # days of overrides kept in sight
LOOK_AHEAD = 60  # days searched for the next turns
UPCOMING = 3


@dataclass(slots=True)
class Face:
    name: str
    initials: str
    colour_index: int = NO_COLOUR
    emoji: str | None = None
    image_id: int | None = None


@dataclass(slots=True)
class TurnView:
    person_id: int
    face: Face
    done: bool
    done_text: str | None


@dataclass(slots=True)
class NextTurn:
    day: str
    name: str


@dataclass(slots=True)
class Card:
    id: int
    name: str
    emoji: str | None
    image_id: int | None
    mode: str
    on_date: str
    turns: list
    can_tick: bool = True
    done: bool = False
    since: str | None = None
    changed: str | None = None
    can_undo_turn: bool = False
    can_skip: bool = False
    can_swap: bool = False
    has_more: bool = False
    others: list = field(default_factory=list)
    upcoming: list = field(default_factory=list)


@dataclass(slots=True)
class Group:
    title: str
    cards: list


@dataclass(slots=True)
class PersonToday:
    face: Face
    left: int
    total: int
    away: bool


@dataclass(slots=True)
class Progress:
    done: int
    total: int


@dataclass(slots=True)
class CountdownCard:
    name: str
    days: int
    text: str
    full_text: str
    date_text: str
    is_today: bool
    emoji: str | None = None
    image_id: int | None = None
    face: Face | None = None
    extra: str | None = None


@dataclass(slots=True)
class Checklist:
    has_people: bool
    has_tasks: bool
    has_countdowns: bool
    has_screens: bool

    def is_complete(self):
        return self.has_people and self.has_tasks and self.has_countdowns and self.has_screens


@dataclass(slots=True)
class Board:
    id: int
    etag: str
    layout_size: str
    theme: str
    timezone: str
    date_text: str
    progress: Progress
    people: list
    groups: list
    countdowns: list
    checklist: Checklist | None


# ---- words -------------------------------------------------------------------------------------


def family_day(family):
    """The family's date; it begins at an hour of their own."""
    now = datetime.datetime.now(ZoneInfo(family.timezone))
    today = now.toordinal() - rules.EPOCH
    return today - 1 if now.hour * 60 + now.minute < family.day_start_minute else today


def clock_text(family, microseconds):
    return datetime.datetime.fromtimestamp(microseconds // 1_000_000, ZoneInfo(family.timezone)).strftime("%H:%M")


def initials_of(name):
    words = re.split("[ /&+,-]", name)
    return "".join([word[0] for word in words if word][:2])


def face_of(person):
    return Face(person.name, initials_of(person.name), PALETTE.get(person.colour, NO_COLOUR), person.emoji, person.image_id)


def face_of_text(text):
    return Face(text, initials_of(text))


def age_text(person, year):
    return None if person.birth_year is None or person.birth_year > year else f"turns {year - person.birth_year}"


def spoken(text, days, name):
    """"12 days until Summer", "Tomorrow: Summer", for screen readers."""
    if days == 0:
        return "Today: " + name
    return text + (" until " if days > 1 else ": ") + name


# ---- rows --------------------------------------------------------------------------------------


def load_people(db, family):
    query = select(Person).where(Person.tenant_id == family.id).options(joinedload(Person.absences))
    return rules.People(db.scalars(query.order_by(Person.position, Person.id)).unique().all())


def load_tasks(db, dashboard):
    query = select(Task).where(Task.tenant_id == dashboard.tenant_id, Task.dashboard_id == dashboard.id, Task.active)
    return db.scalars(query.order_by(Task.position, Task.id)).all()


def of_tasks(db, dashboard, table, columns, *conditions, order):
    """Rows of a table of the dashboard's tasks, by task."""
    query = select(table.task_id, *columns).join(Task, and_(Task.tenant_id == table.tenant_id, Task.id == table.task_id))
    query = query.where(Task.tenant_id == dashboard.tenant_id, Task.dashboard_id == dashboard.id, *conditions)
    rows = defaultdict(list)
    for row in db.execute(query.order_by(*order)):
        rows[row.task_id].append(row)
    return rows


def load_turns(db, family, dashboard, people, today):
    """Turns of the active tasks; of old ticks only those are read that a turn depends on."""
    rotation = of_tasks(db, dashboard, Rotation, (Rotation.person_id, Rotation.label), order=[Rotation.position])
    overrides = of_tasks(
        db, dashboard, Override, (Override.on_date, Override.person_id, Override.kind, Override.moved_to),
        or_(Override.on_date >= today - LOOK_BACK, Override.moved_to >= today), order=[Override.on_date])
    ticks = of_tasks(
        db, dashboard, Completion, (Completion.on_date, Completion.person_key, Completion.person_name, Completion.done_at),
        or_(Completion.on_date >= today - 1, Task.rotate_by == "completion", Task.repeat_from == "done"),
        order=[Completion.on_date, Completion.person_key])
    return [rules.Turns(task, rotation[task.id], overrides[task.id], ticks[task.id], people, family.week_start)
            for task in load_tasks(db, dashboard)]


def load_countdowns(db, dashboard):
    query = select(Countdown).where(Countdown.tenant_id == dashboard.tenant_id, Countdown.dashboard_id == dashboard.id)
    return db.scalars(query).all()


def load_checklist(db, family, people):
    of_family = [exists().where(table.tenant_id == family.id) for table in (Task, Countdown)]
    screens = exists().where(Device.tenant_id == family.id, Device.revoked_at.is_(None))
    return Checklist(bool(people.active), *db.execute(select(*of_family, screens)).one())


# ---- cards -------------------------------------------------------------------------------------


class CardMaker:
    """Cards of the tasks of a family on one day."""

    def __init__(self, family, people, today):
        self.family, self.people, self.today = family, people, today
        self.today_text = rules.civil(today).isoformat()

    def make_card(self, turns, turn):
        task = turns.task
        card = Card(task.id, task.name, task.emoji if task.icon_type == "emoji" else None,
                    task.image_id if task.icon_type == "image" else None, task.mode, self.today_text,
                    self.turn_views(turns, turn))
        card.done = bool(card.turns) and all(view.done for view in card.turns)
        if not card.done and turn.due_since < self.today:
            card.since = self.since_text(turn.due_since)
        card.changed = self.changed_text(turns)
        card.can_undo_turn = card.changed is not None and not card.done
        self.add_choices(card, turn)
        card.upcoming = self.upcoming_turns(turns)
        return card

    def face(self, turns, entry, person_id):
        if person := self.people.by_id.get(person_id):
            return face_of(person)
        return face_of_text("Anyone" if entry is None else turns.entries[entry][1])

    def turn_views(self, turns, turn):
        ticks = [tick for tick in turns.ticks if tick.on_date == self.today]
        if turns.task.mode == "everyone" and turns.entries:
            by_person = {tick.person_key: tick for tick in ticks}
            return [self.turn_view(person.id, face_of(person), by_person.get(person.id)) for person in self.everyone(turns)]
        if turn.nobody_home:
            return []
        return [self.turn_view(turn.person_id, self.face(turns, turn.entry, turn.person_id), ticks[0] if ticks else None)]

    def everyone(self, turns):
        """Each listed person ticks for himself; absent ones do not count."""
        for person_id in dict.fromkeys(person_id for person_id, _ in turns.entries):
            person = self.people.by_id.get(person_id)
            if person and person.active and (not turns.task.skip_absent or self.people.is_home(person_id, self.today)):
                yield person

    def turn_view(self, person_id, face, tick):
        if tick is None:
            return TurnView(person_id, face, False, None)
        clock = clock_text(self.family, tick.done_at)
        return TurnView(person_id, face, True, f"{clock}, {tick.person_name}" if tick.person_name else clock)

    def since_text(self, since):
        return rules.WEEKDAYS[rules.weekday(since)] if self.today - since < 7 else rules.short_date(since)

    def changed_text(self, turns):
        """Whose turn it was by the plan: "Instead of Anna", "Swapped with Anna"."""
        for override in turns.overrides:
            if override.on_date != self.today or override.kind == "move":
                continue
            planned = turns.planned_entry(self.today)
            if planned is None:
                return None
            name = self.face(turns, planned, turns.entries[planned][0]).name
            return ("Swapped with " if override.kind == "swap" else "Instead of ") + name
        return None

    def add_choices(self, card, turn):
        is_open = not card.done and card.mode != "everyone"
        card.can_skip = is_open and card.mode == "rotate" and turn.entry is not None
        card.can_swap = card.can_skip and turn.person_id != 0 and card.changed is None
        if is_open:
            card.others = [person for person in self.people.active if person.id != turn.person_id]
        card.has_more = card.can_undo_turn or card.can_skip or bool(card.others)

    def upcoming_turns(self, turns):
        coming = []
        if turns.task.mode != "rotate" or turns.task.rotate_by == "completion":
            return coming
        for day in range(self.today + 1, self.today + LOOK_AHEAD + 1):
            turn = turns.turn_on(day)
            if not turn.due:
                continue
            name = "Nobody home" if turn.nobody_home else self.face(turns, turn.entry, turn.person_id).name
            is_near = day - self.today < 7
            coming.append(NextTurn(rules.WEEKDAYS[rules.weekday(day)][:3] if is_near else rules.short_date(day), name))
            if len(coming) == UPCOMING:
                break
        return coming


def make_groups(tasks, maker):
    parts = {part: [] for part in PARTS}
    for turns in tasks:
        turn = turns.turn_on(maker.today)
        if turn.due:
            parts[turns.task.part_of_day].append(maker.make_card(turns, turn))
    groups = [Group(PARTS[part], cards) for part, cards in parts.items() if cards]
    if len(groups) == 1 and groups[0].title == "Any time":
        groups[0].title = "Today"
    return groups


def people_today(people, turns, today):
    shown = []
    for person in people.active:
        mine = [turn.done for turn in turns if turn.person_id == person.id]
        shown.append(PersonToday(face_of(person), mine.count(False), len(mine), not people.is_home(person.id, today)))
    return shown


# ---- countdowns --------------------------------------------------------------------------------


def countdown_card(name, form, today, day):
    days = day - today
    text = rules.countdown_text(form, today, day)
    long_text = text if form == "days" else rules.countdown_text("days", today, day)
    return CountdownCard(name, days, text, spoken(long_text, days, name), rules.short_date(day), days == 0)


def made_countdown(countdown, day, people, today):
    card = countdown_card(countdown.name, countdown.format, today, day)
    if countdown.icon_type == "emoji":
        card.emoji = countdown.emoji
    elif countdown.icon_type == "image":
        card.image_id = countdown.image_id
    if person := people.by_id.get(countdown.person_id):
        card.face = face_of(person) if countdown.icon_type == "none" else None
        card.extra = age_text(person, rules.civil(day).year)
    return card


def birthday_cards(people, today):
    for person in people.active:
        if person.birth_month is None:
            continue
        day = rules.next_day(person.birth_month, person.birth_day, today)
        if day - today > BIRTHDAY_NOTICE:
            continue
        card = countdown_card(person.name + "’s birthday", "days", today, day)
        card.face = face_of(person)
        card.extra = age_text(person, rules.civil(day).year)
        yield card


def make_countdowns(db, dashboard, people, today):
    cards = list(birthday_cards(people, today))
    for countdown in load_countdowns(db, dashboard):
        day = rules.countdown_day(countdown, today)
        if rules.is_shown(countdown, today, day):
            cards.append(made_countdown(countdown, day, people, today))
    return sorted(cards, key=lambda card: (card.days, card.name))


def make_board(db, family, dashboard, today, is_admin, etag):
    people = load_people(db, family)
    groups = make_groups(load_turns(db, family, dashboard, people, today), CardMaker(family, people, today))
    turns = [turn for group in groups for card in group.cards for turn in card.turns]
    checklist = load_checklist(db, family, people) if is_admin and not family.checklist_hidden else None
    return Board(
        dashboard.id, etag, dashboard.layout_size, dashboard.theme, family.timezone, rules.long_date(today),
        Progress(sum(turn.done for turn in turns), len(turns)),
        people_today(people, turns, today) if dashboard.show_people else [], groups,
        make_countdowns(db, dashboard, people, today) if dashboard.show_countdowns else [],
        None if checklist is None or checklist.is_complete() else checklist)
