-- What demo data lacks, for bench/dinkydash.py to compare more of the page: absences, overrides, ticks of today, other
-- rhythms, labels, pictures, birthdays on 29 February, roles, zones. Ids and % spread it over the families; the first
-- one stays as it is, it is measured. :today is days since 1970.
UPDATE families SET timezone = CASE id % 2 WHEN 0 THEN 'Pacific/Kiritimati' ELSE 'Pacific/Pago_Pago' END,
    week_start = id % 7, day_start_minute = id % 3 * 100, checklist_hidden = id % 5 = 0 WHERE id > 1;
UPDATE users SET role = 'member' WHERE id > 1 AND id % 4 = 0;
UPDATE dashboards SET theme = 'dark', layout_size = 'large', show_people = id % 5 > 0, show_countdowns = id % 7 > 0 WHERE id > 1;
UPDATE persons SET name = name || '-Lu & <Jo>', emoji = NULL, birth_month = 2, birth_day = 29, image_id = CASE id % 2 WHEN 0 THEN id END
    WHERE tenant_id > 1 AND id % 4 = 0;
UPDATE persons SET active = 0 WHERE tenant_id > 1 AND id % 9 = 0;
UPDATE tasks SET mode = 'everyone', icon_type = 'image', image_id = id WHERE tenant_id > 1 AND id % 11 = 0;
UPDATE tasks SET active = 0 WHERE tenant_id IN (11, 12, 13);
UPDATE countdowns SET dashboard_id = NULL WHERE tenant_id IN (11, 12);
UPDATE persons SET birth_month = NULL, birth_day = NULL WHERE tenant_id IN (11, 12);
UPDATE tasks SET repeat_from = 'done' WHERE tenant_id > 1 AND id % 13 = 0;
UPDATE tasks SET rotate_by = 'completion' WHERE tenant_id > 1 AND id % 17 = 0;
UPDATE tasks SET rotate_by = 'month', rotate_every = 2, anchor_date = starts_on - 40 WHERE tenant_id > 1 AND id % 19 = 0;
UPDATE tasks SET interval = 2, rotate_every = 3 WHERE tenant_id > 1 AND id % 7 = 0;
UPDATE tasks SET rotate_by = 'occurrence' WHERE tenant_id > 1 AND id % 6 = 0;
UPDATE tasks SET anchor_date = :today + 5 WHERE tenant_id > 1 AND id % 16 = 0;
UPDATE tasks SET months = 4095 - (1 << id % 12) WHERE tenant_id > 1 AND id % 5 = 0;
UPDATE tasks SET part_of_day = 'any' WHERE tenant_id = 14;
UPDATE tasks SET freq = 'monthly', month_day = CASE id % 2 WHEN 0 THEN 31 END, starts_on = starts_on + id % 40 WHERE tenant_id > 1 AND id % 10 = 0;
UPDATE tasks SET freq = 'once', starts_on = starts_on + 30 WHERE tenant_id > 1 AND id % 23 = 0;
UPDATE tasks SET skip_absent = 0, part_of_day = 'any' WHERE tenant_id > 1 AND id % 3 = 0;
UPDATE tasks SET ends_on = starts_on + 32 WHERE tenant_id > 1 AND id % 12 = 0;
UPDATE task_rotation SET person_id = NULL, label = 'label ' || id WHERE tenant_id > 1 AND id % 8 = 0;
UPDATE countdowns SET format = 'weekdays', icon_type = 'none', show_from_days = NULL,
    person_id = (SELECT max(id) FROM persons WHERE tenant_id = countdowns.tenant_id) WHERE tenant_id > 1 AND id % 3 = 0;
UPDATE countdowns SET date_month = 2, date_day = 29, leap_rule = 'mar1' WHERE tenant_id > 1 AND id % 7 = 0;
UPDATE countdowns SET kind = 'once', date_year = strftime('%Y', day), date_month = strftime('%m', day), date_day = strftime('%d', day),
    keep_days = 2, icon_type = 'image', image_id = id
    FROM (SELECT id AS of, date(:today * 86400, 'unixepoch', (id % 5 - 3) || ' days') AS day FROM countdowns)
    WHERE of = id AND tenant_id > 1 AND id % 4 = 0;
INSERT INTO person_absences (tenant_id, person_id, starts_on, ends_on, repeat_weeks, created_at, updated_at)
    SELECT tenant_id, id, day, CASE id % 4 WHEN 1 THEN NULL ELSE day + id % 5 END, id % 4, 0, 0
    FROM (SELECT *, :today + id % 9 - 6 - id % 2 * 42 AS day FROM persons) WHERE tenant_id > 1 AND id % 3 > 0;
INSERT INTO person_absences (tenant_id, person_id, starts_on, ends_on, created_at, updated_at)
    SELECT tenant_id, id, :today - 1, :today + 2, 0, 0 FROM persons WHERE tenant_id IN (15, 16, 17);
INSERT INTO task_overrides (tenant_id, task_id, on_date, person_id, kind, moved_to, created_at, updated_at)
    SELECT t.tenant_id, t.id, :today - 2 + d.value, CASE WHEN t.id % 3 > 0 THEN p.id END,
        CASE (t.id + d.value) % 3 WHEN 0 THEN 'skip' WHEN 1 THEN 'swap' ELSE 'move' END,
        CASE WHEN (t.id + d.value) % 3 = 2 THEN :today + 4 - d.value END, 0, 0
    FROM tasks t JOIN json_each('[0, 1, 2, 3, 5, 8]') d JOIN persons p ON p.tenant_id = t.tenant_id AND p.position = t.id % 2
    WHERE t.tenant_id > 1 AND t.id % 2 = 1;
INSERT INTO task_completions (tenant_id, task_id, on_date, person_key, person_name, done_at, created_at, updated_at)
    SELECT t.tenant_id, t.id, :today - 2 + d.value, p.id * (t.id % 3 > 0), CASE WHEN t.id % 3 > 0 THEN p.name ELSE '' END,
        (:today - 2 + d.value) * 86400000000 + t.id * 77000000, 0, 0
    FROM tasks t JOIN json_each('[0, 1, 2, 3]') d JOIN persons p ON p.tenant_id = t.tenant_id AND p.position = d.value % 2
    WHERE t.tenant_id > 1 AND t.id % 4 > 0 ON CONFLICT DO NOTHING;
