"""Whose turn it is, and how long until a day: pure functions of models and of dates as days since 1970."""
import bisect
import calendar
import datetime
from dataclasses import dataclass

EPOCH = datetime.date(1970, 1, 1).toordinal()
LOOK_BACK = 800  # days searched for the begin of a turn that waits until it is done
WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def civil(day):
    return datetime.date.fromordinal(day + EPOCH)


def day_of(year, month, day):
    return datetime.date(year, month, day).toordinal() - EPOCH


def weekday(day):
    """0 Sunday … 6 Saturday."""
    return (day + 4) % 7


def days_in_month(year, month):
    return calendar.monthrange(year, month)[1]


def month_number(day):
    date = civil(day)
    return date.year * 12 + date.month - 1


def week_number(day, week_start):
    return (day + 4 - week_start) // 7


def short_date(day):
    return civil(day).strftime(f"{WEEKDAYS[weekday(day)][:3]} %-d %b")


def long_date(day):
    return civil(day).strftime(f"{WEEKDAYS[weekday(day)]} %-d %B")


# ---- presence ----------------------------------------------------------------------------------


def is_away(absence, day):
    if day < absence.starts_on:
        return False
    if absence.ends_on is None:
        return True
    if absence.repeat_weeks == 0:
        return day <= absence.ends_on
    return (day - absence.starts_on) % (absence.repeat_weeks * 7) <= absence.ends_on - absence.starts_on


class People:
    """The persons of a family by position, inactive ones too."""

    def __init__(self, persons):
        self.all = persons
        self.active = [person for person in persons if person.active]
        self.by_id = {person.id: person for person in persons}
        self.absences = {person.id: person.absences for person in persons if person.absences}

    def is_home(self, person_id, day):
        return not any(is_away(absence, day) for absence in self.absences.get(person_id, ()))


# ---- plan --------------------------------------------------------------------------------------


def is_planned(task, day, week_start):
    """Whether the plan alone, without overrides and "after it was done", has the task on a day."""
    if day < task.starts_on or (task.ends_on is not None and day > task.ends_on):
        return False
    if task.freq == "once":
        return day == task.starts_on
    if task.months is not None and not task.months >> (civil(day).month - 1) & 1:
        return False
    if task.freq == "daily":
        return (day - task.starts_on) % task.interval == 0
    if task.freq == "weekly":
        return bool(task.weekdays >> weekday(day) & 1) and (
            task.interval == 1 or (week_number(day, week_start) - week_number(task.starts_on, week_start)) % task.interval == 0)
    date = civil(day)
    wanted = task.month_day or civil(task.starts_on).day
    return (date.day == min(wanted, days_in_month(date.year, date.month))
            and (month_number(day) - month_number(task.starts_on)) % task.interval == 0)


def count_planned(task, begin, end, week_start):
    """Planned days in [begin, end); negative when end is earlier."""
    if end < begin:
        return -count_planned(task, end, begin, week_start)
    if task.freq == "daily" and task.months is None and task.ends_on is None and begin >= task.starts_on:
        first = task.starts_on - task.interval + 1
        return (end - first) // task.interval - (begin - first) // task.interval
    return sum(is_planned(task, day, week_start) for day in range(begin, end))


def add_months(day, months, wanted_day):
    year, month = divmod(month_number(day) + months, 12)
    return day_of(year, month + 1, min(wanted_day, days_in_month(year, month + 1)))


# ---- turns -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Turn:
    """What a task asks of a day. `entry`: place in the rotation; none: anyone, or a person named by an override."""

    due: bool
    on_date: int
    due_since: int
    entry: int | None = None
    person_id: int = 0
    nobody_home: bool = False


class Turns:
    """The turns of one task. `overrides` and `ticks` are rows by date."""

    def __init__(self, task, rotation, overrides, ticks, people, week_start):
        self.task, self.overrides, self.ticks, self.people, self.week_start = task, overrides, ticks, people, week_start
        self.entries = [(entry.person_id or 0, entry.label or "") for entry in rotation]
        self.waits_until_done = task.freq != "once" and (
            task.repeat_from == "done" or (task.mode == "rotate" and task.rotate_by == "completion"))
        self.completed = sorted({tick.on_date for tick in ticks})

    def step_number(self, day):
        """How often the turn has moved on between the anchor and a day."""
        task = self.task
        if task.rotate_by == "day":
            steps = day - task.anchor_date
        elif task.rotate_by == "week":
            steps = week_number(day, self.week_start) - week_number(task.anchor_date, self.week_start)
        elif task.rotate_by == "month":
            steps = month_number(day) - month_number(task.anchor_date)
        elif task.rotate_by == "occurrence":
            steps = count_planned(task, task.anchor_date, day, self.week_start)
        else:
            steps = max(0, bisect.bisect_left(self.completed, day) - bisect.bisect_left(self.completed, task.anchor_date))
        return steps // task.rotate_every

    def planned_entry(self, day):
        return (self.task.anchor_index + self.step_number(day)) % len(self.entries) if self.entries else None

    def is_home(self, entry, day):
        person_id = self.entries[entry][0]
        return person_id == 0 or self.people.is_home(person_id, day)

    def next_present(self, entry, day):
        """The next other entry that is home."""
        count = len(self.entries)
        for i in range(1, count):
            candidate = (entry + i) % count
            if self.entries[candidate] != self.entries[entry] and self.is_home(candidate, day):
                return candidate
        return None

    def turn_on(self, day):
        turn = Turn(False, day, day)
        override = None
        for other in self.overrides:
            if other.kind == "move" and other.moved_to == day:
                turn.due, turn.on_date = True, other.on_date
                self.assign(turn, day)
                return turn
            if other.on_date == day:
                override = other
        if override and override.kind == "move":
            return turn
        self.set_due(turn, day)
        if turn.due and override:
            self.apply_override(turn, override, day)
        elif turn.due:
            self.assign(turn, day)
        return turn

    def set_due(self, turn, day):
        if not self.waits_until_done:
            turn.due = is_planned(self.task, day, self.week_start)
        elif (since := self.waiting_since(day)) is not None:
            turn.due, turn.due_since = True, since

    def waiting_since(self, day):
        """Since when a task that waits until it is done has been due."""
        task = self.task
        if day < task.starts_on or (task.ends_on is not None and day > task.ends_on):
            return None
        done_before = bisect.bisect_left(self.completed, day)
        last = self.completed[done_before - 1] if done_before else None
        if task.repeat_from == "done":
            due = task.starts_on if last is None else max(self.due_after(last), task.starts_on)
            if day in self.completed:
                return min(due, day)
            return due if due <= day else None
        first = (task.starts_on if last is None else last + 1)
        return next((d for d in range(max(first, day - LOOK_BACK), day + 1) if is_planned(task, d, self.week_start)), None)

    def due_after(self, last):
        if self.task.freq == "weekly":
            return last + self.task.interval * 7
        if self.task.freq == "monthly":
            return add_months(last, self.task.interval, civil(last).day)
        return last + self.task.interval

    def assign(self, turn, day):
        """Who does a due turn by the plan, or who stands in."""
        if self.task.mode != "rotate" or not self.entries:
            return
        entry = self.planned_entry(turn.on_date)
        if self.task.skip_absent and not self.is_home(entry, day):
            entry = self.next_present(entry, day)
            if entry is None:
                turn.nobody_home = True
                return
        turn.entry, turn.person_id = entry, self.entries[entry][0]

    def apply_override(self, turn, override, day):
        if override.person_id:
            turn.person_id = override.person_id
            for i, (person_id, _) in enumerate(self.entries):
                if person_id == override.person_id:
                    turn.entry = i
            return
        # A skip to a label, or to a person who is gone: the one after the planned entry.
        self.assign(turn, day)
        if turn.entry is not None and (after := self.next_present(turn.entry, day)) is not None:
            turn.entry, turn.person_id = after, self.entries[after][0]


# ---- countdowns --------------------------------------------------------------------------------


def plural(count, one, many):
    return f"{count} {one if count == 1 else many}"


def next_day(month, day, today, leap_rule="feb28"):
    """The next such day from today on."""

    def in_year(year):
        if (month, day) == (2, 29) and not calendar.isleap(year):
            return day_of(year, 2, 28) if leap_rule == "feb28" else day_of(year, 3, 1)
        return day_of(year, month, day)

    year = civil(today).year
    this_year = in_year(year)
    return this_year if this_year >= today else in_year(year + 1)


def countdown_day(countdown, today):
    if countdown.kind == "once":
        return day_of(countdown.date_year, countdown.date_month, countdown.date_day)
    return next_day(countdown.date_month, countdown.date_day, today, countdown.leap_rule)


def is_shown(countdown, today, day):
    if day < today:
        return today - day <= countdown.keep_days
    return countdown.show_from_days is None or day - today <= countdown.show_from_days


def countdown_text(form, today, day):
    """"12 days", "Tomorrow", "1 week 5 days", "Sat 3 May", "Today!", "3 days ago"."""
    days = day - today
    if days == 0:
        return "Today!"
    if days < 0:
        return plural(-days, "day ago", "days ago")
    if form == "date":
        return short_date(day)
    if form == "sleeps":
        return plural(days, "sleep", "sleeps")
    if form == "weekdays":
        return plural(sum(weekday(d) not in (0, 6) for d in range(today + 1, day + 1)), "school day", "school days")
    if days == 1:
        return "Tomorrow"
    if form == "days" or days < 7:
        return plural(days, "day", "days")
    weeks = plural(days // 7, "week", "weeks")
    return weeks if days % 7 == 0 else f"{weeks} {plural(days % 7, 'day', 'days')}"
