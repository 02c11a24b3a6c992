-- carafe: revision 20261120T1542_f47ff5
-- carafe: note create table families
-- carafe: note create table activity
-- carafe: note create table countdowns
-- carafe: note create table dashboards
-- carafe: note create table devices
-- carafe: note create table images
-- carafe: note create table invitations
-- carafe: note create table login_sessions
-- carafe: note create table outbox_mails
-- carafe: note create table password_resets
-- carafe: note create table persons
-- carafe: note create table person_absences
-- carafe: note create table remember_tokens
-- carafe: note create table tasks
-- carafe: note create table task_completions
-- carafe: note create table task_overrides
-- carafe: note create table task_rotation
-- carafe: note create table users
-- up sqlite
CREATE TABLE "families" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL CONSTRAINT "ck_families_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_families_name_size_30696f" CHECK (length("name") <= 100),
  "timezone" TEXT NOT NULL DEFAULT 'UTC' CONSTRAINT "ck_families_timezone_size_e21782" CHECK (length("timezone") <= 64),
  "locale" TEXT NOT NULL DEFAULT 'en' CONSTRAINT "ck_families_locale_size_b5867b" CHECK (length("locale") <= 10),
  "week_start" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_families_week_start_range_ca398b" CHECK ("week_start" BETWEEN 0 AND 6),
  "day_start_minute" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_families_day_start_range_b1b762" CHECK ("day_start_minute" BETWEEN 0 AND 360),
  "checklist_hidden" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_families_checklist_hidden_bool_cddb34" CHECK ("checklist_hidden" IN (0, 1)),
  "revision" INTEGER NOT NULL DEFAULT 1,
  "delete_after" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
CREATE INDEX "ix_families_delete_after" ON "families" ("delete_after");
CREATE TABLE "activity" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_activity_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "at" INTEGER NOT NULL,
  "actor_kind" TEXT NOT NULL CONSTRAINT "ck_activity_actor_kind_enum_da1920" CHECK ("actor_kind" IN ('user', 'device', 'system')),
  "actor_id" INTEGER NOT NULL,
  "action" TEXT NOT NULL CONSTRAINT "ck_activity_action_size_8dc3bd" CHECK (length("action") <= 40),
  "entity" TEXT NOT NULL CONSTRAINT "ck_activity_entity_size_660f4a" CHECK (length("entity") <= 30),
  "entity_id" INTEGER NOT NULL,
  "detail" TEXT NOT NULL CONSTRAINT "ck_activity_detail_size_580ac8" CHECK (length("detail") <= 2048),
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
CREATE INDEX "ix_activity_at" ON "activity" ("tenant_id", "at");
CREATE TABLE "countdowns" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_countdowns_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "dashboard_id" INTEGER,
  "name" TEXT NOT NULL CONSTRAINT "ck_countdowns_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_countdowns_name_size_30696f" CHECK (length("name") <= 100),
  "kind" TEXT NOT NULL DEFAULT 'yearly' CONSTRAINT "ck_countdowns_kind_enum_824687" CHECK ("kind" IN ('yearly', 'once')),
  "date_month" INTEGER NOT NULL CONSTRAINT "ck_countdowns_month_range_7feab2" CHECK ("date_month" BETWEEN 1 AND 12),
  "date_day" INTEGER NOT NULL CONSTRAINT "ck_countdowns_day_range_4f225d" CHECK ("date_day" BETWEEN 1 AND 31),
  "date_year" INTEGER,
  "leap_rule" TEXT NOT NULL DEFAULT 'feb28' CONSTRAINT "ck_countdowns_leap_rule_enum_29cf49" CHECK ("leap_rule" IN ('feb28', 'mar1')),
  "format" TEXT NOT NULL DEFAULT 'days' CONSTRAINT "ck_countdowns_format_enum_bbeaa7" CHECK ("format" IN ('days', 'sleeps', 'weeks', 'weekdays', 'date')),
  "show_from_days" INTEGER,
  "keep_days" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_countdowns_keep_range_876b32" CHECK ("keep_days" BETWEEN 0 AND 30),
  "icon_type" TEXT NOT NULL DEFAULT 'none' CONSTRAINT "ck_countdowns_icon_type_enum_5d1dcb" CHECK ("icon_type" IN ('emoji', 'image', 'none')),
  "emoji" TEXT CONSTRAINT "ck_countdowns_emoji_size_2a6e7b" CHECK (length("emoji") <= 64),
  "image_id" INTEGER,
  "person_id" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  CONSTRAINT "fk_countdowns_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id"),
  CONSTRAINT "fk_countdowns_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id"),
  CONSTRAINT "fk_countdowns_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id"),
  CONSTRAINT "ck_countdowns_once_has_year_eda06e" CHECK ("kind" <> 'once' OR "date_year" IS NOT NULL)
) STRICT;
CREATE INDEX "idx_countdowns_dashboard_id" ON "countdowns" ("tenant_id", "dashboard_id");
CREATE INDEX "ix_countdowns_date_month_date_day" ON "countdowns" ("tenant_id", "date_month", "date_day");
CREATE INDEX "ix_countdowns_image_id" ON "countdowns" ("tenant_id", "image_id");
CREATE INDEX "ix_countdowns_person_id" ON "countdowns" ("tenant_id", "person_id");
CREATE TABLE "dashboards" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_dashboards_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL CONSTRAINT "ck_dashboards_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_dashboards_name_size_30696f" CHECK (length("name") <= 100),
  "is_default" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_dashboards_is_default_bool_e6bff9" CHECK ("is_default" IN (0, 1)),
  "layout_size" TEXT NOT NULL DEFAULT 'medium' CONSTRAINT "ck_dashboards_layout_size_enum_c3b525" CHECK ("layout_size" IN ('small', 'medium', 'large')),
  "theme" TEXT NOT NULL DEFAULT 'auto' CONSTRAINT "ck_dashboards_theme_enum_083797" CHECK ("theme" IN ('auto', 'light', 'dark', 'contrast')),
  "night_from" INTEGER,
  "night_to" INTEGER,
  "show_people" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_dashboards_show_people_bool_0ef383" CHECK ("show_people" IN (0, 1)),
  "show_countdowns" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_dashboards_show_countdowns_bool_813fda" CHECK ("show_countdowns" IN (0, 1)),
  "show_calendar" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_dashboards_show_calendar_bool_80eaba" CHECK ("show_calendar" IN (0, 1)),
  "show_clock" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_dashboards_show_clock_bool_8c76b8" CHECK ("show_clock" IN (0, 1)),
  "calendar_days" INTEGER NOT NULL DEFAULT 7 CONSTRAINT "ck_dashboards_calendar_days_range_f1264d" CHECK ("calendar_days" BETWEEN 1 AND 31),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "version" INTEGER NOT NULL
) STRICT;
CREATE INDEX "idx_dashboards_tenant_id" ON "dashboards" ("tenant_id", "position");
CREATE INDEX "ix_dashboards_is_default" ON "dashboards" ("tenant_id", "is_default");
CREATE UNIQUE INDEX "uq_dashboards_tenant_key" ON "dashboards" ("tenant_id", "id");
CREATE TRIGGER "tr_countdowns_dashboard_id_null" BEFORE DELETE ON "dashboards" BEGIN UPDATE "countdowns" SET "dashboard_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "dashboard_id" = OLD."id"; END;
CREATE TRIGGER "tr_tasks_dashboard_id_null" BEFORE DELETE ON "dashboards" BEGIN UPDATE "tasks" SET "dashboard_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "dashboard_id" = OLD."id"; END;
CREATE TABLE "devices" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_devices_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "dashboard_id" INTEGER NOT NULL,
  "name" TEXT NOT NULL CONSTRAINT "ck_devices_name_size_6df74b" CHECK (length("name") <= 60),
  "token_hash" TEXT CONSTRAINT "ck_devices_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "permanent_hash" TEXT CONSTRAINT "ck_devices_permanent_hash_size_059948" CHECK (length("permanent_hash") <= 64),
  "pair_hash" TEXT CONSTRAINT "ck_devices_pair_hash_size_319085" CHECK (length("pair_hash") <= 64),
  "code_hash" TEXT CONSTRAINT "ck_devices_code_hash_size_02bf36" CHECK (length("code_hash") <= 64),
  "pair_expires_at" INTEGER,
  "may_tick" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_devices_may_tick_bool_4d31a8" CHECK ("may_tick" IN (0, 1)),
  "may_swap" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_devices_may_swap_bool_6f2420" CHECK ("may_swap" IN (0, 1)),
  "last_seen_at" INTEGER,
  "browser" TEXT CONSTRAINT "ck_devices_browser_size_dcd15c" CHECK (length("browser") <= 200),
  "created_by" INTEGER,
  "revoked_at" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_devices_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id") ON DELETE CASCADE,
  CONSTRAINT "fk_devices_created_by" FOREIGN KEY ("tenant_id", "created_by") REFERENCES "users" ("tenant_id", "id")
) STRICT;
CREATE INDEX "ix_devices_created_by" ON "devices" ("tenant_id", "created_by");
CREATE INDEX "ix_devices_dashboard_id" ON "devices" ("tenant_id", "dashboard_id");
CREATE UNIQUE INDEX "uq_devices_code_hash" ON "devices" ("code_hash");
CREATE UNIQUE INDEX "uq_devices_pair_hash" ON "devices" ("pair_hash");
CREATE UNIQUE INDEX "uq_devices_permanent_hash" ON "devices" ("permanent_hash");
CREATE UNIQUE INDEX "uq_devices_tenant_key" ON "devices" ("tenant_id", "id");
CREATE UNIQUE INDEX "uq_devices_token_hash" ON "devices" ("token_hash");
CREATE TRIGGER "tr_task_completions_by_device_id_null" BEFORE DELETE ON "devices" BEGIN UPDATE "task_completions" SET "by_device_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_device_id" = OLD."id"; END;
CREATE TRIGGER "tr_task_overrides_by_device_id_null" BEFORE DELETE ON "devices" BEGIN UPDATE "task_overrides" SET "by_device_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_device_id" = OLD."id"; END;
CREATE TABLE "images" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_images_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "path" TEXT NOT NULL CONSTRAINT "ck_images_path_size_c9b848" CHECK (length("path") <= 255),
  "mime" TEXT NOT NULL CONSTRAINT "ck_images_mime_size_259411" CHECK (length("mime") <= 40),
  "width" INTEGER NOT NULL,
  "height" INTEGER NOT NULL,
  "bytes" INTEGER NOT NULL,
  "sha256" TEXT NOT NULL CONSTRAINT "ck_images_sha256_size_156d21" CHECK (length("sha256") <= 64),
  "uploaded_by" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_images_uploaded_by" FOREIGN KEY ("tenant_id", "uploaded_by") REFERENCES "users" ("tenant_id", "id")
) STRICT;
CREATE INDEX "ix_images_uploaded_by" ON "images" ("tenant_id", "uploaded_by");
CREATE UNIQUE INDEX "uq_images_path" ON "images" ("path");
CREATE UNIQUE INDEX "uq_images_tenant_key" ON "images" ("tenant_id", "id");
CREATE TRIGGER "tr_countdowns_image_id_null" BEFORE DELETE ON "images" BEGIN UPDATE "countdowns" SET "image_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "image_id" = OLD."id"; END;
CREATE TRIGGER "tr_persons_image_id_null" BEFORE DELETE ON "images" BEGIN UPDATE "persons" SET "image_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "image_id" = OLD."id"; END;
CREATE TRIGGER "tr_tasks_image_id_null" BEFORE DELETE ON "images" BEGIN UPDATE "tasks" SET "image_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "image_id" = OLD."id"; END;
CREATE TABLE "invitations" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_invitations_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "email" TEXT NOT NULL CONSTRAINT "ck_invitations_email_size_7fc609" CHECK (length("email") <= 254),
  "role" TEXT NOT NULL DEFAULT 'member' CONSTRAINT "ck_invitations_role_enum_29c7db" CHECK ("role" IN ('owner', 'admin', 'member')),
  "token_hash" TEXT NOT NULL CONSTRAINT "ck_invitations_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "expires_at" INTEGER NOT NULL,
  "invited_by" INTEGER,
  "accepted_at" INTEGER,
  "revoked_at" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_invitations_invited_by" FOREIGN KEY ("tenant_id", "invited_by") REFERENCES "users" ("tenant_id", "id")
) STRICT;
CREATE INDEX "ix_invitations_email" ON "invitations" ("tenant_id", "email");
CREATE INDEX "ix_invitations_invited_by" ON "invitations" ("tenant_id", "invited_by");
CREATE UNIQUE INDEX "uq_invitations_token_hash" ON "invitations" ("token_hash");
CREATE TABLE "login_sessions" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "token_hash" TEXT NOT NULL CONSTRAINT "ck_login_sessions_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "user_id" INTEGER NOT NULL,
  "tenant_id" INTEGER NOT NULL,
  "epoch" INTEGER NOT NULL,
  "last_seen_at" INTEGER NOT NULL,
  "expires_at" INTEGER NOT NULL,
  "browser" TEXT NOT NULL CONSTRAINT "ck_login_sessions_browser_size_dcd15c" CHECK (length("browser") <= 200),
  "address" TEXT NOT NULL CONSTRAINT "ck_login_sessions_address_size_32ba4c" CHECK (length("address") <= 64),
  "remember_hash" TEXT NOT NULL CONSTRAINT "ck_login_sessions_remember_hash_size_21a603" CHECK (length("remember_hash") <= 64),
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
CREATE INDEX "ix_login_sessions_expires_at" ON "login_sessions" ("expires_at");
CREATE INDEX "ix_login_sessions_user_id" ON "login_sessions" ("user_id");
CREATE UNIQUE INDEX "uq_login_sessions_token_hash" ON "login_sessions" ("token_hash");
CREATE TABLE "outbox_mails" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "sender" TEXT NOT NULL CONSTRAINT "ck_outbox_mails_sender_size_0543bd" CHECK (length("sender") <= 300),
  "recipient" TEXT NOT NULL CONSTRAINT "ck_outbox_mails_recipient_size_d7c396" CHECK (length("recipient") <= 300),
  "subject" TEXT NOT NULL CONSTRAINT "ck_outbox_mails_subject_size_fbd74c" CHECK (length("subject") <= 300),
  "body_text" TEXT NOT NULL,
  "body_html" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT "ck_outbox_mails_state_enum_a172c4" CHECK ("state" IN ('waiting', 'sent', 'failed')),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" INTEGER NOT NULL,
  "last_error" TEXT NOT NULL CONSTRAINT "ck_outbox_mails_last_error_size_0d4677" CHECK (length("last_error") <= 200),
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
CREATE INDEX "ix_outbox_mails_state_next_attempt_at" ON "outbox_mails" ("state", "next_attempt_at");
CREATE TABLE "password_resets" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL,
  "family_id" INTEGER NOT NULL,
  "token_hash" TEXT NOT NULL CONSTRAINT "ck_password_resets_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "expires_at" INTEGER NOT NULL,
  "used_at" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
CREATE INDEX "ix_password_resets_user_id" ON "password_resets" ("user_id");
CREATE UNIQUE INDEX "uq_password_resets_token_hash" ON "password_resets" ("token_hash");
CREATE TABLE "persons" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_persons_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL CONSTRAINT "ck_persons_name_size_6df74b" CHECK (length("name") <= 60),
  "name_key" TEXT NOT NULL CONSTRAINT "ck_persons_name_key_size_935259" CHECK (length("name_key") <= 120),
  "colour" TEXT NOT NULL CONSTRAINT "ck_persons_colour_size_72f7de" CHECK (length("colour") <= 7),
  "emoji" TEXT CONSTRAINT "ck_persons_emoji_size_2a6e7b" CHECK (length("emoji") <= 64),
  "image_id" INTEGER,
  "birth_month" INTEGER,
  "birth_day" INTEGER,
  "birth_year" INTEGER,
  "position" INTEGER NOT NULL DEFAULT 0,
  "active" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_persons_active_bool_b5c460" CHECK ("active" IN (0, 1)),
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_persons_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id"),
  CONSTRAINT "ck_persons_birthday_whole_d47332" CHECK (("birth_month" IS NULL) = ("birth_day" IS NULL))
) STRICT;
CREATE INDEX "ix_persons_image_id" ON "persons" ("tenant_id", "image_id");
CREATE UNIQUE INDEX "uq_persons_name_key" ON "persons" ("tenant_id", "name_key");
CREATE UNIQUE INDEX "uq_persons_tenant_key" ON "persons" ("tenant_id", "id");
CREATE TRIGGER "tr_countdowns_person_id_null" BEFORE DELETE ON "persons" BEGIN UPDATE "countdowns" SET "person_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "person_id" = OLD."id"; END;
CREATE TRIGGER "tr_task_overrides_person_id_null" BEFORE DELETE ON "persons" BEGIN UPDATE "task_overrides" SET "person_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "person_id" = OLD."id"; END;
CREATE TRIGGER "tr_users_person_id_null" BEFORE DELETE ON "persons" BEGIN UPDATE "users" SET "person_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "person_id" = OLD."id"; END;
CREATE TABLE "person_absences" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_person_absences_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "person_id" INTEGER NOT NULL,
  "starts_on" INTEGER NOT NULL,
  "ends_on" INTEGER,
  "repeat_weeks" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_person_absences_repeat_range_7aa8c7" CHECK ("repeat_weeks" BETWEEN 0 AND 8),
  "reason" TEXT CONSTRAINT "ck_person_absences_reason_size_8941df" CHECK (length("reason") <= 100),
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_person_absences_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE CASCADE,
  CONSTRAINT "ck_person_absences_dates_in_order_da9206" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on")
) STRICT;
CREATE INDEX "ix_person_absences_person_id_starts_on" ON "person_absences" ("tenant_id", "person_id", "starts_on");
CREATE TABLE "remember_tokens" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "series_hash" TEXT NOT NULL CONSTRAINT "ck_remember_tokens_series_hash_size_7a7bdd" CHECK (length("series_hash") <= 64),
  "token_hash" TEXT NOT NULL CONSTRAINT "ck_remember_tokens_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "previous_hash" TEXT NOT NULL CONSTRAINT "ck_remember_tokens_previous_hash_size_f557a1" CHECK (length("previous_hash") <= 64),
  "rotated_at" INTEGER NOT NULL,
  "user_id" INTEGER NOT NULL,
  "tenant_id" INTEGER NOT NULL,
  "epoch" INTEGER NOT NULL,
  "expires_at" INTEGER NOT NULL,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
CREATE INDEX "ix_remember_tokens_user_id" ON "remember_tokens" ("user_id");
CREATE UNIQUE INDEX "uq_remember_tokens_series_hash" ON "remember_tokens" ("series_hash");
CREATE TABLE "tasks" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_tasks_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "dashboard_id" INTEGER,
  "name" TEXT NOT NULL CONSTRAINT "ck_tasks_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_tasks_name_size_30696f" CHECK (length("name") <= 100),
  "icon_type" TEXT NOT NULL DEFAULT 'none' CONSTRAINT "ck_tasks_icon_type_enum_5d1dcb" CHECK ("icon_type" IN ('emoji', 'image', 'none')),
  "emoji" TEXT CONSTRAINT "ck_tasks_emoji_size_2a6e7b" CHECK (length("emoji") <= 64),
  "image_id" INTEGER,
  "mode" TEXT NOT NULL DEFAULT 'rotate' CONSTRAINT "ck_tasks_mode_enum_6bfd14" CHECK ("mode" IN ('rotate', 'everyone', 'anyone')),
  "freq" TEXT NOT NULL DEFAULT 'daily' CONSTRAINT "ck_tasks_freq_enum_804ad0" CHECK ("freq" IN ('daily', 'weekly', 'monthly', 'once')),
  "interval" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_tasks_interval_range_d9a2f3" CHECK ("interval" BETWEEN 1 AND 52),
  "weekdays" INTEGER CONSTRAINT "ck_tasks_weekdays_range_650d37" CHECK ("weekdays" IS NULL OR "weekdays" BETWEEN 1 AND 127),
  "month_day" INTEGER CONSTRAINT "ck_tasks_month_day_range_740756" CHECK ("month_day" IS NULL OR "month_day" BETWEEN 1 AND 31),
  "months" INTEGER CONSTRAINT "ck_tasks_months_range_a76a88" CHECK ("months" IS NULL OR "months" BETWEEN 1 AND 4095),
  "repeat_from" TEXT NOT NULL DEFAULT 'plan' CONSTRAINT "ck_tasks_repeat_from_enum_aeac6e" CHECK ("repeat_from" IN ('plan', 'done')),
  "starts_on" INTEGER NOT NULL,
  "ends_on" INTEGER,
  "rotate_by" TEXT NOT NULL DEFAULT 'occurrence' CONSTRAINT "ck_tasks_rotate_by_enum_9485b1" CHECK ("rotate_by" IN ('occurrence', 'day', 'week', 'month', 'completion')),
  "rotate_every" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_tasks_rotate_every_range_bb9507" CHECK ("rotate_every" BETWEEN 1 AND 52),
  "anchor_date" INTEGER NOT NULL,
  "anchor_index" INTEGER NOT NULL DEFAULT 0,
  "skip_absent" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_tasks_skip_absent_bool_9c9854" CHECK ("skip_absent" IN (0, 1)),
  "part_of_day" TEXT NOT NULL DEFAULT 'any' CONSTRAINT "ck_tasks_part_of_day_enum_e3c155" CHECK ("part_of_day" IN ('any', 'morning', 'afternoon', 'evening')),
  "active" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_tasks_active_bool_b5c460" CHECK ("active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  CONSTRAINT "fk_tasks_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id"),
  CONSTRAINT "fk_tasks_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id"),
  CONSTRAINT "ck_tasks_weekly_has_weekdays_448386" CHECK ("freq" <> 'weekly' OR "weekdays" IS NOT NULL),
  CONSTRAINT "ck_tasks_dates_in_order_da9206" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on"),
  CONSTRAINT "ck_tasks_emoji_icon_85ce15" CHECK ("icon_type" <> 'emoji' OR "emoji" IS NOT NULL)
) STRICT;
CREATE INDEX "idx_tasks_dashboard_id" ON "tasks" ("tenant_id", "dashboard_id");
CREATE INDEX "ix_tasks_image_id" ON "tasks" ("tenant_id", "image_id");
CREATE INDEX "ix_tasks_starts_on" ON "tasks" ("tenant_id", "starts_on");
CREATE UNIQUE INDEX "uq_tasks_tenant_key" ON "tasks" ("tenant_id", "id");
CREATE TABLE "task_completions" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_task_completions_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "task_id" INTEGER NOT NULL,
  "on_date" INTEGER NOT NULL,
  "person_key" INTEGER NOT NULL DEFAULT 0,
  "person_name" TEXT NOT NULL CONSTRAINT "ck_task_completions_person_name_size_3ac7c9" CHECK (length("person_name") <= 60),
  "done_at" INTEGER NOT NULL,
  "by_user_id" INTEGER,
  "by_device_id" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_task_completions_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE,
  CONSTRAINT "fk_task_completions_by_user_id" FOREIGN KEY ("tenant_id", "by_user_id") REFERENCES "users" ("tenant_id", "id"),
  CONSTRAINT "fk_task_completions_by_device_id" FOREIGN KEY ("tenant_id", "by_device_id") REFERENCES "devices" ("tenant_id", "id")
) STRICT;
CREATE INDEX "ix_task_completions_by_device_id" ON "task_completions" ("tenant_id", "by_device_id");
CREATE INDEX "ix_task_completions_by_user_id" ON "task_completions" ("tenant_id", "by_user_id");
CREATE INDEX "ix_task_completions_on_date" ON "task_completions" ("tenant_id", "on_date");
CREATE UNIQUE INDEX "uq_task_completions_task_id_on_date_person_key" ON "task_completions" ("tenant_id", "task_id", "on_date", "person_key");
CREATE TABLE "task_overrides" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_task_overrides_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "task_id" INTEGER NOT NULL,
  "on_date" INTEGER NOT NULL,
  "person_id" INTEGER,
  "kind" TEXT NOT NULL CONSTRAINT "ck_task_overrides_kind_enum_e1202a" CHECK ("kind" IN ('skip', 'swap', 'move')),
  "moved_to" INTEGER,
  "pair_id" INTEGER,
  "by_user_id" INTEGER,
  "by_device_id" INTEGER,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_task_overrides_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE,
  CONSTRAINT "fk_task_overrides_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id"),
  CONSTRAINT "fk_task_overrides_by_user_id" FOREIGN KEY ("tenant_id", "by_user_id") REFERENCES "users" ("tenant_id", "id"),
  CONSTRAINT "fk_task_overrides_by_device_id" FOREIGN KEY ("tenant_id", "by_device_id") REFERENCES "devices" ("tenant_id", "id")
) STRICT;
CREATE INDEX "ix_task_overrides_by_device_id" ON "task_overrides" ("tenant_id", "by_device_id");
CREATE INDEX "ix_task_overrides_by_user_id" ON "task_overrides" ("tenant_id", "by_user_id");
CREATE INDEX "ix_task_overrides_person_id" ON "task_overrides" ("tenant_id", "person_id");
CREATE UNIQUE INDEX "uq_task_overrides_task_id_on_date" ON "task_overrides" ("tenant_id", "task_id", "on_date");
CREATE TABLE "task_rotation" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_task_rotation_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "task_id" INTEGER NOT NULL,
  "position" INTEGER NOT NULL,
  "person_id" INTEGER,
  "label" TEXT CONSTRAINT "ck_task_rotation_label_size_3971bb" CHECK (length("label") <= 100),
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_task_rotation_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE,
  CONSTRAINT "fk_task_rotation_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE CASCADE,
  CONSTRAINT "ck_task_rotation_person_or_label_c077b9" CHECK (("person_id" IS NULL) <> ("label" IS NULL))
) STRICT;
CREATE INDEX "ix_task_rotation_person_id" ON "task_rotation" ("tenant_id", "person_id");
CREATE UNIQUE INDEX "uq_task_rotation_task_id_position" ON "task_rotation" ("tenant_id", "task_id", "position");
CREATE TABLE "users" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "tenant_id" INTEGER NOT NULL CONSTRAINT "fk_users_tenant_id" REFERENCES "families" ("id") ON DELETE CASCADE,
  "email" TEXT NOT NULL CONSTRAINT "ck_users_email_size_7fc609" CHECK (length("email") <= 254),
  "password_hash" TEXT NOT NULL CONSTRAINT "ck_users_password_hash_size_1b1c3c" CHECK (length("password_hash") <= 255),
  "display_name" TEXT NOT NULL CONSTRAINT "ck_users_display_name_size_f3e019" CHECK (length("display_name") <= 80),
  "role" TEXT NOT NULL DEFAULT 'member' CONSTRAINT "ck_users_role_enum_29c7db" CHECK ("role" IN ('owner', 'admin', 'member')),
  "person_id" INTEGER,
  "email_verified_at" INTEGER,
  "last_login_at" INTEGER,
  "session_epoch" INTEGER NOT NULL DEFAULT 0,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  CONSTRAINT "fk_users_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id")
) STRICT;
CREATE UNIQUE INDEX "idx_users_email" ON "users" ("email");
CREATE UNIQUE INDEX "uq_users_person_id" ON "users" ("tenant_id", "person_id");
CREATE UNIQUE INDEX "uq_users_tenant_key" ON "users" ("tenant_id", "id");
CREATE TRIGGER "tr_devices_created_by_null" BEFORE DELETE ON "users" BEGIN UPDATE "devices" SET "created_by" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "created_by" = OLD."id"; END;
CREATE TRIGGER "tr_images_uploaded_by_null" BEFORE DELETE ON "users" BEGIN UPDATE "images" SET "uploaded_by" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "uploaded_by" = OLD."id"; END;
CREATE TRIGGER "tr_invitations_invited_by_null" BEFORE DELETE ON "users" BEGIN UPDATE "invitations" SET "invited_by" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "invited_by" = OLD."id"; END;
CREATE TRIGGER "tr_task_completions_by_user_id_null" BEFORE DELETE ON "users" BEGIN UPDATE "task_completions" SET "by_user_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_user_id" = OLD."id"; END;
CREATE TRIGGER "tr_task_overrides_by_user_id_null" BEFORE DELETE ON "users" BEGIN UPDATE "task_overrides" SET "by_user_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_user_id" = OLD."id"; END;
-- down sqlite
DROP TABLE "users";
DROP TABLE "task_rotation";
DROP TABLE "task_overrides";
DROP TABLE "task_completions";
DROP TABLE "tasks";
DROP TABLE "remember_tokens";
DROP TABLE "person_absences";
DROP TABLE "persons";
DROP TABLE "password_resets";
DROP TABLE "outbox_mails";
DROP TABLE "login_sessions";
DROP TABLE "invitations";
DROP TABLE "images";
DROP TABLE "devices";
DROP TABLE "dashboards";
DROP TABLE "countdowns";
DROP TABLE "activity";
DROP TABLE "families";
