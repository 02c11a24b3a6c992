-- carafe: revision 20261120T1849_2054ba
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
-- up mariadb
CREATE TABLE "families" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "name" varchar(101) NOT NULL,
  "timezone" varchar(65) NOT NULL DEFAULT 'UTC',
  "locale" varchar(11) NOT NULL DEFAULT 'en',
  "week_start" smallint NOT NULL DEFAULT 1,
  "day_start_minute" smallint NOT NULL DEFAULT 0,
  "checklist_hidden" tinyint(1) NOT NULL DEFAULT 0,
  "revision" bigint NOT NULL DEFAULT 1,
  "delete_after" datetime(6) NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "ck_families_name_not_blank_435037" CHECK (char_length(trim("name")) > 0),
  CONSTRAINT "ck_families_week_start_range_ca398b" CHECK ("week_start" BETWEEN 0 AND 6),
  CONSTRAINT "ck_families_day_start_range_b1b762" CHECK ("day_start_minute" BETWEEN 0 AND 360),
  CONSTRAINT "ck_families_name_size_30696f" CHECK (char_length("name") <= 100),
  CONSTRAINT "ck_families_timezone_size_e21782" CHECK (char_length("timezone") <= 64),
  CONSTRAINT "ck_families_locale_size_b5867b" CHECK (char_length("locale") <= 10),
  CONSTRAINT "ck_families_checklist_hidden_bool_cddb34" CHECK ("checklist_hidden" IN (0, 1))
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "families" ADD KEY "ix_families_delete_after" ("delete_after");
CREATE TABLE "activity" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "at" datetime(6) NOT NULL,
  "actor_kind" varchar(64) NOT NULL,
  "actor_id" bigint NOT NULL,
  "action" varchar(41) NOT NULL,
  "entity" varchar(31) NOT NULL,
  "entity_id" bigint NOT NULL,
  "detail" longtext NOT NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_activity_id" ("id"),
  CONSTRAINT "ck_activity_actor_kind_enum_da1920" CHECK ("actor_kind" IN ('user', 'device', 'system')),
  CONSTRAINT "ck_activity_action_size_8dc3bd" CHECK (char_length("action") <= 40),
  CONSTRAINT "ck_activity_entity_size_660f4a" CHECK (char_length("entity") <= 30),
  CONSTRAINT "ck_activity_detail_size_580ac8" CHECK (char_length("detail") <= 2048)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "activity" ADD KEY "ix_activity_at" ("tenant_id", "at");
CREATE TABLE "countdowns" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "dashboard_id" bigint NULL,
  "name" varchar(101) NOT NULL,
  "kind" varchar(64) NOT NULL DEFAULT 'yearly',
  "date_month" smallint NOT NULL,
  "date_day" smallint NOT NULL,
  "date_year" smallint NULL,
  "leap_rule" varchar(64) NOT NULL DEFAULT 'feb28',
  "format" varchar(64) NOT NULL DEFAULT 'days',
  "show_from_days" smallint NULL,
  "keep_days" smallint NOT NULL DEFAULT 0,
  "icon_type" varchar(64) NOT NULL DEFAULT 'none',
  "emoji" varchar(65) NULL,
  "image_id" bigint NULL,
  "person_id" bigint NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  "version" int NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_countdowns_id" ("id"),
  CONSTRAINT "ck_countdowns_name_not_blank_435037" CHECK (char_length(trim("name")) > 0),
  CONSTRAINT "ck_countdowns_once_has_year_eda06e" CHECK ("kind" <> 'once' OR "date_year" IS NOT NULL),
  CONSTRAINT "ck_countdowns_month_range_7feab2" CHECK ("date_month" BETWEEN 1 AND 12),
  CONSTRAINT "ck_countdowns_day_range_4f225d" CHECK ("date_day" BETWEEN 1 AND 31),
  CONSTRAINT "ck_countdowns_keep_range_876b32" CHECK ("keep_days" BETWEEN 0 AND 30),
  CONSTRAINT "ck_countdowns_name_size_30696f" CHECK (char_length("name") <= 100),
  CONSTRAINT "ck_countdowns_kind_enum_824687" CHECK ("kind" IN ('yearly', 'once')),
  CONSTRAINT "ck_countdowns_leap_rule_enum_29cf49" CHECK ("leap_rule" IN ('feb28', 'mar1')),
  CONSTRAINT "ck_countdowns_format_enum_bbeaa7" CHECK ("format" IN ('days', 'sleeps', 'weeks', 'weekdays', 'date')),
  CONSTRAINT "ck_countdowns_icon_type_enum_5d1dcb" CHECK ("icon_type" IN ('emoji', 'image', 'none')),
  CONSTRAINT "ck_countdowns_emoji_size_2a6e7b" CHECK (char_length("emoji") <= 64)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "countdowns" ADD KEY "idx_countdowns_dashboard_id" ("tenant_id", "dashboard_id");
ALTER TABLE "countdowns" ADD KEY "ix_countdowns_date_month_date_day" ("tenant_id", "date_month", "date_day");
ALTER TABLE "countdowns" ADD KEY "ix_countdowns_image_id" ("tenant_id", "image_id");
ALTER TABLE "countdowns" ADD KEY "ix_countdowns_person_id" ("tenant_id", "person_id");
CREATE TABLE "dashboards" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "name" varchar(101) NOT NULL,
  "is_default" tinyint(1) NOT NULL DEFAULT 0,
  "layout_size" varchar(64) NOT NULL DEFAULT 'medium',
  "theme" varchar(64) NOT NULL DEFAULT 'auto',
  "night_from" smallint NULL,
  "night_to" smallint NULL,
  "show_people" tinyint(1) NOT NULL DEFAULT 1,
  "show_countdowns" tinyint(1) NOT NULL DEFAULT 1,
  "show_calendar" tinyint(1) NOT NULL DEFAULT 1,
  "show_clock" tinyint(1) NOT NULL DEFAULT 1,
  "calendar_days" smallint NOT NULL DEFAULT 7,
  "position" int NOT NULL DEFAULT 0,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  "version" int NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_dashboards_id" ("id"),
  CONSTRAINT "ck_dashboards_name_not_blank_435037" CHECK (char_length(trim("name")) > 0),
  CONSTRAINT "ck_dashboards_calendar_days_range_f1264d" CHECK ("calendar_days" BETWEEN 1 AND 31),
  CONSTRAINT "ck_dashboards_name_size_30696f" CHECK (char_length("name") <= 100),
  CONSTRAINT "ck_dashboards_is_default_bool_e6bff9" CHECK ("is_default" IN (0, 1)),
  CONSTRAINT "ck_dashboards_layout_size_enum_c3b525" CHECK ("layout_size" IN ('small', 'medium', 'large')),
  CONSTRAINT "ck_dashboards_theme_enum_083797" CHECK ("theme" IN ('auto', 'light', 'dark', 'contrast')),
  CONSTRAINT "ck_dashboards_show_people_bool_0ef383" CHECK ("show_people" IN (0, 1)),
  CONSTRAINT "ck_dashboards_show_countdowns_bool_813fda" CHECK ("show_countdowns" IN (0, 1)),
  CONSTRAINT "ck_dashboards_show_calendar_bool_80eaba" CHECK ("show_calendar" IN (0, 1)),
  CONSTRAINT "ck_dashboards_show_clock_bool_8c76b8" CHECK ("show_clock" IN (0, 1))
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "dashboards" ADD KEY "idx_dashboards_tenant_id" ("tenant_id", "position");
ALTER TABLE "dashboards" ADD KEY "ix_dashboards_is_default" ("tenant_id", "is_default");
CREATE TABLE "devices" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "dashboard_id" bigint NOT NULL,
  "name" varchar(61) NOT NULL,
  "token_hash" varchar(65) NULL,
  "permanent_hash" varchar(65) NULL,
  "pair_hash" varchar(65) NULL,
  "code_hash" varchar(65) NULL,
  "pair_expires_at" datetime(6) NULL,
  "may_tick" tinyint(1) NOT NULL DEFAULT 1,
  "may_swap" tinyint(1) NOT NULL DEFAULT 0,
  "last_seen_at" datetime(6) NULL,
  "browser" varchar(201) NULL,
  "created_by" bigint NULL,
  "revoked_at" datetime(6) NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_devices_id" ("id"),
  CONSTRAINT "ck_devices_name_size_6df74b" CHECK (char_length("name") <= 60),
  CONSTRAINT "ck_devices_token_hash_size_3528d0" CHECK (char_length("token_hash") <= 64),
  CONSTRAINT "ck_devices_permanent_hash_size_059948" CHECK (char_length("permanent_hash") <= 64),
  CONSTRAINT "ck_devices_pair_hash_size_319085" CHECK (char_length("pair_hash") <= 64),
  CONSTRAINT "ck_devices_code_hash_size_02bf36" CHECK (char_length("code_hash") <= 64),
  CONSTRAINT "ck_devices_may_tick_bool_4d31a8" CHECK ("may_tick" IN (0, 1)),
  CONSTRAINT "ck_devices_may_swap_bool_6f2420" CHECK ("may_swap" IN (0, 1)),
  CONSTRAINT "ck_devices_browser_size_dcd15c" CHECK (char_length("browser") <= 200)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "devices" ADD UNIQUE KEY "uq_devices_token_hash" ("token_hash");
ALTER TABLE "devices" ADD UNIQUE KEY "uq_devices_permanent_hash" ("permanent_hash");
ALTER TABLE "devices" ADD UNIQUE KEY "uq_devices_pair_hash" ("pair_hash");
ALTER TABLE "devices" ADD UNIQUE KEY "uq_devices_code_hash" ("code_hash");
ALTER TABLE "devices" ADD KEY "ix_devices_dashboard_id" ("tenant_id", "dashboard_id");
ALTER TABLE "devices" ADD KEY "ix_devices_created_by" ("tenant_id", "created_by");
CREATE TABLE "images" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "path" varchar(256) NOT NULL,
  "mime" varchar(41) NOT NULL,
  "width" int NOT NULL,
  "height" int NOT NULL,
  "bytes" int NOT NULL,
  "sha256" varchar(65) NOT NULL,
  "uploaded_by" bigint NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_images_id" ("id"),
  CONSTRAINT "ck_images_path_size_c9b848" CHECK (char_length("path") <= 255),
  CONSTRAINT "ck_images_mime_size_259411" CHECK (char_length("mime") <= 40),
  CONSTRAINT "ck_images_sha256_size_156d21" CHECK (char_length("sha256") <= 64)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "images" ADD UNIQUE KEY "uq_images_path" ("path");
ALTER TABLE "images" ADD KEY "ix_images_uploaded_by" ("tenant_id", "uploaded_by");
CREATE TABLE "invitations" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "email" varchar(255) NOT NULL,
  "role" varchar(64) NOT NULL DEFAULT 'member',
  "token_hash" varchar(65) NOT NULL,
  "expires_at" datetime(6) NOT NULL,
  "invited_by" bigint NULL,
  "accepted_at" datetime(6) NULL,
  "revoked_at" datetime(6) NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_invitations_id" ("id"),
  CONSTRAINT "ck_invitations_email_size_7fc609" CHECK (char_length("email") <= 254),
  CONSTRAINT "ck_invitations_role_enum_29c7db" CHECK ("role" IN ('owner', 'admin', 'member')),
  CONSTRAINT "ck_invitations_token_hash_size_3528d0" CHECK (char_length("token_hash") <= 64)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "invitations" ADD UNIQUE KEY "uq_invitations_token_hash" ("token_hash");
ALTER TABLE "invitations" ADD KEY "ix_invitations_email" ("tenant_id", "email");
ALTER TABLE "invitations" ADD KEY "ix_invitations_invited_by" ("tenant_id", "invited_by");
CREATE TABLE "login_sessions" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "token_hash" varchar(65) NOT NULL,
  "user_id" bigint NOT NULL,
  "tenant_id" bigint NOT NULL,
  "epoch" int NOT NULL,
  "last_seen_at" datetime(6) NOT NULL,
  "expires_at" datetime(6) NOT NULL,
  "browser" varchar(201) NOT NULL,
  "address" varchar(65) NOT NULL,
  "remember_hash" varchar(65) NOT NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "ck_login_sessions_token_hash_size_3528d0" CHECK (char_length("token_hash") <= 64),
  CONSTRAINT "ck_login_sessions_browser_size_dcd15c" CHECK (char_length("browser") <= 200),
  CONSTRAINT "ck_login_sessions_address_size_32ba4c" CHECK (char_length("address") <= 64),
  CONSTRAINT "ck_login_sessions_remember_hash_size_21a603" CHECK (char_length("remember_hash") <= 64)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "login_sessions" ADD UNIQUE KEY "uq_login_sessions_token_hash" ("token_hash");
ALTER TABLE "login_sessions" ADD KEY "ix_login_sessions_user_id" ("user_id");
ALTER TABLE "login_sessions" ADD KEY "ix_login_sessions_expires_at" ("expires_at");
CREATE TABLE "outbox_mails" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "sender" varchar(301) NOT NULL,
  "recipient" varchar(301) NOT NULL,
  "subject" varchar(301) NOT NULL,
  "body_text" longtext NOT NULL,
  "body_html" longtext NOT NULL,
  "state" varchar(64) NOT NULL DEFAULT 'waiting',
  "attempts" int NOT NULL DEFAULT 0,
  "next_attempt_at" datetime(6) NOT NULL,
  "last_error" varchar(201) NOT NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "ck_outbox_mails_sender_size_0543bd" CHECK (char_length("sender") <= 300),
  CONSTRAINT "ck_outbox_mails_recipient_size_d7c396" CHECK (char_length("recipient") <= 300),
  CONSTRAINT "ck_outbox_mails_subject_size_fbd74c" CHECK (char_length("subject") <= 300),
  CONSTRAINT "ck_outbox_mails_state_enum_a172c4" CHECK ("state" IN ('waiting', 'sent', 'failed')),
  CONSTRAINT "ck_outbox_mails_last_error_size_0d4677" CHECK (char_length("last_error") <= 200)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "outbox_mails" ADD KEY "ix_outbox_mails_state_next_attempt_at" ("state", "next_attempt_at");
CREATE TABLE "password_resets" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "user_id" bigint NOT NULL,
  "family_id" bigint NOT NULL,
  "token_hash" varchar(65) NOT NULL,
  "expires_at" datetime(6) NOT NULL,
  "used_at" datetime(6) NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "ck_password_resets_token_hash_size_3528d0" CHECK (char_length("token_hash") <= 64)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "password_resets" ADD UNIQUE KEY "uq_password_resets_token_hash" ("token_hash");
ALTER TABLE "password_resets" ADD KEY "ix_password_resets_user_id" ("user_id");
CREATE TABLE "persons" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "name" varchar(61) NOT NULL,
  "name_key" varchar(121) NOT NULL,
  "colour" varchar(8) NOT NULL,
  "emoji" varchar(65) NULL,
  "image_id" bigint NULL,
  "birth_month" smallint NULL,
  "birth_day" smallint NULL,
  "birth_year" smallint NULL,
  "position" int NOT NULL DEFAULT 0,
  "active" tinyint(1) NOT NULL DEFAULT 1,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_persons_id" ("id"),
  CONSTRAINT "ck_persons_birthday_whole_d47332" CHECK (("birth_month" IS NULL) = ("birth_day" IS NULL)),
  CONSTRAINT "ck_persons_name_size_6df74b" CHECK (char_length("name") <= 60),
  CONSTRAINT "ck_persons_name_key_size_935259" CHECK (char_length("name_key") <= 120),
  CONSTRAINT "ck_persons_colour_size_72f7de" CHECK (char_length("colour") <= 7),
  CONSTRAINT "ck_persons_emoji_size_2a6e7b" CHECK (char_length("emoji") <= 64),
  CONSTRAINT "ck_persons_active_bool_b5c460" CHECK ("active" IN (0, 1))
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "persons" ADD UNIQUE KEY "uq_persons_name_key" ("tenant_id", "name_key");
ALTER TABLE "persons" ADD KEY "ix_persons_image_id" ("tenant_id", "image_id");
CREATE TABLE "person_absences" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "person_id" bigint NOT NULL,
  "starts_on" date NOT NULL,
  "ends_on" date NULL,
  "repeat_weeks" smallint NOT NULL DEFAULT 0,
  "reason" varchar(101) NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_person_absences_id" ("id"),
  CONSTRAINT "ck_person_absences_dates_in_order_da9206" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on"),
  CONSTRAINT "ck_person_absences_repeat_range_7aa8c7" CHECK ("repeat_weeks" BETWEEN 0 AND 8),
  CONSTRAINT "ck_person_absences_reason_size_8941df" CHECK (char_length("reason") <= 100)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "person_absences" ADD KEY "ix_person_absences_person_id_starts_on" ("tenant_id", "person_id", "starts_on");
CREATE TABLE "remember_tokens" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "series_hash" varchar(65) NOT NULL,
  "token_hash" varchar(65) NOT NULL,
  "previous_hash" varchar(65) NOT NULL,
  "rotated_at" datetime(6) NOT NULL,
  "user_id" bigint NOT NULL,
  "tenant_id" bigint NOT NULL,
  "epoch" int NOT NULL,
  "expires_at" datetime(6) NOT NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "ck_remember_tokens_series_hash_size_7a7bdd" CHECK (char_length("series_hash") <= 64),
  CONSTRAINT "ck_remember_tokens_token_hash_size_3528d0" CHECK (char_length("token_hash") <= 64),
  CONSTRAINT "ck_remember_tokens_previous_hash_size_f557a1" CHECK (char_length("previous_hash") <= 64)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "remember_tokens" ADD UNIQUE KEY "uq_remember_tokens_series_hash" ("series_hash");
ALTER TABLE "remember_tokens" ADD KEY "ix_remember_tokens_user_id" ("user_id");
CREATE TABLE "tasks" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "dashboard_id" bigint NULL,
  "name" varchar(101) NOT NULL,
  "icon_type" varchar(64) NOT NULL DEFAULT 'none',
  "emoji" varchar(65) NULL,
  "image_id" bigint NULL,
  "mode" varchar(64) NOT NULL DEFAULT 'rotate',
  "freq" varchar(64) NOT NULL DEFAULT 'daily',
  "interval" smallint NOT NULL DEFAULT 1,
  "weekdays" smallint NULL,
  "month_day" smallint NULL,
  "months" smallint NULL,
  "repeat_from" varchar(64) NOT NULL DEFAULT 'plan',
  "starts_on" date NOT NULL,
  "ends_on" date NULL,
  "rotate_by" varchar(64) NOT NULL DEFAULT 'occurrence',
  "rotate_every" smallint NOT NULL DEFAULT 1,
  "anchor_date" date NOT NULL,
  "anchor_index" smallint NOT NULL DEFAULT 0,
  "skip_absent" tinyint(1) NOT NULL DEFAULT 1,
  "part_of_day" varchar(64) NOT NULL DEFAULT 'any',
  "active" tinyint(1) NOT NULL DEFAULT 1,
  "position" int NOT NULL DEFAULT 0,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  "version" int NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_tasks_id" ("id"),
  CONSTRAINT "ck_tasks_name_not_blank_435037" CHECK (char_length(trim("name")) > 0),
  CONSTRAINT "ck_tasks_interval_range_d9a2f3" CHECK ("interval" BETWEEN 1 AND 52),
  CONSTRAINT "ck_tasks_rotate_every_range_bb9507" CHECK ("rotate_every" BETWEEN 1 AND 52),
  CONSTRAINT "ck_tasks_weekdays_range_650d37" CHECK ("weekdays" IS NULL OR "weekdays" BETWEEN 1 AND 127),
  CONSTRAINT "ck_tasks_weekly_has_weekdays_448386" CHECK ("freq" <> 'weekly' OR "weekdays" IS NOT NULL),
  CONSTRAINT "ck_tasks_month_day_range_740756" CHECK ("month_day" IS NULL OR "month_day" BETWEEN 1 AND 31),
  CONSTRAINT "ck_tasks_months_range_a76a88" CHECK ("months" IS NULL OR "months" BETWEEN 1 AND 4095),
  CONSTRAINT "ck_tasks_dates_in_order_da9206" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on"),
  CONSTRAINT "ck_tasks_emoji_icon_85ce15" CHECK ("icon_type" <> 'emoji' OR "emoji" IS NOT NULL),
  CONSTRAINT "ck_tasks_name_size_30696f" CHECK (char_length("name") <= 100),
  CONSTRAINT "ck_tasks_icon_type_enum_5d1dcb" CHECK ("icon_type" IN ('emoji', 'image', 'none')),
  CONSTRAINT "ck_tasks_emoji_size_2a6e7b" CHECK (char_length("emoji") <= 64),
  CONSTRAINT "ck_tasks_mode_enum_6bfd14" CHECK ("mode" IN ('rotate', 'everyone', 'anyone')),
  CONSTRAINT "ck_tasks_freq_enum_804ad0" CHECK ("freq" IN ('daily', 'weekly', 'monthly', 'once')),
  CONSTRAINT "ck_tasks_repeat_from_enum_aeac6e" CHECK ("repeat_from" IN ('plan', 'done')),
  CONSTRAINT "ck_tasks_rotate_by_enum_9485b1" CHECK ("rotate_by" IN ('occurrence', 'day', 'week', 'month', 'completion')),
  CONSTRAINT "ck_tasks_skip_absent_bool_9c9854" CHECK ("skip_absent" IN (0, 1)),
  CONSTRAINT "ck_tasks_part_of_day_enum_e3c155" CHECK ("part_of_day" IN ('any', 'morning', 'afternoon', 'evening')),
  CONSTRAINT "ck_tasks_active_bool_b5c460" CHECK ("active" IN (0, 1))
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "tasks" ADD KEY "idx_tasks_dashboard_id" ("tenant_id", "dashboard_id");
ALTER TABLE "tasks" ADD KEY "ix_tasks_starts_on" ("tenant_id", "starts_on");
ALTER TABLE "tasks" ADD KEY "ix_tasks_image_id" ("tenant_id", "image_id");
CREATE TABLE "task_completions" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "task_id" bigint NOT NULL,
  "on_date" date NOT NULL,
  "person_key" bigint NOT NULL DEFAULT 0,
  "person_name" varchar(61) NOT NULL,
  "done_at" datetime(6) NOT NULL,
  "by_user_id" bigint NULL,
  "by_device_id" bigint NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_task_completions_id" ("id"),
  CONSTRAINT "ck_task_completions_person_name_size_3ac7c9" CHECK (char_length("person_name") <= 60)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "task_completions" ADD UNIQUE KEY "uq_task_completions_task_id_on_date_person_key" ("tenant_id", "task_id", "on_date", "person_key");
ALTER TABLE "task_completions" ADD KEY "ix_task_completions_on_date" ("tenant_id", "on_date");
ALTER TABLE "task_completions" ADD KEY "ix_task_completions_by_user_id" ("tenant_id", "by_user_id");
ALTER TABLE "task_completions" ADD KEY "ix_task_completions_by_device_id" ("tenant_id", "by_device_id");
CREATE TABLE "task_overrides" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "task_id" bigint NOT NULL,
  "on_date" date NOT NULL,
  "person_id" bigint NULL,
  "kind" varchar(64) NOT NULL,
  "moved_to" date NULL,
  "pair_id" bigint NULL,
  "by_user_id" bigint NULL,
  "by_device_id" bigint NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_task_overrides_id" ("id"),
  CONSTRAINT "ck_task_overrides_kind_enum_e1202a" CHECK ("kind" IN ('skip', 'swap', 'move'))
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "task_overrides" ADD UNIQUE KEY "uq_task_overrides_task_id_on_date" ("tenant_id", "task_id", "on_date");
ALTER TABLE "task_overrides" ADD KEY "ix_task_overrides_person_id" ("tenant_id", "person_id");
ALTER TABLE "task_overrides" ADD KEY "ix_task_overrides_by_user_id" ("tenant_id", "by_user_id");
ALTER TABLE "task_overrides" ADD KEY "ix_task_overrides_by_device_id" ("tenant_id", "by_device_id");
CREATE TABLE "task_rotation" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "task_id" bigint NOT NULL,
  "position" smallint NOT NULL,
  "person_id" bigint NULL,
  "label" varchar(101) NULL,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_task_rotation_id" ("id"),
  CONSTRAINT "ck_task_rotation_person_or_label_c077b9" CHECK (("person_id" IS NULL) <> ("label" IS NULL)),
  CONSTRAINT "ck_task_rotation_label_size_3971bb" CHECK (char_length("label") <= 100)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "task_rotation" ADD UNIQUE KEY "uq_task_rotation_task_id_position" ("tenant_id", "task_id", "position");
ALTER TABLE "task_rotation" ADD KEY "ix_task_rotation_person_id" ("tenant_id", "person_id");
CREATE TABLE "users" (
  "id" bigint NOT NULL AUTO_INCREMENT,
  "tenant_id" bigint NOT NULL,
  "email" varchar(255) NOT NULL,
  "password_hash" varchar(256) NOT NULL,
  "display_name" varchar(81) NOT NULL,
  "role" varchar(64) NOT NULL DEFAULT 'member',
  "person_id" bigint NULL,
  "email_verified_at" datetime(6) NULL,
  "last_login_at" datetime(6) NULL,
  "session_epoch" int NOT NULL DEFAULT 0,
  "created_at" datetime(6) NOT NULL,
  "updated_at" datetime(6) NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  UNIQUE KEY "uq_users_id" ("id"),
  CONSTRAINT "ck_users_email_size_7fc609" CHECK (char_length("email") <= 254),
  CONSTRAINT "ck_users_password_hash_size_1b1c3c" CHECK (char_length("password_hash") <= 255),
  CONSTRAINT "ck_users_display_name_size_f3e019" CHECK (char_length("display_name") <= 80),
  CONSTRAINT "ck_users_role_enum_29c7db" CHECK ("role" IN ('owner', 'admin', 'member'))
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
ALTER TABLE "users" ADD UNIQUE KEY "idx_users_email" ("email");
ALTER TABLE "users" ADD UNIQUE KEY "uq_users_person_id" ("tenant_id", "person_id");
ALTER TABLE "activity" ADD CONSTRAINT "fk_activity_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id");
CREATE TRIGGER "tr_countdowns_dashboard_id_null" BEFORE DELETE ON "dashboards" FOR EACH ROW UPDATE "countdowns" SET "dashboard_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "dashboard_id" = OLD."id";
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id");
CREATE TRIGGER "tr_countdowns_image_id_null" BEFORE DELETE ON "images" FOR EACH ROW UPDATE "countdowns" SET "image_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "image_id" = OLD."id";
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id");
CREATE TRIGGER "tr_countdowns_person_id_null" BEFORE DELETE ON "persons" FOR EACH ROW UPDATE "countdowns" SET "person_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "person_id" = OLD."id";
ALTER TABLE "dashboards" ADD CONSTRAINT "fk_dashboards_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "devices" ADD CONSTRAINT "fk_devices_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "devices" ADD CONSTRAINT "fk_devices_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "devices" ADD CONSTRAINT "fk_devices_created_by" FOREIGN KEY ("tenant_id", "created_by") REFERENCES "users" ("tenant_id", "id");
CREATE TRIGGER "tr_devices_created_by_null" BEFORE DELETE ON "users" FOR EACH ROW UPDATE "devices" SET "created_by" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "created_by" = OLD."id";
ALTER TABLE "images" ADD CONSTRAINT "fk_images_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "images" ADD CONSTRAINT "fk_images_uploaded_by" FOREIGN KEY ("tenant_id", "uploaded_by") REFERENCES "users" ("tenant_id", "id");
CREATE TRIGGER "tr_images_uploaded_by_null" BEFORE DELETE ON "users" FOR EACH ROW UPDATE "images" SET "uploaded_by" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "uploaded_by" = OLD."id";
ALTER TABLE "invitations" ADD CONSTRAINT "fk_invitations_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "fk_invitations_invited_by" FOREIGN KEY ("tenant_id", "invited_by") REFERENCES "users" ("tenant_id", "id");
CREATE TRIGGER "tr_invitations_invited_by_null" BEFORE DELETE ON "users" FOR EACH ROW UPDATE "invitations" SET "invited_by" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "invited_by" = OLD."id";
ALTER TABLE "persons" ADD CONSTRAINT "fk_persons_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "persons" ADD CONSTRAINT "fk_persons_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id");
CREATE TRIGGER "tr_persons_image_id_null" BEFORE DELETE ON "images" FOR EACH ROW UPDATE "persons" SET "image_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "image_id" = OLD."id";
ALTER TABLE "person_absences" ADD CONSTRAINT "fk_person_absences_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "person_absences" ADD CONSTRAINT "fk_person_absences_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "tasks" ADD CONSTRAINT "fk_tasks_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "tasks" ADD CONSTRAINT "fk_tasks_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id");
CREATE TRIGGER "tr_tasks_dashboard_id_null" BEFORE DELETE ON "dashboards" FOR EACH ROW UPDATE "tasks" SET "dashboard_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "dashboard_id" = OLD."id";
ALTER TABLE "tasks" ADD CONSTRAINT "fk_tasks_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id");
CREATE TRIGGER "tr_tasks_image_id_null" BEFORE DELETE ON "images" FOR EACH ROW UPDATE "tasks" SET "image_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "image_id" = OLD."id";
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_by_user_id" FOREIGN KEY ("tenant_id", "by_user_id") REFERENCES "users" ("tenant_id", "id");
CREATE TRIGGER "tr_task_completions_by_user_id_null" BEFORE DELETE ON "users" FOR EACH ROW UPDATE "task_completions" SET "by_user_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_user_id" = OLD."id";
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_by_device_id" FOREIGN KEY ("tenant_id", "by_device_id") REFERENCES "devices" ("tenant_id", "id");
CREATE TRIGGER "tr_task_completions_by_device_id_null" BEFORE DELETE ON "devices" FOR EACH ROW UPDATE "task_completions" SET "by_device_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_device_id" = OLD."id";
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id");
CREATE TRIGGER "tr_task_overrides_person_id_null" BEFORE DELETE ON "persons" FOR EACH ROW UPDATE "task_overrides" SET "person_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "person_id" = OLD."id";
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_by_user_id" FOREIGN KEY ("tenant_id", "by_user_id") REFERENCES "users" ("tenant_id", "id");
CREATE TRIGGER "tr_task_overrides_by_user_id_null" BEFORE DELETE ON "users" FOR EACH ROW UPDATE "task_overrides" SET "by_user_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_user_id" = OLD."id";
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_by_device_id" FOREIGN KEY ("tenant_id", "by_device_id") REFERENCES "devices" ("tenant_id", "id");
CREATE TRIGGER "tr_task_overrides_by_device_id_null" BEFORE DELETE ON "devices" FOR EACH ROW UPDATE "task_overrides" SET "by_device_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "by_device_id" = OLD."id";
ALTER TABLE "task_rotation" ADD CONSTRAINT "fk_task_rotation_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "task_rotation" ADD CONSTRAINT "fk_task_rotation_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "task_rotation" ADD CONSTRAINT "fk_task_rotation_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "users" ADD CONSTRAINT "fk_users_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "users" ADD CONSTRAINT "fk_users_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id");
CREATE TRIGGER "tr_users_person_id_null" BEFORE DELETE ON "persons" FOR EACH ROW UPDATE "users" SET "person_id" = NULL WHERE "tenant_id" = OLD."tenant_id" AND "person_id" = OLD."id";
-- down mariadb
ALTER TABLE "users" DROP FOREIGN KEY "fk_users_tenant_id";
ALTER TABLE "users" DROP FOREIGN KEY "fk_users_person_id";
DROP TRIGGER "tr_users_person_id_null";
ALTER TABLE "task_rotation" DROP FOREIGN KEY "fk_task_rotation_tenant_id";
ALTER TABLE "task_rotation" DROP FOREIGN KEY "fk_task_rotation_task_id";
ALTER TABLE "task_rotation" DROP FOREIGN KEY "fk_task_rotation_person_id";
ALTER TABLE "task_overrides" DROP FOREIGN KEY "fk_task_overrides_tenant_id";
ALTER TABLE "task_overrides" DROP FOREIGN KEY "fk_task_overrides_task_id";
ALTER TABLE "task_overrides" DROP FOREIGN KEY "fk_task_overrides_person_id";
DROP TRIGGER "tr_task_overrides_person_id_null";
ALTER TABLE "task_overrides" DROP FOREIGN KEY "fk_task_overrides_by_user_id";
DROP TRIGGER "tr_task_overrides_by_user_id_null";
ALTER TABLE "task_overrides" DROP FOREIGN KEY "fk_task_overrides_by_device_id";
DROP TRIGGER "tr_task_overrides_by_device_id_null";
ALTER TABLE "task_completions" DROP FOREIGN KEY "fk_task_completions_tenant_id";
ALTER TABLE "task_completions" DROP FOREIGN KEY "fk_task_completions_task_id";
ALTER TABLE "task_completions" DROP FOREIGN KEY "fk_task_completions_by_user_id";
DROP TRIGGER "tr_task_completions_by_user_id_null";
ALTER TABLE "task_completions" DROP FOREIGN KEY "fk_task_completions_by_device_id";
DROP TRIGGER "tr_task_completions_by_device_id_null";
ALTER TABLE "tasks" DROP FOREIGN KEY "fk_tasks_tenant_id";
ALTER TABLE "tasks" DROP FOREIGN KEY "fk_tasks_dashboard_id";
DROP TRIGGER "tr_tasks_dashboard_id_null";
ALTER TABLE "tasks" DROP FOREIGN KEY "fk_tasks_image_id";
DROP TRIGGER "tr_tasks_image_id_null";
ALTER TABLE "person_absences" DROP FOREIGN KEY "fk_person_absences_tenant_id";
ALTER TABLE "person_absences" DROP FOREIGN KEY "fk_person_absences_person_id";
ALTER TABLE "persons" DROP FOREIGN KEY "fk_persons_tenant_id";
ALTER TABLE "persons" DROP FOREIGN KEY "fk_persons_image_id";
DROP TRIGGER "tr_persons_image_id_null";
ALTER TABLE "invitations" DROP FOREIGN KEY "fk_invitations_tenant_id";
ALTER TABLE "invitations" DROP FOREIGN KEY "fk_invitations_invited_by";
DROP TRIGGER "tr_invitations_invited_by_null";
ALTER TABLE "images" DROP FOREIGN KEY "fk_images_tenant_id";
ALTER TABLE "images" DROP FOREIGN KEY "fk_images_uploaded_by";
DROP TRIGGER "tr_images_uploaded_by_null";
ALTER TABLE "devices" DROP FOREIGN KEY "fk_devices_tenant_id";
ALTER TABLE "devices" DROP FOREIGN KEY "fk_devices_dashboard_id";
ALTER TABLE "devices" DROP FOREIGN KEY "fk_devices_created_by";
DROP TRIGGER "tr_devices_created_by_null";
ALTER TABLE "dashboards" DROP FOREIGN KEY "fk_dashboards_tenant_id";
ALTER TABLE "countdowns" DROP FOREIGN KEY "fk_countdowns_tenant_id";
ALTER TABLE "countdowns" DROP FOREIGN KEY "fk_countdowns_dashboard_id";
DROP TRIGGER "tr_countdowns_dashboard_id_null";
ALTER TABLE "countdowns" DROP FOREIGN KEY "fk_countdowns_image_id";
DROP TRIGGER "tr_countdowns_image_id_null";
ALTER TABLE "countdowns" DROP FOREIGN KEY "fk_countdowns_person_id";
DROP TRIGGER "tr_countdowns_person_id_null";
ALTER TABLE "activity" DROP FOREIGN KEY "fk_activity_tenant_id";
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
-- up postgresql
CREATE TABLE "families" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "name" text COLLATE "C" NOT NULL CONSTRAINT "ck_families_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_families_name_size_30696f" CHECK (length("name") <= 100),
  "timezone" text COLLATE "C" NOT NULL DEFAULT 'UTC' CONSTRAINT "ck_families_timezone_size_e21782" CHECK (length("timezone") <= 64),
  "locale" text COLLATE "C" NOT NULL DEFAULT 'en' CONSTRAINT "ck_families_locale_size_b5867b" CHECK (length("locale") <= 10),
  "week_start" smallint NOT NULL DEFAULT 1 CONSTRAINT "ck_families_week_start_range_ca398b" CHECK ("week_start" BETWEEN 0 AND 6),
  "day_start_minute" smallint NOT NULL DEFAULT 0 CONSTRAINT "ck_families_day_start_range_b1b762" CHECK ("day_start_minute" BETWEEN 0 AND 360),
  "checklist_hidden" boolean NOT NULL DEFAULT false,
  "revision" bigint NOT NULL DEFAULT 1,
  "delete_after" timestamptz,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE INDEX "ix_families_delete_after" ON "families" ("delete_after");
CREATE TABLE "activity" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "at" timestamptz NOT NULL,
  "actor_kind" text COLLATE "C" NOT NULL CONSTRAINT "ck_activity_actor_kind_enum_da1920" CHECK ("actor_kind" IN ('user', 'device', 'system')),
  "actor_id" bigint NOT NULL,
  "action" text COLLATE "C" NOT NULL CONSTRAINT "ck_activity_action_size_8dc3bd" CHECK (length("action") <= 40),
  "entity" text COLLATE "C" NOT NULL CONSTRAINT "ck_activity_entity_size_660f4a" CHECK (length("entity") <= 30),
  "entity_id" bigint NOT NULL,
  "detail" text COLLATE "C" NOT NULL CONSTRAINT "ck_activity_detail_size_580ac8" CHECK (length("detail") <= 2048),
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE INDEX "ix_activity_at" ON "activity" ("tenant_id", "at");
CREATE TABLE "countdowns" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "dashboard_id" bigint,
  "name" text COLLATE "C" NOT NULL CONSTRAINT "ck_countdowns_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_countdowns_name_size_30696f" CHECK (length("name") <= 100),
  "kind" text COLLATE "C" NOT NULL DEFAULT 'yearly' CONSTRAINT "ck_countdowns_kind_enum_824687" CHECK ("kind" IN ('yearly', 'once')),
  "date_month" smallint NOT NULL CONSTRAINT "ck_countdowns_month_range_7feab2" CHECK ("date_month" BETWEEN 1 AND 12),
  "date_day" smallint NOT NULL CONSTRAINT "ck_countdowns_day_range_4f225d" CHECK ("date_day" BETWEEN 1 AND 31),
  "date_year" smallint,
  "leap_rule" text COLLATE "C" NOT NULL DEFAULT 'feb28' CONSTRAINT "ck_countdowns_leap_rule_enum_29cf49" CHECK ("leap_rule" IN ('feb28', 'mar1')),
  "format" text COLLATE "C" NOT NULL DEFAULT 'days' CONSTRAINT "ck_countdowns_format_enum_bbeaa7" CHECK ("format" IN ('days', 'sleeps', 'weeks', 'weekdays', 'date')),
  "show_from_days" smallint,
  "keep_days" smallint NOT NULL DEFAULT 0 CONSTRAINT "ck_countdowns_keep_range_876b32" CHECK ("keep_days" BETWEEN 0 AND 30),
  "icon_type" text COLLATE "C" NOT NULL DEFAULT 'none' CONSTRAINT "ck_countdowns_icon_type_enum_5d1dcb" CHECK ("icon_type" IN ('emoji', 'image', 'none')),
  "emoji" text COLLATE "C" CONSTRAINT "ck_countdowns_emoji_size_2a6e7b" CHECK (length("emoji") <= 64),
  "image_id" bigint,
  "person_id" bigint,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL,
  "version" integer NOT NULL,
  CONSTRAINT "ck_countdowns_once_has_year_eda06e" CHECK ("kind" <> 'once' OR "date_year" IS NOT NULL)
);
CREATE INDEX "idx_countdowns_dashboard_id" ON "countdowns" ("tenant_id", "dashboard_id");
CREATE INDEX "ix_countdowns_date_month_date_day" ON "countdowns" ("tenant_id", "date_month", "date_day");
CREATE INDEX "ix_countdowns_image_id" ON "countdowns" ("tenant_id", "image_id");
CREATE INDEX "ix_countdowns_person_id" ON "countdowns" ("tenant_id", "person_id");
CREATE TABLE "dashboards" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "name" text COLLATE "C" NOT NULL CONSTRAINT "ck_dashboards_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_dashboards_name_size_30696f" CHECK (length("name") <= 100),
  "is_default" boolean NOT NULL DEFAULT false,
  "layout_size" text COLLATE "C" NOT NULL DEFAULT 'medium' CONSTRAINT "ck_dashboards_layout_size_enum_c3b525" CHECK ("layout_size" IN ('small', 'medium', 'large')),
  "theme" text COLLATE "C" NOT NULL DEFAULT 'auto' CONSTRAINT "ck_dashboards_theme_enum_083797" CHECK ("theme" IN ('auto', 'light', 'dark', 'contrast')),
  "night_from" smallint,
  "night_to" smallint,
  "show_people" boolean NOT NULL DEFAULT true,
  "show_countdowns" boolean NOT NULL DEFAULT true,
  "show_calendar" boolean NOT NULL DEFAULT true,
  "show_clock" boolean NOT NULL DEFAULT true,
  "calendar_days" smallint NOT NULL DEFAULT 7 CONSTRAINT "ck_dashboards_calendar_days_range_f1264d" CHECK ("calendar_days" BETWEEN 1 AND 31),
  "position" integer NOT NULL DEFAULT 0,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL,
  "version" integer NOT NULL
);
ALTER TABLE "dashboards" ADD CONSTRAINT "uq_dashboards_tenant_key" UNIQUE ("tenant_id", "id");
CREATE INDEX "idx_dashboards_tenant_id" ON "dashboards" ("tenant_id", "position");
CREATE INDEX "ix_dashboards_is_default" ON "dashboards" ("tenant_id", "is_default");
CREATE TABLE "devices" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "dashboard_id" bigint NOT NULL,
  "name" text COLLATE "C" NOT NULL CONSTRAINT "ck_devices_name_size_6df74b" CHECK (length("name") <= 60),
  "token_hash" text COLLATE "C" CONSTRAINT "ck_devices_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "permanent_hash" text COLLATE "C" CONSTRAINT "ck_devices_permanent_hash_size_059948" CHECK (length("permanent_hash") <= 64),
  "pair_hash" text COLLATE "C" CONSTRAINT "ck_devices_pair_hash_size_319085" CHECK (length("pair_hash") <= 64),
  "code_hash" text COLLATE "C" CONSTRAINT "ck_devices_code_hash_size_02bf36" CHECK (length("code_hash") <= 64),
  "pair_expires_at" timestamptz,
  "may_tick" boolean NOT NULL DEFAULT true,
  "may_swap" boolean NOT NULL DEFAULT false,
  "last_seen_at" timestamptz,
  "browser" text COLLATE "C" CONSTRAINT "ck_devices_browser_size_dcd15c" CHECK (length("browser") <= 200),
  "created_by" bigint,
  "revoked_at" timestamptz,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
ALTER TABLE "devices" ADD CONSTRAINT "uq_devices_tenant_key" UNIQUE ("tenant_id", "id");
CREATE UNIQUE INDEX "uq_devices_token_hash" ON "devices" ("token_hash");
CREATE UNIQUE INDEX "uq_devices_permanent_hash" ON "devices" ("permanent_hash");
CREATE UNIQUE INDEX "uq_devices_pair_hash" ON "devices" ("pair_hash");
CREATE UNIQUE INDEX "uq_devices_code_hash" ON "devices" ("code_hash");
CREATE INDEX "ix_devices_dashboard_id" ON "devices" ("tenant_id", "dashboard_id");
CREATE INDEX "ix_devices_created_by" ON "devices" ("tenant_id", "created_by");
CREATE TABLE "images" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "path" text COLLATE "C" NOT NULL CONSTRAINT "ck_images_path_size_c9b848" CHECK (length("path") <= 255),
  "mime" text COLLATE "C" NOT NULL CONSTRAINT "ck_images_mime_size_259411" CHECK (length("mime") <= 40),
  "width" integer NOT NULL,
  "height" integer NOT NULL,
  "bytes" integer NOT NULL,
  "sha256" text COLLATE "C" NOT NULL CONSTRAINT "ck_images_sha256_size_156d21" CHECK (length("sha256") <= 64),
  "uploaded_by" bigint,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
ALTER TABLE "images" ADD CONSTRAINT "uq_images_tenant_key" UNIQUE ("tenant_id", "id");
CREATE UNIQUE INDEX "uq_images_path" ON "images" ("path");
CREATE INDEX "ix_images_uploaded_by" ON "images" ("tenant_id", "uploaded_by");
CREATE TABLE "invitations" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "email" text COLLATE "C" NOT NULL CONSTRAINT "ck_invitations_email_size_7fc609" CHECK (length("email") <= 254),
  "role" text COLLATE "C" NOT NULL DEFAULT 'member' CONSTRAINT "ck_invitations_role_enum_29c7db" CHECK ("role" IN ('owner', 'admin', 'member')),
  "token_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_invitations_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "expires_at" timestamptz NOT NULL,
  "invited_by" bigint,
  "accepted_at" timestamptz,
  "revoked_at" timestamptz,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE UNIQUE INDEX "uq_invitations_token_hash" ON "invitations" ("token_hash");
CREATE INDEX "ix_invitations_email" ON "invitations" ("tenant_id", "email");
CREATE INDEX "ix_invitations_invited_by" ON "invitations" ("tenant_id", "invited_by");
CREATE TABLE "login_sessions" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "token_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_login_sessions_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "user_id" bigint NOT NULL,
  "tenant_id" bigint NOT NULL,
  "epoch" integer NOT NULL,
  "last_seen_at" timestamptz NOT NULL,
  "expires_at" timestamptz NOT NULL,
  "browser" text COLLATE "C" NOT NULL CONSTRAINT "ck_login_sessions_browser_size_dcd15c" CHECK (length("browser") <= 200),
  "address" text COLLATE "C" NOT NULL CONSTRAINT "ck_login_sessions_address_size_32ba4c" CHECK (length("address") <= 64),
  "remember_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_login_sessions_remember_hash_size_21a603" CHECK (length("remember_hash") <= 64),
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE UNIQUE INDEX "uq_login_sessions_token_hash" ON "login_sessions" ("token_hash");
CREATE INDEX "ix_login_sessions_user_id" ON "login_sessions" ("user_id");
CREATE INDEX "ix_login_sessions_expires_at" ON "login_sessions" ("expires_at");
CREATE TABLE "outbox_mails" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "sender" text COLLATE "C" NOT NULL CONSTRAINT "ck_outbox_mails_sender_size_0543bd" CHECK (length("sender") <= 300),
  "recipient" text COLLATE "C" NOT NULL CONSTRAINT "ck_outbox_mails_recipient_size_d7c396" CHECK (length("recipient") <= 300),
  "subject" text COLLATE "C" NOT NULL CONSTRAINT "ck_outbox_mails_subject_size_fbd74c" CHECK (length("subject") <= 300),
  "body_text" text COLLATE "C" NOT NULL,
  "body_html" text COLLATE "C" NOT NULL,
  "state" text COLLATE "C" NOT NULL DEFAULT 'waiting' CONSTRAINT "ck_outbox_mails_state_enum_a172c4" CHECK ("state" IN ('waiting', 'sent', 'failed')),
  "attempts" integer NOT NULL DEFAULT 0,
  "next_attempt_at" timestamptz NOT NULL,
  "last_error" text COLLATE "C" NOT NULL CONSTRAINT "ck_outbox_mails_last_error_size_0d4677" CHECK (length("last_error") <= 200),
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE INDEX "ix_outbox_mails_state_next_attempt_at" ON "outbox_mails" ("state", "next_attempt_at");
CREATE TABLE "password_resets" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "user_id" bigint NOT NULL,
  "family_id" bigint NOT NULL,
  "token_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_password_resets_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "expires_at" timestamptz NOT NULL,
  "used_at" timestamptz,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE UNIQUE INDEX "uq_password_resets_token_hash" ON "password_resets" ("token_hash");
CREATE INDEX "ix_password_resets_user_id" ON "password_resets" ("user_id");
CREATE TABLE "persons" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "name" text COLLATE "C" NOT NULL CONSTRAINT "ck_persons_name_size_6df74b" CHECK (length("name") <= 60),
  "name_key" text COLLATE "C" NOT NULL CONSTRAINT "ck_persons_name_key_size_935259" CHECK (length("name_key") <= 120),
  "colour" text COLLATE "C" NOT NULL CONSTRAINT "ck_persons_colour_size_72f7de" CHECK (length("colour") <= 7),
  "emoji" text COLLATE "C" CONSTRAINT "ck_persons_emoji_size_2a6e7b" CHECK (length("emoji") <= 64),
  "image_id" bigint,
  "birth_month" smallint,
  "birth_day" smallint,
  "birth_year" smallint,
  "position" integer NOT NULL DEFAULT 0,
  "active" boolean NOT NULL DEFAULT true,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL,
  CONSTRAINT "ck_persons_birthday_whole_d47332" CHECK (("birth_month" IS NULL) = ("birth_day" IS NULL))
);
ALTER TABLE "persons" ADD CONSTRAINT "uq_persons_tenant_key" UNIQUE ("tenant_id", "id");
CREATE UNIQUE INDEX "uq_persons_name_key" ON "persons" ("tenant_id", "name_key");
CREATE INDEX "ix_persons_image_id" ON "persons" ("tenant_id", "image_id");
CREATE TABLE "person_absences" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "person_id" bigint NOT NULL,
  "starts_on" date NOT NULL,
  "ends_on" date,
  "repeat_weeks" smallint NOT NULL DEFAULT 0 CONSTRAINT "ck_person_absences_repeat_range_7aa8c7" CHECK ("repeat_weeks" BETWEEN 0 AND 8),
  "reason" text COLLATE "C" CONSTRAINT "ck_person_absences_reason_size_8941df" CHECK (length("reason") <= 100),
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL,
  CONSTRAINT "ck_person_absences_dates_in_order_da9206" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on")
);
CREATE INDEX "ix_person_absences_person_id_starts_on" ON "person_absences" ("tenant_id", "person_id", "starts_on");
CREATE TABLE "remember_tokens" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "series_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_remember_tokens_series_hash_size_7a7bdd" CHECK (length("series_hash") <= 64),
  "token_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_remember_tokens_token_hash_size_3528d0" CHECK (length("token_hash") <= 64),
  "previous_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_remember_tokens_previous_hash_size_f557a1" CHECK (length("previous_hash") <= 64),
  "rotated_at" timestamptz NOT NULL,
  "user_id" bigint NOT NULL,
  "tenant_id" bigint NOT NULL,
  "epoch" integer NOT NULL,
  "expires_at" timestamptz NOT NULL,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE UNIQUE INDEX "uq_remember_tokens_series_hash" ON "remember_tokens" ("series_hash");
CREATE INDEX "ix_remember_tokens_user_id" ON "remember_tokens" ("user_id");
CREATE TABLE "tasks" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "dashboard_id" bigint,
  "name" text COLLATE "C" NOT NULL CONSTRAINT "ck_tasks_name_not_blank_435037" CHECK (length(trim("name")) > 0) CONSTRAINT "ck_tasks_name_size_30696f" CHECK (length("name") <= 100),
  "icon_type" text COLLATE "C" NOT NULL DEFAULT 'none' CONSTRAINT "ck_tasks_icon_type_enum_5d1dcb" CHECK ("icon_type" IN ('emoji', 'image', 'none')),
  "emoji" text COLLATE "C" CONSTRAINT "ck_tasks_emoji_size_2a6e7b" CHECK (length("emoji") <= 64),
  "image_id" bigint,
  "mode" text COLLATE "C" NOT NULL DEFAULT 'rotate' CONSTRAINT "ck_tasks_mode_enum_6bfd14" CHECK ("mode" IN ('rotate', 'everyone', 'anyone')),
  "freq" text COLLATE "C" NOT NULL DEFAULT 'daily' CONSTRAINT "ck_tasks_freq_enum_804ad0" CHECK ("freq" IN ('daily', 'weekly', 'monthly', 'once')),
  "interval" smallint NOT NULL DEFAULT 1 CONSTRAINT "ck_tasks_interval_range_d9a2f3" CHECK ("interval" BETWEEN 1 AND 52),
  "weekdays" smallint CONSTRAINT "ck_tasks_weekdays_range_650d37" CHECK ("weekdays" IS NULL OR "weekdays" BETWEEN 1 AND 127),
  "month_day" smallint CONSTRAINT "ck_tasks_month_day_range_740756" CHECK ("month_day" IS NULL OR "month_day" BETWEEN 1 AND 31),
  "months" smallint CONSTRAINT "ck_tasks_months_range_a76a88" CHECK ("months" IS NULL OR "months" BETWEEN 1 AND 4095),
  "repeat_from" text COLLATE "C" NOT NULL DEFAULT 'plan' CONSTRAINT "ck_tasks_repeat_from_enum_aeac6e" CHECK ("repeat_from" IN ('plan', 'done')),
  "starts_on" date NOT NULL,
  "ends_on" date,
  "rotate_by" text COLLATE "C" NOT NULL DEFAULT 'occurrence' CONSTRAINT "ck_tasks_rotate_by_enum_9485b1" CHECK ("rotate_by" IN ('occurrence', 'day', 'week', 'month', 'completion')),
  "rotate_every" smallint NOT NULL DEFAULT 1 CONSTRAINT "ck_tasks_rotate_every_range_bb9507" CHECK ("rotate_every" BETWEEN 1 AND 52),
  "anchor_date" date NOT NULL,
  "anchor_index" smallint NOT NULL DEFAULT 0,
  "skip_absent" boolean NOT NULL DEFAULT true,
  "part_of_day" text COLLATE "C" NOT NULL DEFAULT 'any' CONSTRAINT "ck_tasks_part_of_day_enum_e3c155" CHECK ("part_of_day" IN ('any', 'morning', 'afternoon', 'evening')),
  "active" boolean NOT NULL DEFAULT true,
  "position" integer NOT NULL DEFAULT 0,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL,
  "version" integer NOT NULL,
  CONSTRAINT "ck_tasks_weekly_has_weekdays_448386" CHECK ("freq" <> 'weekly' OR "weekdays" IS NOT NULL),
  CONSTRAINT "ck_tasks_dates_in_order_da9206" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on"),
  CONSTRAINT "ck_tasks_emoji_icon_85ce15" CHECK ("icon_type" <> 'emoji' OR "emoji" IS NOT NULL)
);
ALTER TABLE "tasks" ADD CONSTRAINT "uq_tasks_tenant_key" UNIQUE ("tenant_id", "id");
CREATE INDEX "idx_tasks_dashboard_id" ON "tasks" ("tenant_id", "dashboard_id");
CREATE INDEX "ix_tasks_starts_on" ON "tasks" ("tenant_id", "starts_on");
CREATE INDEX "ix_tasks_image_id" ON "tasks" ("tenant_id", "image_id");
CREATE TABLE "task_completions" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "task_id" bigint NOT NULL,
  "on_date" date NOT NULL,
  "person_key" bigint NOT NULL DEFAULT 0,
  "person_name" text COLLATE "C" NOT NULL CONSTRAINT "ck_task_completions_person_name_size_3ac7c9" CHECK (length("person_name") <= 60),
  "done_at" timestamptz NOT NULL,
  "by_user_id" bigint,
  "by_device_id" bigint,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE UNIQUE INDEX "uq_task_completions_task_id_on_date_person_key" ON "task_completions" ("tenant_id", "task_id", "on_date", "person_key");
CREATE INDEX "ix_task_completions_on_date" ON "task_completions" ("tenant_id", "on_date");
CREATE INDEX "ix_task_completions_by_user_id" ON "task_completions" ("tenant_id", "by_user_id");
CREATE INDEX "ix_task_completions_by_device_id" ON "task_completions" ("tenant_id", "by_device_id");
CREATE TABLE "task_overrides" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "task_id" bigint NOT NULL,
  "on_date" date NOT NULL,
  "person_id" bigint,
  "kind" text COLLATE "C" NOT NULL CONSTRAINT "ck_task_overrides_kind_enum_e1202a" CHECK ("kind" IN ('skip', 'swap', 'move')),
  "moved_to" date,
  "pair_id" bigint,
  "by_user_id" bigint,
  "by_device_id" bigint,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
CREATE UNIQUE INDEX "uq_task_overrides_task_id_on_date" ON "task_overrides" ("tenant_id", "task_id", "on_date");
CREATE INDEX "ix_task_overrides_person_id" ON "task_overrides" ("tenant_id", "person_id");
CREATE INDEX "ix_task_overrides_by_user_id" ON "task_overrides" ("tenant_id", "by_user_id");
CREATE INDEX "ix_task_overrides_by_device_id" ON "task_overrides" ("tenant_id", "by_device_id");
CREATE TABLE "task_rotation" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "task_id" bigint NOT NULL,
  "position" smallint NOT NULL,
  "person_id" bigint,
  "label" text COLLATE "C" CONSTRAINT "ck_task_rotation_label_size_3971bb" CHECK (length("label") <= 100),
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL,
  CONSTRAINT "ck_task_rotation_person_or_label_c077b9" CHECK (("person_id" IS NULL) <> ("label" IS NULL))
);
CREATE UNIQUE INDEX "uq_task_rotation_task_id_position" ON "task_rotation" ("tenant_id", "task_id", "position");
CREATE INDEX "ix_task_rotation_person_id" ON "task_rotation" ("tenant_id", "person_id");
CREATE TABLE "users" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "tenant_id" bigint NOT NULL,
  "email" text COLLATE "C" NOT NULL CONSTRAINT "ck_users_email_size_7fc609" CHECK (length("email") <= 254),
  "password_hash" text COLLATE "C" NOT NULL CONSTRAINT "ck_users_password_hash_size_1b1c3c" CHECK (length("password_hash") <= 255),
  "display_name" text COLLATE "C" NOT NULL CONSTRAINT "ck_users_display_name_size_f3e019" CHECK (length("display_name") <= 80),
  "role" text COLLATE "C" NOT NULL DEFAULT 'member' CONSTRAINT "ck_users_role_enum_29c7db" CHECK ("role" IN ('owner', 'admin', 'member')),
  "person_id" bigint,
  "email_verified_at" timestamptz,
  "last_login_at" timestamptz,
  "session_epoch" integer NOT NULL DEFAULT 0,
  "created_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
ALTER TABLE "users" ADD CONSTRAINT "uq_users_tenant_key" UNIQUE ("tenant_id", "id");
CREATE UNIQUE INDEX "idx_users_email" ON "users" ("email");
CREATE UNIQUE INDEX "uq_users_person_id" ON "users" ("tenant_id", "person_id");
ALTER TABLE "families" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "families" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "families" USING ("id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0' OR coalesce((SELECT current_setting('carafe.tenant', true)), '') IN ('', '-1'));
ALTER TABLE "activity" ADD CONSTRAINT "fk_activity_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "activity" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "activity" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "activity" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id") ON DELETE SET NULL ("dashboard_id");
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id") ON DELETE SET NULL ("image_id");
ALTER TABLE "countdowns" ADD CONSTRAINT "fk_countdowns_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE SET NULL ("person_id");
ALTER TABLE "countdowns" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "countdowns" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "countdowns" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "dashboards" ADD CONSTRAINT "fk_dashboards_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "dashboards" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dashboards" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "dashboards" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "devices" ADD CONSTRAINT "fk_devices_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "devices" ADD CONSTRAINT "fk_devices_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "devices" ADD CONSTRAINT "fk_devices_created_by" FOREIGN KEY ("tenant_id", "created_by") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("created_by");
ALTER TABLE "devices" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "devices" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "devices" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "images" ADD CONSTRAINT "fk_images_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "images" ADD CONSTRAINT "fk_images_uploaded_by" FOREIGN KEY ("tenant_id", "uploaded_by") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("uploaded_by");
ALTER TABLE "images" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "images" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "images" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "invitations" ADD CONSTRAINT "fk_invitations_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "fk_invitations_invited_by" FOREIGN KEY ("tenant_id", "invited_by") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("invited_by");
ALTER TABLE "invitations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invitations" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "invitations" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "persons" ADD CONSTRAINT "fk_persons_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "persons" ADD CONSTRAINT "fk_persons_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id") ON DELETE SET NULL ("image_id");
ALTER TABLE "persons" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "persons" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "persons" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "person_absences" ADD CONSTRAINT "fk_person_absences_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "person_absences" ADD CONSTRAINT "fk_person_absences_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "person_absences" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "person_absences" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "person_absences" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "tasks" ADD CONSTRAINT "fk_tasks_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "tasks" ADD CONSTRAINT "fk_tasks_dashboard_id" FOREIGN KEY ("tenant_id", "dashboard_id") REFERENCES "dashboards" ("tenant_id", "id") ON DELETE SET NULL ("dashboard_id");
ALTER TABLE "tasks" ADD CONSTRAINT "fk_tasks_image_id" FOREIGN KEY ("tenant_id", "image_id") REFERENCES "images" ("tenant_id", "id") ON DELETE SET NULL ("image_id");
ALTER TABLE "tasks" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tasks" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "tasks" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_by_user_id" FOREIGN KEY ("tenant_id", "by_user_id") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("by_user_id");
ALTER TABLE "task_completions" ADD CONSTRAINT "fk_task_completions_by_device_id" FOREIGN KEY ("tenant_id", "by_device_id") REFERENCES "devices" ("tenant_id", "id") ON DELETE SET NULL ("by_device_id");
ALTER TABLE "task_completions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "task_completions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "task_completions" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE SET NULL ("person_id");
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_by_user_id" FOREIGN KEY ("tenant_id", "by_user_id") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("by_user_id");
ALTER TABLE "task_overrides" ADD CONSTRAINT "fk_task_overrides_by_device_id" FOREIGN KEY ("tenant_id", "by_device_id") REFERENCES "devices" ("tenant_id", "id") ON DELETE SET NULL ("by_device_id");
ALTER TABLE "task_overrides" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "task_overrides" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "task_overrides" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "task_rotation" ADD CONSTRAINT "fk_task_rotation_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "task_rotation" ADD CONSTRAINT "fk_task_rotation_task_id" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "task_rotation" ADD CONSTRAINT "fk_task_rotation_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "task_rotation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "task_rotation" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "task_rotation" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
ALTER TABLE "users" ADD CONSTRAINT "fk_users_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "families" ("id") ON DELETE CASCADE;
ALTER TABLE "users" ADD CONSTRAINT "fk_users_person_id" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "persons" ("tenant_id", "id") ON DELETE SET NULL ("person_id");
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "users" FORCE ROW LEVEL SECURITY;
CREATE POLICY "carafe_tenant" ON "users" USING ("tenant_id" = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR (SELECT current_setting('carafe.tenant', true)) = '0');
-- down postgresql
ALTER TABLE "users" DROP CONSTRAINT "fk_users_tenant_id";
ALTER TABLE "users" DROP CONSTRAINT "fk_users_person_id";
ALTER TABLE "task_rotation" DROP CONSTRAINT "fk_task_rotation_tenant_id";
ALTER TABLE "task_rotation" DROP CONSTRAINT "fk_task_rotation_task_id";
ALTER TABLE "task_rotation" DROP CONSTRAINT "fk_task_rotation_person_id";
ALTER TABLE "task_overrides" DROP CONSTRAINT "fk_task_overrides_tenant_id";
ALTER TABLE "task_overrides" DROP CONSTRAINT "fk_task_overrides_task_id";
ALTER TABLE "task_overrides" DROP CONSTRAINT "fk_task_overrides_person_id";
ALTER TABLE "task_overrides" DROP CONSTRAINT "fk_task_overrides_by_user_id";
ALTER TABLE "task_overrides" DROP CONSTRAINT "fk_task_overrides_by_device_id";
ALTER TABLE "task_completions" DROP CONSTRAINT "fk_task_completions_tenant_id";
ALTER TABLE "task_completions" DROP CONSTRAINT "fk_task_completions_task_id";
ALTER TABLE "task_completions" DROP CONSTRAINT "fk_task_completions_by_user_id";
ALTER TABLE "task_completions" DROP CONSTRAINT "fk_task_completions_by_device_id";
ALTER TABLE "tasks" DROP CONSTRAINT "fk_tasks_tenant_id";
ALTER TABLE "tasks" DROP CONSTRAINT "fk_tasks_dashboard_id";
ALTER TABLE "tasks" DROP CONSTRAINT "fk_tasks_image_id";
ALTER TABLE "person_absences" DROP CONSTRAINT "fk_person_absences_tenant_id";
ALTER TABLE "person_absences" DROP CONSTRAINT "fk_person_absences_person_id";
ALTER TABLE "persons" DROP CONSTRAINT "fk_persons_tenant_id";
ALTER TABLE "persons" DROP CONSTRAINT "fk_persons_image_id";
ALTER TABLE "invitations" DROP CONSTRAINT "fk_invitations_tenant_id";
ALTER TABLE "invitations" DROP CONSTRAINT "fk_invitations_invited_by";
ALTER TABLE "images" DROP CONSTRAINT "fk_images_tenant_id";
ALTER TABLE "images" DROP CONSTRAINT "fk_images_uploaded_by";
ALTER TABLE "devices" DROP CONSTRAINT "fk_devices_tenant_id";
ALTER TABLE "devices" DROP CONSTRAINT "fk_devices_dashboard_id";
ALTER TABLE "devices" DROP CONSTRAINT "fk_devices_created_by";
ALTER TABLE "dashboards" DROP CONSTRAINT "fk_dashboards_tenant_id";
ALTER TABLE "countdowns" DROP CONSTRAINT "fk_countdowns_tenant_id";
ALTER TABLE "countdowns" DROP CONSTRAINT "fk_countdowns_dashboard_id";
ALTER TABLE "countdowns" DROP CONSTRAINT "fk_countdowns_image_id";
ALTER TABLE "countdowns" DROP CONSTRAINT "fk_countdowns_person_id";
ALTER TABLE "activity" DROP CONSTRAINT "fk_activity_tenant_id";
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
-- schema
table families - root -
column id key key - 0 none 
column name text plain - 100 none 
column timezone text plain - 64 text UTC
column locale text plain - 10 text en
column week_start int16 plain - 0 integer 1
column day_start_minute int16 plain - 0 integer 0
column checklist_hidden boolean plain - 0 integer 0
column revision int64 plain - 0 integer 1
column delete_after timestamp plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
index ix_families_delete_after delete_after - - 
check ck_families_name_not_blank_435037 written name length(trim("name")) > 0
check ck_families_week_start_range_ca398b written week_start "week_start" BETWEEN 0 AND 6
check ck_families_day_start_range_b1b762 written day_start_minute "day_start_minute" BETWEEN 0 AND 360
check ck_families_name_size_30696f size name length("name") <= 100
check ck_families_timezone_size_e21782 size timezone length("timezone") <= 64
check ck_families_locale_size_b5867b size locale length("locale") <= 10
check ck_families_checklist_hidden_bool_cddb34 boolean checklist_hidden "checklist_hidden" IN (0, 1)
table activity tenant_id - -
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column at timestamp plain - 0 none 
column actor_kind enum plain - 0 none 
column actor_id int64 plain - 0 none 
column action text plain - 40 none 
column entity text plain - 30 none 
column entity_id int64 plain - 0 none 
column detail text plain - 2048 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_activity_tenant_id tenant_id families id - cascade
index ix_activity_at tenant_id,at - - 
check ck_activity_actor_kind_enum_da1920 enum actor_kind "actor_kind" IN ('user', 'device', 'system')
check ck_activity_action_size_8dc3bd size action length("action") <= 40
check ck_activity_entity_size_660f4a size entity length("entity") <= 30
check ck_activity_detail_size_580ac8 size detail length("detail") <= 2048
table countdowns tenant_id - -
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column dashboard_id key plain null 0 none 
column name text plain - 100 none 
column kind enum plain - 0 text yearly
column date_month int16 plain - 0 none 
column date_day int16 plain - 0 none 
column date_year int16 plain null 0 none 
column leap_rule enum plain - 0 text feb28
column format enum plain - 0 text days
column show_from_days int16 plain null 0 none 
column keep_days int16 plain - 0 integer 0
column icon_type enum plain - 0 text none
column emoji text plain null 64 none 
column image_id key plain null 0 none 
column person_id key plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
column version int32 version - 0 none 
reference fk_countdowns_tenant_id tenant_id families id - cascade
reference fk_countdowns_dashboard_id dashboard_id dashboards id tenant_id set_null
reference fk_countdowns_image_id image_id images id tenant_id set_null
reference fk_countdowns_person_id person_id persons id tenant_id set_null
index idx_countdowns_dashboard_id tenant_id,dashboard_id - - 
index ix_countdowns_date_month_date_day tenant_id,date_month,date_day - - 
index ix_countdowns_image_id tenant_id,image_id - - 
index ix_countdowns_person_id tenant_id,person_id - - 
check ck_countdowns_name_not_blank_435037 written name length(trim("name")) > 0
check ck_countdowns_once_has_year_eda06e written kind,date_year "kind" <> 'once' OR "date_year" IS NOT NULL
check ck_countdowns_month_range_7feab2 written date_month "date_month" BETWEEN 1 AND 12
check ck_countdowns_day_range_4f225d written date_day "date_day" BETWEEN 1 AND 31
check ck_countdowns_keep_range_876b32 written keep_days "keep_days" BETWEEN 0 AND 30
check ck_countdowns_name_size_30696f size name length("name") <= 100
check ck_countdowns_kind_enum_824687 enum kind "kind" IN ('yearly', 'once')
check ck_countdowns_leap_rule_enum_29cf49 enum leap_rule "leap_rule" IN ('feb28', 'mar1')
check ck_countdowns_format_enum_bbeaa7 enum format "format" IN ('days', 'sleeps', 'weeks', 'weekdays', 'date')
check ck_countdowns_icon_type_enum_5d1dcb enum icon_type "icon_type" IN ('emoji', 'image', 'none')
check ck_countdowns_emoji_size_2a6e7b size emoji length("emoji") <= 64
table dashboards tenant_id - target
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column name text plain - 100 none 
column is_default boolean plain - 0 integer 0
column layout_size enum plain - 0 text medium
column theme enum plain - 0 text auto
column night_from int16 plain null 0 none 
column night_to int16 plain null 0 none 
column show_people boolean plain - 0 integer 1
column show_countdowns boolean plain - 0 integer 1
column show_calendar boolean plain - 0 integer 1
column show_clock boolean plain - 0 integer 1
column calendar_days int16 plain - 0 integer 7
column position int32 plain - 0 integer 0
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
column version int32 version - 0 none 
reference fk_dashboards_tenant_id tenant_id families id - cascade
index idx_dashboards_tenant_id tenant_id,position - - 
index ix_dashboards_is_default tenant_id,is_default - - 
check ck_dashboards_name_not_blank_435037 written name length(trim("name")) > 0
check ck_dashboards_calendar_days_range_f1264d written calendar_days "calendar_days" BETWEEN 1 AND 31
check ck_dashboards_name_size_30696f size name length("name") <= 100
check ck_dashboards_is_default_bool_e6bff9 boolean is_default "is_default" IN (0, 1)
check ck_dashboards_layout_size_enum_c3b525 enum layout_size "layout_size" IN ('small', 'medium', 'large')
check ck_dashboards_theme_enum_083797 enum theme "theme" IN ('auto', 'light', 'dark', 'contrast')
check ck_dashboards_show_people_bool_0ef383 boolean show_people "show_people" IN (0, 1)
check ck_dashboards_show_countdowns_bool_813fda boolean show_countdowns "show_countdowns" IN (0, 1)
check ck_dashboards_show_calendar_bool_80eaba boolean show_calendar "show_calendar" IN (0, 1)
check ck_dashboards_show_clock_bool_8c76b8 boolean show_clock "show_clock" IN (0, 1)
table devices tenant_id - target
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column dashboard_id key plain - 0 none 
column name text plain - 60 none 
column token_hash text plain null 64 none 
column permanent_hash text plain null 64 none 
column pair_hash text plain null 64 none 
column code_hash text plain null 64 none 
column pair_expires_at timestamp plain null 0 none 
column may_tick boolean plain - 0 integer 1
column may_swap boolean plain - 0 integer 0
column last_seen_at timestamp plain null 0 none 
column browser text plain null 200 none 
column created_by key plain null 0 none 
column revoked_at timestamp plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_devices_tenant_id tenant_id families id - cascade
reference fk_devices_dashboard_id dashboard_id dashboards id tenant_id cascade
reference fk_devices_created_by created_by users id tenant_id set_null
index uq_devices_token_hash token_hash unique - 
index uq_devices_permanent_hash permanent_hash unique - 
index uq_devices_pair_hash pair_hash unique - 
index uq_devices_code_hash code_hash unique - 
index ix_devices_dashboard_id tenant_id,dashboard_id - - 
index ix_devices_created_by tenant_id,created_by - - 
check ck_devices_name_size_6df74b size name length("name") <= 60
check ck_devices_token_hash_size_3528d0 size token_hash length("token_hash") <= 64
check ck_devices_permanent_hash_size_059948 size permanent_hash length("permanent_hash") <= 64
check ck_devices_pair_hash_size_319085 size pair_hash length("pair_hash") <= 64
check ck_devices_code_hash_size_02bf36 size code_hash length("code_hash") <= 64
check ck_devices_may_tick_bool_4d31a8 boolean may_tick "may_tick" IN (0, 1)
check ck_devices_may_swap_bool_6f2420 boolean may_swap "may_swap" IN (0, 1)
check ck_devices_browser_size_dcd15c size browser length("browser") <= 200
table images tenant_id - target
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column path text plain - 255 none 
column mime text plain - 40 none 
column width int32 plain - 0 none 
column height int32 plain - 0 none 
column bytes int32 plain - 0 none 
column sha256 text plain - 64 none 
column uploaded_by key plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_images_tenant_id tenant_id families id - cascade
reference fk_images_uploaded_by uploaded_by users id tenant_id set_null
index uq_images_path path unique - 
index ix_images_uploaded_by tenant_id,uploaded_by - - 
check ck_images_path_size_c9b848 size path length("path") <= 255
check ck_images_mime_size_259411 size mime length("mime") <= 40
check ck_images_sha256_size_156d21 size sha256 length("sha256") <= 64
table invitations tenant_id - -
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column email text plain - 254 none 
column role enum plain - 0 text member
column token_hash text plain - 64 none 
column expires_at timestamp plain - 0 none 
column invited_by key plain null 0 none 
column accepted_at timestamp plain null 0 none 
column revoked_at timestamp plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_invitations_tenant_id tenant_id families id - cascade
reference fk_invitations_invited_by invited_by users id tenant_id set_null
index uq_invitations_token_hash token_hash unique - 
index ix_invitations_email tenant_id,email - - 
index ix_invitations_invited_by tenant_id,invited_by - - 
check ck_invitations_email_size_7fc609 size email length("email") <= 254
check ck_invitations_role_enum_29c7db enum role "role" IN ('owner', 'admin', 'member')
check ck_invitations_token_hash_size_3528d0 size token_hash length("token_hash") <= 64
table login_sessions - - -
column id key key - 0 none 
column token_hash text plain - 64 none 
column user_id int64 plain - 0 none 
column tenant_id int64 plain - 0 none 
column epoch int32 plain - 0 none 
column last_seen_at timestamp plain - 0 none 
column expires_at timestamp plain - 0 none 
column browser text plain - 200 none 
column address text plain - 64 none 
column remember_hash text plain - 64 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
index uq_login_sessions_token_hash token_hash unique - 
index ix_login_sessions_user_id user_id - - 
index ix_login_sessions_expires_at expires_at - - 
check ck_login_sessions_token_hash_size_3528d0 size token_hash length("token_hash") <= 64
check ck_login_sessions_browser_size_dcd15c size browser length("browser") <= 200
check ck_login_sessions_address_size_32ba4c size address length("address") <= 64
check ck_login_sessions_remember_hash_size_21a603 size remember_hash length("remember_hash") <= 64
table outbox_mails - - -
column id key key - 0 none 
column sender text plain - 300 none 
column recipient text plain - 300 none 
column subject text plain - 300 none 
column body_text text plain - 0 none 
column body_html text plain - 0 none 
column state enum plain - 0 text waiting
column attempts int32 plain - 0 integer 0
column next_attempt_at timestamp plain - 0 none 
column last_error text plain - 200 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
index ix_outbox_mails_state_next_attempt_at state,next_attempt_at - - 
check ck_outbox_mails_sender_size_0543bd size sender length("sender") <= 300
check ck_outbox_mails_recipient_size_d7c396 size recipient length("recipient") <= 300
check ck_outbox_mails_subject_size_fbd74c size subject length("subject") <= 300
check ck_outbox_mails_state_enum_a172c4 enum state "state" IN ('waiting', 'sent', 'failed')
check ck_outbox_mails_last_error_size_0d4677 size last_error length("last_error") <= 200
table password_resets - - -
column id key key - 0 none 
column user_id int64 plain - 0 none 
column family_id int64 plain - 0 none 
column token_hash text plain - 64 none 
column expires_at timestamp plain - 0 none 
column used_at timestamp plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
index uq_password_resets_token_hash token_hash unique - 
index ix_password_resets_user_id user_id - - 
check ck_password_resets_token_hash_size_3528d0 size token_hash length("token_hash") <= 64
table persons tenant_id - target
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column name text plain - 60 none 
column name_key text plain - 120 none 
column colour text plain - 7 none 
column emoji text plain null 64 none 
column image_id key plain null 0 none 
column birth_month int16 plain null 0 none 
column birth_day int16 plain null 0 none 
column birth_year int16 plain null 0 none 
column position int32 plain - 0 integer 0
column active boolean plain - 0 integer 1
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_persons_tenant_id tenant_id families id - cascade
reference fk_persons_image_id image_id images id tenant_id set_null
index uq_persons_name_key tenant_id,name_key unique - 
index ix_persons_image_id tenant_id,image_id - - 
check ck_persons_birthday_whole_d47332 written birth_month,birth_day ("birth_month" IS NULL) = ("birth_day" IS NULL)
check ck_persons_name_size_6df74b size name length("name") <= 60
check ck_persons_name_key_size_935259 size name_key length("name_key") <= 120
check ck_persons_colour_size_72f7de size colour length("colour") <= 7
check ck_persons_emoji_size_2a6e7b size emoji length("emoji") <= 64
check ck_persons_active_bool_b5c460 boolean active "active" IN (0, 1)
table person_absences tenant_id - -
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column person_id key plain - 0 none 
column starts_on date plain - 0 none 
column ends_on date plain null 0 none 
column repeat_weeks int16 plain - 0 integer 0
column reason text plain null 100 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_person_absences_tenant_id tenant_id families id - cascade
reference fk_person_absences_person_id person_id persons id tenant_id cascade
index ix_person_absences_person_id_starts_on tenant_id,person_id,starts_on - - 
check ck_person_absences_dates_in_order_da9206 written ends_on,starts_on "ends_on" IS NULL OR "ends_on" >= "starts_on"
check ck_person_absences_repeat_range_7aa8c7 written repeat_weeks "repeat_weeks" BETWEEN 0 AND 8
check ck_person_absences_reason_size_8941df size reason length("reason") <= 100
table remember_tokens - - -
column id key key - 0 none 
column series_hash text plain - 64 none 
column token_hash text plain - 64 none 
column previous_hash text plain - 64 none 
column rotated_at timestamp plain - 0 none 
column user_id int64 plain - 0 none 
column tenant_id int64 plain - 0 none 
column epoch int32 plain - 0 none 
column expires_at timestamp plain - 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
index uq_remember_tokens_series_hash series_hash unique - 
index ix_remember_tokens_user_id user_id - - 
check ck_remember_tokens_series_hash_size_7a7bdd size series_hash length("series_hash") <= 64
check ck_remember_tokens_token_hash_size_3528d0 size token_hash length("token_hash") <= 64
check ck_remember_tokens_previous_hash_size_f557a1 size previous_hash length("previous_hash") <= 64
table tasks tenant_id - target
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column dashboard_id key plain null 0 none 
column name text plain - 100 none 
column icon_type enum plain - 0 text none
column emoji text plain null 64 none 
column image_id key plain null 0 none 
column mode enum plain - 0 text rotate
column freq enum plain - 0 text daily
column interval int16 plain - 0 integer 1
column weekdays int16 plain null 0 none 
column month_day int16 plain null 0 none 
column months int16 plain null 0 none 
column repeat_from enum plain - 0 text plan
column starts_on date plain - 0 none 
column ends_on date plain null 0 none 
column rotate_by enum plain - 0 text occurrence
column rotate_every int16 plain - 0 integer 1
column anchor_date date plain - 0 none 
column anchor_index int16 plain - 0 integer 0
column skip_absent boolean plain - 0 integer 1
column part_of_day enum plain - 0 text any
column active boolean plain - 0 integer 1
column position int32 plain - 0 integer 0
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
column version int32 version - 0 none 
reference fk_tasks_tenant_id tenant_id families id - cascade
reference fk_tasks_dashboard_id dashboard_id dashboards id tenant_id set_null
reference fk_tasks_image_id image_id images id tenant_id set_null
index idx_tasks_dashboard_id tenant_id,dashboard_id - - 
index ix_tasks_starts_on tenant_id,starts_on - - 
index ix_tasks_image_id tenant_id,image_id - - 
check ck_tasks_name_not_blank_435037 written name length(trim("name")) > 0
check ck_tasks_interval_range_d9a2f3 written interval "interval" BETWEEN 1 AND 52
check ck_tasks_rotate_every_range_bb9507 written rotate_every "rotate_every" BETWEEN 1 AND 52
check ck_tasks_weekdays_range_650d37 written weekdays "weekdays" IS NULL OR "weekdays" BETWEEN 1 AND 127
check ck_tasks_weekly_has_weekdays_448386 written freq,weekdays "freq" <> 'weekly' OR "weekdays" IS NOT NULL
check ck_tasks_month_day_range_740756 written month_day "month_day" IS NULL OR "month_day" BETWEEN 1 AND 31
check ck_tasks_months_range_a76a88 written months "months" IS NULL OR "months" BETWEEN 1 AND 4095
check ck_tasks_dates_in_order_da9206 written ends_on,starts_on "ends_on" IS NULL OR "ends_on" >= "starts_on"
check ck_tasks_emoji_icon_85ce15 written icon_type,emoji "icon_type" <> 'emoji' OR "emoji" IS NOT NULL
check ck_tasks_name_size_30696f size name length("name") <= 100
check ck_tasks_icon_type_enum_5d1dcb enum icon_type "icon_type" IN ('emoji', 'image', 'none')
check ck_tasks_emoji_size_2a6e7b size emoji length("emoji") <= 64
check ck_tasks_mode_enum_6bfd14 enum mode "mode" IN ('rotate', 'everyone', 'anyone')
check ck_tasks_freq_enum_804ad0 enum freq "freq" IN ('daily', 'weekly', 'monthly', 'once')
check ck_tasks_repeat_from_enum_aeac6e enum repeat_from "repeat_from" IN ('plan', 'done')
check ck_tasks_rotate_by_enum_9485b1 enum rotate_by "rotate_by" IN ('occurrence', 'day', 'week', 'month', 'completion')
check ck_tasks_skip_absent_bool_9c9854 boolean skip_absent "skip_absent" IN (0, 1)
check ck_tasks_part_of_day_enum_e3c155 enum part_of_day "part_of_day" IN ('any', 'morning', 'afternoon', 'evening')
check ck_tasks_active_bool_b5c460 boolean active "active" IN (0, 1)
table task_completions tenant_id - -
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column task_id key plain - 0 none 
column on_date date plain - 0 none 
column person_key int64 plain - 0 integer 0
column person_name text plain - 60 none 
column done_at timestamp plain - 0 none 
column by_user_id key plain null 0 none 
column by_device_id key plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_task_completions_tenant_id tenant_id families id - cascade
reference fk_task_completions_task_id task_id tasks id tenant_id cascade
reference fk_task_completions_by_user_id by_user_id users id tenant_id set_null
reference fk_task_completions_by_device_id by_device_id devices id tenant_id set_null
index uq_task_completions_task_id_on_date_person_key tenant_id,task_id,on_date,person_key unique - 
index ix_task_completions_on_date tenant_id,on_date - - 
index ix_task_completions_by_user_id tenant_id,by_user_id - - 
index ix_task_completions_by_device_id tenant_id,by_device_id - - 
check ck_task_completions_person_name_size_3ac7c9 size person_name length("person_name") <= 60
table task_overrides tenant_id - -
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column task_id key plain - 0 none 
column on_date date plain - 0 none 
column person_id key plain null 0 none 
column kind enum plain - 0 none 
column moved_to date plain null 0 none 
column pair_id int64 plain null 0 none 
column by_user_id key plain null 0 none 
column by_device_id key plain null 0 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_task_overrides_tenant_id tenant_id families id - cascade
reference fk_task_overrides_task_id task_id tasks id tenant_id cascade
reference fk_task_overrides_person_id person_id persons id tenant_id set_null
reference fk_task_overrides_by_user_id by_user_id users id tenant_id set_null
reference fk_task_overrides_by_device_id by_device_id devices id tenant_id set_null
index uq_task_overrides_task_id_on_date tenant_id,task_id,on_date unique - 
index ix_task_overrides_person_id tenant_id,person_id - - 
index ix_task_overrides_by_user_id tenant_id,by_user_id - - 
index ix_task_overrides_by_device_id tenant_id,by_device_id - - 
check ck_task_overrides_kind_enum_e1202a enum kind "kind" IN ('skip', 'swap', 'move')
table task_rotation tenant_id - -
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column task_id key plain - 0 none 
column position int16 plain - 0 none 
column person_id key plain null 0 none 
column label text plain null 100 none 
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_task_rotation_tenant_id tenant_id families id - cascade
reference fk_task_rotation_task_id task_id tasks id tenant_id cascade
reference fk_task_rotation_person_id person_id persons id tenant_id cascade
index uq_task_rotation_task_id_position tenant_id,task_id,position unique - 
index ix_task_rotation_person_id tenant_id,person_id - - 
check ck_task_rotation_person_or_label_c077b9 written person_id,label ("person_id" IS NULL) <> ("label" IS NULL)
check ck_task_rotation_label_size_3971bb size label length("label") <= 100
table users tenant_id - target
column id key key - 0 none 
column tenant_id key tenant - 0 none 
column email text plain - 254 none 
column password_hash text plain - 255 none 
column display_name text plain - 80 none 
column role enum plain - 0 text member
column person_id key plain null 0 none 
column email_verified_at timestamp plain null 0 none 
column last_login_at timestamp plain null 0 none 
column session_epoch int32 plain - 0 integer 0
column created_at timestamp created_at - 0 none 
column updated_at timestamp updated_at - 0 none 
reference fk_users_tenant_id tenant_id families id - cascade
reference fk_users_person_id person_id persons id tenant_id set_null
index idx_users_email email unique - 
index uq_users_person_id tenant_id,person_id unique - 
check ck_users_email_size_7fc609 size email length("email") <= 254
check ck_users_password_hash_size_1b1c3c size password_hash length("password_hash") <= 255
check ck_users_display_name_size_f3e019 size display_name length("display_name") <= 80
check ck_users_role_enum_29c7db enum role "role" IN ('owner', 'admin', 'member')
