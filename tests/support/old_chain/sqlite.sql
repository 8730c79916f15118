CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "django_admin_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" text NULL, "object_repr" varchar(200) NOT NULL, "action_flag" smallint unsigned NOT NULL CHECK ("action_flag" >= 0), "change_message" text NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "action_time" datetime NOT NULL);
CREATE TABLE "providers_provider" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL, "name" varchar(200) NOT NULL, "domain" varchar(255) NOT NULL, "other_names" text NOT NULL CHECK ((JSON_VALID("other_names") OR "other_names" IS NULL)), "description" text NOT NULL);
CREATE TABLE "providers_block" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "reason" text NOT NULL, "by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "provider_id" bigint NOT NULL UNIQUE REFERENCES "providers_provider" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "providers_provideralias" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(765) NOT NULL UNIQUE, "provider_id" bigint NOT NULL REFERENCES "providers_provider" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_relatedlink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(1000) NOT NULL, "excerpt" text NOT NULL, "published_date_time" datetime NULL, "original_url" varchar(2000) NOT NULL, "web_url" varchar(2000) NOT NULL, "amp_web_url" varchar(2000) NOT NULL, "cdn_amp_web_url" varchar(2000) NOT NULL, "type" varchar(60) NOT NULL, "quality" integer NULL, "heat" integer NULL, "provider_mention" text NULL CHECK ((JSON_VALID("provider_mention") OR "provider_mention" IS NULL)), "position" smallint unsigned NOT NULL CHECK ("position" >= 0), "article_id" bigint NOT NULL REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "provider_id" bigint NULL REFERENCES "providers_provider" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_sourcedocument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL UNIQUE, "is_carried" bool NOT NULL, "digest" BLOB NOT NULL, "content" BLOB NOT NULL, "run_id" bigint NULL REFERENCES "articles_importrun" ("id") DEFERRABLE INITIALLY DEFERRED, "is_loose" bool NULL, "path_key" varchar(24) NULL);
CREATE TABLE "articles_image" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "position" smallint unsigned NOT NULL CHECK ("position" >= 0), "url" varchar(2000) NOT NULL, "width" integer unsigned NULL CHECK ("width" >= 0), "height" integer unsigned NULL CHECK ("height" >= 0), "title" varchar(1000) NOT NULL, "is_cached" bool NULL, "attribution" varchar(1000) NOT NULL, "article_id" bigint NULL REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "provider_id" bigint NULL REFERENCES "providers_provider" ("id") DEFERRABLE INITIALLY DEFERRED, "related_link_id" bigint NULL REFERENCES "articles_relatedlink" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "image_has_one_owner" CHECK ((("article_id" IS NOT NULL AND "provider_id" IS NULL AND "related_link_id" IS NULL) OR ("article_id" IS NULL AND "provider_id" IS NULL AND "related_link_id" IS NOT NULL) OR ("article_id" IS NULL AND "provider_id" IS NOT NULL AND "related_link_id" IS NULL))));
CREATE TABLE "articles_topic" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL, "name" varchar(200) NOT NULL, "slug" varchar(200) NOT NULL UNIQUE, "shortname" varchar(200) NOT NULL, "position" integer unsigned NULL CHECK ("position" >= 0), "keywords" text NOT NULL CHECK ((JSON_VALID("keywords") OR "keywords" IS NULL)), "hashtags" text NOT NULL CHECK ((JSON_VALID("hashtags") OR "hashtags" IS NULL)), "services" text NOT NULL CHECK ((JSON_VALID("services") OR "services" IS NULL)), "parent_id" bigint NULL REFERENCES "articles_topic" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "topic_not_its_own_parent" CHECK (("parent_id" IS NULL OR NOT ("parent_id" = ("id") AND "parent_id" IS NOT NULL))));
CREATE TABLE "articles_withheld" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL, "canonical_url" varchar(2000) NOT NULL, "title" varchar(1000) NOT NULL, "reason" text NOT NULL, "withheld" datetime NOT NULL, "lifted" datetime NULL, "lifted_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "withheld_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "address_key" varchar(24) NULL, "path_key" varchar(24) NULL);
CREATE TABLE "articles_conflict" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL, "key" varchar(60) NOT NULL, "base" text NULL CHECK ((JSON_VALID("base") OR "base" IS NULL)), "theirs" text NULL CHECK ((JSON_VALID("theirs") OR "theirs" IS NULL)), "ours" text NULL CHECK ((JSON_VALID("ours") OR "ours" IS NULL)), "found" datetime NOT NULL, "settled" datetime NULL, "settled_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "run_id" bigint NULL REFERENCES "articles_importrun" ("id") DEFERRABLE INITIALLY DEFERRED, "choice" varchar(6) NOT NULL, "superseded_by_id" bigint NULL REFERENCES "articles_importrun" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_importrun" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "started" datetime NOT NULL, "finished" datetime NULL, "source" text NOT NULL, "process" varchar(255) NOT NULL, "state" varchar(10) NOT NULL, "report" text NOT NULL CHECK ((JSON_VALID("report") OR "report" IS NULL)), "user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "author" varchar(255) NOT NULL, "dated" datetime NULL, "mentioned" text NOT NULL CHECK ((JSON_VALID("mentioned") OR "mentioned" IS NULL)), "revision" varchar(64) NOT NULL, "undone" datetime NULL, "undone_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_importeddocument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL, "outcome" varchar(8) NOT NULL, "changes" text NOT NULL CHECK ((JSON_VALID("changes") OR "changes" IS NULL)), "is_editorial" bool NOT NULL, "content_before" BLOB NULL, "run_id" bigint NOT NULL REFERENCES "articles_importrun" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_metricsample" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "quality" integer NULL, "heat" integer NULL, "article_id" bigint NOT NULL REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "run_id" bigint NOT NULL REFERENCES "articles_importrun" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_redirect" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "address" varchar(510) NOT NULL UNIQUE, "article_id" bigint NULL REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NULL REFERENCES "articles_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "provider_id" bigint NULL REFERENCES "providers_provider" ("id") DEFERRABLE INITIALLY DEFERRED, "address_key" varchar(24) NULL);
CREATE TABLE "articles_listing" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "position" smallint unsigned NOT NULL CHECK ("position" >= 0), "published" bool NOT NULL, "published_date_time" datetime NULL, "path" varchar(500) NOT NULL, "article_id" bigint NOT NULL REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NOT NULL REFERENCES "articles_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "heat_score" real NOT NULL, "publish_at" datetime NULL, "made_at" datetime NULL);
CREATE TABLE "articles_searchtext" ("article_id" bigint NOT NULL PRIMARY KEY REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "title" text NOT NULL, "excerpt" text NOT NULL, "provider" text NOT NULL, "topics" text NOT NULL);
CREATE TABLE "articles_upload" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(255) NOT NULL, "kept_as" varchar(64) NOT NULL UNIQUE, "size" bigint unsigned NOT NULL CHECK ("size" >= 0), "uploaded" datetime NOT NULL, "planned" datetime NULL, "report" text NOT NULL CHECK ((JSON_VALID("report") OR "report" IS NULL)), "user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_planneddocument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(756) NOT NULL, "kind" varchar(10) NOT NULL, "outcome" varchar(9) NOT NULL, "title" varchar(1000) NOT NULL, "canonical_url" varchar(2000) NOT NULL, "changes" text NOT NULL CHECK ((JSON_VALID("changes") OR "changes" IS NULL)), "conflicts" text NOT NULL CHECK ((JSON_VALID("conflicts") OR "conflicts" IS NULL)), "problems" text NOT NULL CHECK ((JSON_VALID("problems") OR "problems" IS NULL)), "duplicates" text NOT NULL CHECK ((JSON_VALID("duplicates") OR "duplicates" IS NULL)), "by_field" bool NOT NULL, "is_editorial" bool NOT NULL, "is_conflicted" bool NOT NULL, "is_duplicate" bool NOT NULL, "choice" varchar(8) NOT NULL, "rejected" text NOT NULL CHECK ((JSON_VALID("rejected") OR "rejected" IS NULL)), "upload_id" bigint NOT NULL REFERENCES "articles_upload" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_revision" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL, "at" datetime NOT NULL, "actor" varchar(255) NOT NULL, "origin" varchar(8) NOT NULL, "note" text NOT NULL, "changes" text NOT NULL CHECK ((JSON_VALID("changes") OR "changes" IS NULL)), "undone_by_id" bigint NULL REFERENCES "articles_revision" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_article" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(1000) NOT NULL, "excerpt" text NOT NULL, "published_date_time" datetime NULL, "original_url" varchar(2000) NOT NULL, "web_url" varchar(2000) NOT NULL, "amp_web_url" varchar(2000) NOT NULL, "cdn_amp_web_url" varchar(2000) NOT NULL, "type" varchar(60) NOT NULL, "quality" integer NULL, "heat" integer NULL, "provider_mention" text NULL CHECK ((JSON_VALID("provider_mention") OR "provider_mention" IS NULL)), "path" varchar(500) NOT NULL UNIQUE, "slug" varchar(500) NOT NULL, "category" varchar(60) NOT NULL, "published" bool NULL, "featured_content" text NOT NULL, "provider_id" bigint NULL REFERENCES "providers_provider" ("id") DEFERRABLE INITIALLY DEFERRED, "heat_score" real NOT NULL, "edited_at" datetime NULL, "changed_at_source" text DEFAULT '[]' NOT NULL CHECK ((JSON_VALID("changed_at_source") OR "changed_at_source" IS NULL)), "created_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "decided_at" datetime NULL, "decided_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "is_damaged" bool DEFAULT 0 NOT NULL, "is_waiting" bool DEFAULT 1 NOT NULL, "publish_at" datetime NULL, "reason" text DEFAULT '' NOT NULL, "state" varchar(9) DEFAULT 'inbox' NOT NULL, "left_as_is" text NULL CHECK ((JSON_VALID("left_as_is") OR "left_as_is" IS NULL)), "path_key" varchar(24) NULL, "slug_key" varchar(24) NULL, "revoked_links" integer unsigned NULL CHECK ("revoked_links" >= 0), "language" varchar(12) NULL, "made_at" datetime NULL, CONSTRAINT "article_state_is_what_published_says" CHECK ((("published" AND "state" IN ('published', 'scheduled')) OR (NOT ("state" IN ('published', 'scheduled')) AND (NOT "published" OR "published" IS NULL)))), CONSTRAINT "article_scheduled_has_its_time" CHECK ((("publish_at" IS NOT NULL AND "state" = 'scheduled') OR (NOT ("state" = 'scheduled') AND "publish_at" IS NULL))));
CREATE TABLE "articles_linkcheck" ("article_id" bigint NOT NULL PRIMARY KEY REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "url" varchar(2000) NOT NULL, "checked" datetime NOT NULL, "failures" smallint unsigned NOT NULL CHECK ("failures" >= 0), "is_dead" bool NOT NULL, "answer" varchar(200) NOT NULL);
CREATE TABLE "articles_topicalias" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(600) NOT NULL UNIQUE, "name" varchar(200) NOT NULL, "topic_id" bigint NOT NULL REFERENCES "articles_topic" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_savedfilter" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "query" text NOT NULL, "is_shared" bool NOT NULL, "owner_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_exporteddocument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL UNIQUE, "digest" BLOB NOT NULL);
CREATE TABLE "articles_frozenfield" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL, "key" varchar(60) NOT NULL, "values" text NOT NULL CHECK ((JSON_VALID("values") OR "values" IS NULL)), "since" datetime NOT NULL, "run_id" bigint NOT NULL REFERENCES "articles_importrun" ("id") DEFERRABLE INITIALLY DEFERRED, "is_held" bool NOT NULL, "thawed" datetime NULL);
CREATE TABLE "articles_searchdue" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "article" bigint NOT NULL);
CREATE TABLE "articles_searchword" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "word" varchar(40) NOT NULL, "letters" smallint unsigned NOT NULL CHECK ("letters" >= 0), "first" varchar(1) NOT NULL, "last" varchar(2) NOT NULL, "english" varchar(40) NOT NULL, "german" varchar(40) NOT NULL);
CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        title, excerpt, provider, topics, content='articles_searchtext', content_rowid='article_id',
        tokenize='ascii', prefix='2 3 4 5'
    );
CREATE TABLE "articles_leftdocument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(500) NOT NULL UNIQUE, "digest" BLOB NOT NULL, "left_out" datetime NOT NULL, "left_out_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_edition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" bigint NOT NULL, "heat" bigint NOT NULL, "heat_before" bigint NOT NULL, "heat_minute" bigint NOT NULL, "sources" bigint NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (1, 'contenttypes', '0001_initial', '2026-11-28 04:15:31.378660');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (2, 'auth', '0001_initial', '2026-11-28 04:15:31.413237');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (3, 'admin', '0001_initial', '2026-11-28 04:15:31.442678');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (4, 'admin', '0002_logentry_remove_auto_add', '2026-11-28 04:15:31.482562');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (5, 'admin', '0003_logentry_add_action_flag_choices', '2026-11-28 04:15:31.499843');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (6, 'providers', '0001_initial', '2026-11-28 04:15:31.515206');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (7, 'providers', '0002_roles', '2026-11-28 04:15:31.516420');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (8, 'providers', '0003_aliases_and_blocks', '2026-11-28 04:15:31.578402');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (9, 'articles', '0001_initial', '2026-11-28 04:15:32.284038');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (10, 'articles', '0002_topic_tree_has_no_circle', '2026-11-28 04:15:32.346300');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (11, 'articles', '0003_reviewable_imports', '2026-11-28 04:15:33.595372');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (12, 'articles', '0004_heat_and_redirects', '2026-11-28 04:15:34.075956');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (13, 'articles', '0005_search', '2026-11-28 04:15:34.221326');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (14, 'articles', '0006_uploads', '2026-11-28 04:15:34.769605');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (15, 'articles', '0007_edited_at', '2026-11-28 04:15:34.901576');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (16, 'articles', '0008_find_by_web_url_and_provider', '2026-11-28 04:15:35.018203');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (17, 'articles', '0009_search_pause', '2026-11-28 04:15:35.102022');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (18, 'articles', '0010_workflow_and_history', '2026-11-28 04:15:36.909009');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (19, 'articles', '0011_roles', '2026-11-28 04:15:37.328167');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (20, 'articles', '0012_damaged_text', '2026-11-28 04:15:37.423388');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (21, 'articles', '0013_dead_links', '2026-11-28 04:15:37.474625');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (22, 'articles', '0014_aliases', '2026-11-28 04:15:37.636892');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (23, 'articles', '0015_the_queue', '2026-11-28 04:15:37.879101');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (24, 'articles', '0016_stories_of_a_provider_as_they_came', '2026-11-28 04:15:37.948492');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (25, 'articles', '0017_start_page', '2026-11-28 04:15:38.306220');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (26, 'articles', '0018_search_for_beginnings', '2026-11-28 04:15:38.373271');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (27, 'articles', '0019_search_without_delay', '2026-11-28 04:15:38.443548');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (28, 'articles', '0020_a_listings_topic_is_called_topic', '2026-11-28 04:15:38.519941');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (29, 'articles', '0021_what_went_out', '2026-11-28 04:15:38.530272');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (30, 'articles', '0022_frozen_fields_held_or_thawed', '2026-11-28 04:15:38.707990');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (31, 'articles', '0023_search_folded_here', '2026-11-28 04:15:39.238245');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (32, 'articles', '0024_documents_left_out', '2026-11-28 04:15:39.347685');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (33, 'articles', '0025_names_are_one_in_any_case_and_form', '2026-11-28 04:15:39.777246');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (34, 'articles', '0026_links_to_previews_can_be_ended', '2026-11-28 04:15:39.837002');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (35, 'articles', '0027_languages_of_articles', '2026-11-28 04:15:39.975001');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (36, 'articles', '0028_what_has_no_date_is_placed', '2026-11-28 04:15:41.625614');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (37, 'articles', '0029_edition', '2026-11-28 04:15:41.689298');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (38, 'contenttypes', '0002_remove_content_type_name', '2026-11-28 04:15:41.821367');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (39, 'auth', '0002_alter_permission_name_max_length', '2026-11-28 04:15:41.918112');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (40, 'auth', '0003_alter_user_email_max_length', '2026-11-28 04:15:41.984965');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (41, 'auth', '0004_alter_user_username_opts', '2026-11-28 04:15:42.049462');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (42, 'auth', '0005_alter_user_last_login_null', '2026-11-28 04:15:42.114290');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (43, 'auth', '0006_require_contenttypes_0002', '2026-11-28 04:15:42.115071');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (44, 'auth', '0007_alter_validators_add_error_messages', '2026-11-28 04:15:42.165772');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (45, 'auth', '0008_alter_user_username_max_length', '2026-11-28 04:15:42.234993');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (46, 'auth', '0009_alter_user_last_name_max_length', '2026-11-28 04:15:42.303575');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (47, 'auth', '0010_alter_group_name_max_length', '2026-11-28 04:15:42.406672');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (48, 'auth', '0011_update_proxy_permissions', '2026-11-28 04:15:42.498720');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (49, 'auth', '0012_alter_user_first_name_max_length', '2026-11-28 04:15:42.581493');
INSERT INTO "django_migrations" (id, app, name, applied) VALUES (50, 'sessions', '0001_initial', '2026-11-28 04:15:42.584085');
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (1, 1, 1);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (2, 1, 2);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (3, 1, 3);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (4, 1, 4);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (5, 1, 5);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (6, 1, 6);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (7, 1, 7);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (8, 1, 8);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (9, 1, 9);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (10, 1, 10);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (11, 1, 11);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (12, 1, 12);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (13, 1, 13);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (14, 1, 14);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (15, 1, 15);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (16, 1, 16);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (17, 1, 17);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (18, 2, 1);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (19, 2, 2);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (20, 2, 3);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (21, 2, 4);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (22, 2, 5);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (23, 2, 6);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (24, 2, 7);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (25, 2, 8);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (26, 2, 9);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (27, 2, 10);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (28, 2, 11);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (29, 2, 12);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (30, 2, 13);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (31, 2, 14);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (32, 2, 15);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (33, 2, 16);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (34, 2, 17);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (35, 2, 18);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (36, 2, 19);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (37, 2, 20);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (38, 2, 21);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (39, 2, 22);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (40, 2, 23);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (41, 2, 24);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (42, 2, 25);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (43, 3, 1);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (44, 3, 2);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (45, 3, 3);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (46, 3, 4);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (47, 3, 5);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (48, 3, 6);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (49, 3, 7);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (50, 3, 8);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (51, 3, 9);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (52, 3, 10);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (53, 3, 11);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (54, 3, 12);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (55, 3, 13);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (56, 3, 14);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (57, 3, 15);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (58, 3, 16);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (59, 3, 17);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (60, 3, 18);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (61, 3, 19);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (62, 3, 20);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (63, 3, 21);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (64, 3, 22);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (65, 3, 23);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (66, 3, 24);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (67, 3, 25);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (68, 3, 26);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (69, 3, 27);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (70, 3, 28);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (71, 3, 29);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (72, 3, 30);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (73, 3, 31);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (74, 3, 32);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (75, 3, 33);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (76, 3, 34);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (77, 3, 35);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (78, 3, 36);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (79, 3, 37);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (80, 3, 38);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (81, 3, 39);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (82, 3, 40);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (83, 3, 41);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (84, 3, 42);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (85, 3, 43);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (86, 3, 44);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (87, 3, 45);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (88, 3, 46);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (89, 3, 47);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (90, 3, 48);
INSERT INTO "auth_group_permissions" (id, group_id, permission_id) VALUES (91, 3, 49);
INSERT INTO "articles_edition" (id, number, heat, heat_before, heat_minute, sources) VALUES (1, 116506312769857861, 0, 0, 0, 0);
INSERT INTO "django_content_type" (id, app_label, model) VALUES (1, 'articles', 'article');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (2, 'articles', 'listing');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (3, 'articles', 'image');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (4, 'articles', 'relatedlink');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (5, 'articles', 'topic');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (6, 'providers', 'provider');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (7, 'articles', 'conflict');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (8, 'articles', 'importrun');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (9, 'articles', 'importeddocument');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (10, 'articles', 'frozenfield');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (11, 'articles', 'upload');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (12, 'articles', 'planneddocument');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (13, 'articles', 'withheld');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (14, 'auth', 'user');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (15, 'articles', 'sourcedocument');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (16, 'articles', 'metricsample');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (17, 'articles', 'redirect');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (18, 'articles', 'searchtext');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (19, 'articles', 'revision');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (20, 'articles', 'linkcheck');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (21, 'articles', 'topicalias');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (22, 'articles', 'savedfilter');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (23, 'articles', 'exporteddocument');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (24, 'articles', 'searchdue');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (25, 'articles', 'searchword');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (26, 'articles', 'leftdocument');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (27, 'articles', 'edition');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (28, 'providers', 'block');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (29, 'providers', 'provideralias');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (30, 'admin', 'logentry');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (31, 'auth', 'permission');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (32, 'auth', 'group');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (33, 'contenttypes', 'contenttype');
INSERT INTO "django_content_type" (id, app_label, model) VALUES (34, 'sessions', 'session');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (1, 1, 'view_article', 'Can view article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (2, 1, 'add_article', 'Can add article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (3, 1, 'change_article', 'Can change article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (4, 2, 'view_listing', 'Can view listing');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (5, 2, 'add_listing', 'Can add listing');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (6, 2, 'change_listing', 'Can change listing');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (7, 2, 'delete_listing', 'Can delete listing');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (8, 3, 'view_image', 'Can view image');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (9, 3, 'add_image', 'Can add image');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (10, 3, 'change_image', 'Can change image');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (11, 3, 'delete_image', 'Can delete image');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (12, 4, 'view_relatedlink', 'Can view relatedlink');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (13, 4, 'add_relatedlink', 'Can add relatedlink');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (14, 4, 'change_relatedlink', 'Can change relatedlink');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (15, 4, 'delete_relatedlink', 'Can delete relatedlink');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (16, 5, 'view_topic', 'Can view topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (17, 6, 'view_provider', 'Can view provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (18, 1, 'edit_every_article', 'Can edit every article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (19, 1, 'publish_article', 'Can publish article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (20, 1, 'reject_article', 'Can reject article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (21, 7, 'view_conflict', 'Can view conflict');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (22, 7, 'change_conflict', 'Can change conflict');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (23, 8, 'view_importrun', 'Can view importrun');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (24, 9, 'view_importeddocument', 'Can view importeddocument');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (25, 10, 'view_frozenfield', 'Can view frozenfield');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (26, 1, 'delete_article', 'Can delete article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (27, 5, 'add_topic', 'Can add topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (28, 5, 'change_topic', 'Can change topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (29, 5, 'delete_topic', 'Can delete topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (30, 5, 'merge_topic', 'Can merge topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (31, 6, 'add_provider', 'Can add provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (32, 6, 'change_provider', 'Can change provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (33, 6, 'delete_provider', 'Can delete provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (34, 6, 'merge_provider', 'Can merge provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (35, 6, 'block_provider', 'Can block provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (36, 8, 'undo_importrun', 'Can undo importrun');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (37, 11, 'view_upload', 'Can view upload');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (38, 11, 'add_upload', 'Can add upload');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (39, 11, 'change_upload', 'Can change upload');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (40, 11, 'delete_upload', 'Can delete upload');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (41, 12, 'view_planneddocument', 'Can view planneddocument');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (42, 12, 'add_planneddocument', 'Can add planneddocument');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (43, 12, 'change_planneddocument', 'Can change planneddocument');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (44, 12, 'delete_planneddocument', 'Can delete planneddocument');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (45, 13, 'view_withheld', 'Can view withheld');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (46, 13, 'change_withheld', 'Can change withheld');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (47, 14, 'view_user', 'Can view user');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (48, 14, 'add_user', 'Can add user');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (49, 14, 'change_user', 'Can change user');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (50, 8, 'add_importrun', 'Can add import');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (51, 8, 'change_importrun', 'Can change import');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (52, 8, 'delete_importrun', 'Can delete import');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (53, 15, 'add_sourcedocument', 'Can add source document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (54, 15, 'change_sourcedocument', 'Can change source document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (55, 15, 'delete_sourcedocument', 'Can delete source document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (56, 15, 'view_sourcedocument', 'Can view source document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (57, 7, 'add_conflict', 'Can add conflict');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (58, 7, 'delete_conflict', 'Can delete conflict');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (59, 10, 'add_frozenfield', 'Can add frozen field');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (60, 10, 'change_frozenfield', 'Can change frozen field');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (61, 10, 'delete_frozenfield', 'Can delete frozen field');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (62, 9, 'add_importeddocument', 'Can add imported document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (63, 9, 'change_importeddocument', 'Can change imported document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (64, 9, 'delete_importeddocument', 'Can delete imported document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (65, 16, 'add_metricsample', 'Can add sample');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (66, 16, 'change_metricsample', 'Can change sample');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (67, 16, 'delete_metricsample', 'Can delete sample');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (68, 16, 'view_metricsample', 'Can view sample');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (69, 13, 'add_withheld', 'Can add withheld article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (70, 13, 'delete_withheld', 'Can delete withheld article');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (71, 17, 'add_redirect', 'Can add redirect');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (72, 17, 'change_redirect', 'Can change redirect');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (73, 17, 'delete_redirect', 'Can delete redirect');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (74, 17, 'view_redirect', 'Can view redirect');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (75, 18, 'add_searchtext', 'Can add search text');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (76, 18, 'change_searchtext', 'Can change search text');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (77, 18, 'delete_searchtext', 'Can delete search text');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (78, 18, 'view_searchtext', 'Can view search text');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (79, 19, 'add_revision', 'Can add change');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (80, 19, 'change_revision', 'Can change change');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (81, 19, 'delete_revision', 'Can delete change');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (82, 19, 'view_revision', 'Can view change');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (83, 20, 'add_linkcheck', 'Can add link check');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (84, 20, 'change_linkcheck', 'Can change link check');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (85, 20, 'delete_linkcheck', 'Can delete link check');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (86, 20, 'view_linkcheck', 'Can view link check');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (87, 21, 'add_topicalias', 'Can add other name of a topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (88, 21, 'change_topicalias', 'Can change other name of a topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (89, 21, 'delete_topicalias', 'Can delete other name of a topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (90, 21, 'view_topicalias', 'Can view other name of a topic');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (91, 22, 'add_savedfilter', 'Can add saved filter');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (92, 22, 'change_savedfilter', 'Can change saved filter');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (93, 22, 'delete_savedfilter', 'Can delete saved filter');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (94, 22, 'view_savedfilter', 'Can view saved filter');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (95, 23, 'add_exporteddocument', 'Can add exported document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (96, 23, 'change_exporteddocument', 'Can change exported document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (97, 23, 'delete_exporteddocument', 'Can delete exported document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (98, 23, 'view_exporteddocument', 'Can view exported document');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (99, 24, 'add_searchdue', 'Can add article to be indexed');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (100, 24, 'change_searchdue', 'Can change article to be indexed');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (101, 24, 'delete_searchdue', 'Can delete article to be indexed');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (102, 24, 'view_searchdue', 'Can view article to be indexed');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (103, 25, 'add_searchword', 'Can add known word');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (104, 25, 'change_searchword', 'Can change known word');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (105, 25, 'delete_searchword', 'Can delete known word');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (106, 25, 'view_searchword', 'Can view known word');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (107, 26, 'add_leftdocument', 'Can add document that was left out');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (108, 26, 'change_leftdocument', 'Can change document that was left out');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (109, 26, 'delete_leftdocument', 'Can delete document that was left out');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (110, 26, 'view_leftdocument', 'Can view document that was left out');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (111, 27, 'add_edition', 'Can add edition of the site');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (112, 27, 'change_edition', 'Can change edition of the site');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (113, 27, 'delete_edition', 'Can delete edition of the site');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (114, 27, 'view_edition', 'Can view edition of the site');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (115, 28, 'add_block', 'Can add block');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (116, 28, 'change_block', 'Can change block');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (117, 28, 'delete_block', 'Can delete block');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (118, 28, 'view_block', 'Can view block');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (119, 29, 'add_provideralias', 'Can add other name of a provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (120, 29, 'change_provideralias', 'Can change other name of a provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (121, 29, 'delete_provideralias', 'Can delete other name of a provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (122, 29, 'view_provideralias', 'Can view other name of a provider');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (123, 30, 'add_logentry', 'Can add log entry');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (124, 30, 'change_logentry', 'Can change log entry');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (125, 30, 'delete_logentry', 'Can delete log entry');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (126, 30, 'view_logentry', 'Can view log entry');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (127, 31, 'add_permission', 'Can add permission');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (128, 31, 'change_permission', 'Can change permission');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (129, 31, 'delete_permission', 'Can delete permission');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (130, 31, 'view_permission', 'Can view permission');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (131, 32, 'add_group', 'Can add group');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (132, 32, 'change_group', 'Can change group');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (133, 32, 'delete_group', 'Can delete group');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (134, 32, 'view_group', 'Can view group');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (135, 14, 'delete_user', 'Can delete user');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (136, 33, 'add_contenttype', 'Can add content type');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (137, 33, 'change_contenttype', 'Can change content type');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (138, 33, 'delete_contenttype', 'Can delete content type');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (139, 33, 'view_contenttype', 'Can view content type');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (140, 34, 'add_session', 'Can add session');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (141, 34, 'change_session', 'Can change session');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (142, 34, 'delete_session', 'Can delete session');
INSERT INTO "auth_permission" (id, content_type_id, codename, name) VALUES (143, 34, 'view_session', 'Can view session');
INSERT INTO "auth_group" (id, name) VALUES (1, 'Contributor');
INSERT INTO "auth_group" (id, name) VALUES (2, 'Editor');
INSERT INTO "auth_group" (id, name) VALUES (3, 'Chief editor');
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE INDEX "django_admin_log_content_type_id_c4bce8eb" ON "django_admin_log" ("content_type_id");
CREATE INDEX "django_admin_log_user_id_c564eba6" ON "django_admin_log" ("user_id");
CREATE UNIQUE INDEX "provider_domain_unique_without_case" ON "providers_provider" ((LOWER("domain"))) WHERE NOT ("domain" = '');
CREATE UNIQUE INDEX "provider_name_unique_without_domain" ON "providers_provider" ((LOWER("name"))) WHERE "domain" = '';
CREATE UNIQUE INDEX "provider_path_unique" ON "providers_provider" ("path") WHERE NOT ("path" = '');
CREATE INDEX "providers_block_by_id_10627556" ON "providers_block" ("by_id");
CREATE INDEX "providers_provideralias_provider_id_a971f554" ON "providers_provideralias" ("provider_id");
CREATE INDEX "articles_relatedlink_article_id_ba44f149" ON "articles_relatedlink" ("article_id");
CREATE INDEX "articles_relatedlink_provider_id_11fcbe8e" ON "articles_relatedlink" ("provider_id");
CREATE INDEX "articles_sourcedocument_run_id_702ac7c2" ON "articles_sourcedocument" ("run_id");
CREATE INDEX "image_of_article" ON "articles_image" ("article_id") WHERE "article_id" IS NOT NULL;
CREATE INDEX "image_of_related_link" ON "articles_image" ("related_link_id") WHERE "related_link_id" IS NOT NULL;
CREATE INDEX "image_of_provider" ON "articles_image" ("provider_id") WHERE "provider_id" IS NOT NULL;
CREATE UNIQUE INDEX "topic_name_unique_without_case" ON "articles_topic" ((LOWER("name")));
CREATE UNIQUE INDEX "topic_path_unique" ON "articles_topic" ("path") WHERE NOT ("path" = '');
CREATE INDEX "articles_topic_parent_id_29f4f64b" ON "articles_topic" ("parent_id");
CREATE INDEX "articles_conflict_settled_by_id_d7affb15" ON "articles_conflict" ("settled_by_id");
CREATE INDEX "articles_conflict_run_id_05de8e46" ON "articles_conflict" ("run_id");
CREATE INDEX "articles_conflict_superseded_by_id_859f62e2" ON "articles_conflict" ("superseded_by_id");
CREATE INDEX "articles_importrun_user_id_ffd94ebd" ON "articles_importrun" ("user_id");
CREATE INDEX "import_run_revision" ON "articles_importrun" ("revision") WHERE NOT ("revision" = '');
CREATE UNIQUE INDEX "conflict_open_once" ON "articles_conflict" ("path", "key") WHERE ("settled" IS NULL AND "superseded_by_id" IS NULL);
CREATE INDEX "articles_importrun_undone_by_id_40c0c371" ON "articles_importrun" ("undone_by_id");
CREATE INDEX "articles_importeddocument_run_id_81b5f365" ON "articles_importeddocument" ("run_id");
CREATE INDEX "articles_metricsample_run_id_8e03aa46" ON "articles_metricsample" ("run_id");
CREATE INDEX "imported_document_history" ON "articles_importeddocument" ("path", "run_id");
CREATE INDEX "metric_sample_series" ON "articles_metricsample" ("article_id", "at");
CREATE UNIQUE INDEX "withheld_once" ON "articles_withheld" ("path") WHERE "lifted" IS NULL;
CREATE INDEX "articles_withheld_lifted_by_id_dca30980" ON "articles_withheld" ("lifted_by_id");
CREATE INDEX "articles_withheld_withheld_by_id_8df73131" ON "articles_withheld" ("withheld_by_id");
CREATE UNIQUE INDEX "listing_once_per_topic" ON "articles_listing" ("article_id", "topic_id");
CREATE INDEX "articles_listing_topic_id_0158885a" ON "articles_listing" ("topic_id");
CREATE INDEX "listing_hottest_in_topic" ON "articles_listing" ("topic_id", "heat_score" DESC, "path") WHERE "published";
CREATE INDEX "articles_redirect_article_id_99f3c4cf" ON "articles_redirect" ("article_id");
CREATE INDEX "articles_redirect_topic_id_cad9e884" ON "articles_redirect" ("topic_id");
CREATE INDEX "articles_upload_user_id_287443be" ON "articles_upload" ("user_id");
CREATE INDEX "planned_document_page" ON "articles_planneddocument" ("upload_id", "path");
CREATE INDEX "planned_document_outcome" ON "articles_planneddocument" ("upload_id", "outcome", "path");
CREATE INDEX "articles_article_slug_cc61df93" ON "articles_article" ("slug");
CREATE INDEX "articles_article_provider_id_46888aac" ON "articles_article" ("provider_id");
CREATE INDEX "article_hottest_published" ON "articles_article" ("heat_score" DESC, "path") WHERE "published";
CREATE INDEX "article_hottest_of_provider" ON "articles_article" ("provider_id", "heat_score" DESC, "path") WHERE "published";
CREATE INDEX "article_at_web_url" ON "articles_article" ("web_url");
CREATE INDEX "article_created_by" ON "articles_article" ("created_by_id") WHERE "created_by_id" IS NOT NULL;
CREATE INDEX "revision_history" ON "articles_revision" ("path", "at" DESC);
CREATE INDEX "revision_of_user" ON "articles_revision" ("user_id", "at" DESC) WHERE "user_id" IS NOT NULL;
CREATE INDEX "articles_revision_undone_by_id_3fb8f53d" ON "articles_revision" ("undone_by_id");
CREATE INDEX "articles_revision_user_id_9cd8a93f" ON "articles_revision" ("user_id");
CREATE INDEX "articles_linkcheck_checked_902d0c0f" ON "articles_linkcheck" ("checked");
CREATE INDEX "link_check_dead" ON "articles_linkcheck" ("is_dead") WHERE "is_dead";
CREATE INDEX "articles_redirect_provider_id_0785bb1d" ON "articles_redirect" ("provider_id");
CREATE INDEX "articles_topicalias_topic_id_4435ac0a" ON "articles_topicalias" ("topic_id");
CREATE INDEX "articles_savedfilter_owner_id_0de92652" ON "articles_savedfilter" ("owner_id");
CREATE UNIQUE INDEX "saved_filter_once_per_name" ON "articles_savedfilter" ("owner_id", "name");
CREATE INDEX "article_next_scheduled" ON "articles_article" ("publish_at", "path") WHERE "state" = 'scheduled';
CREATE INDEX "conflict_newest_waiting" ON "articles_conflict" ("found" DESC, "id" DESC) WHERE ("settled" IS NULL AND "superseded_by_id" IS NULL);
CREATE UNIQUE INDEX "frozen_field_once" ON "articles_frozenfield" ("path", "key");
CREATE INDEX "articles_frozenfield_run_id_1df53331" ON "articles_frozenfield" ("run_id");
CREATE INDEX "search_word" ON "articles_searchword" ("word");
CREATE INDEX "search_word_english" ON "articles_searchword" ("english");
CREATE INDEX "search_word_german" ON "articles_searchword" ("german");
CREATE INDEX "search_word_first" ON "articles_searchword" ("first", "letters");
CREATE INDEX "search_word_last" ON "articles_searchword" ("last", "letters");
CREATE INDEX "articles_leftdocument_left_out_by_id_a91a619d" ON "articles_leftdocument" ("left_out_by_id");
CREATE INDEX "withheld_by_address" ON "articles_withheld" ("address_key") WHERE "lifted" IS NULL;
CREATE INDEX "articles_article_path_key_6c5f1227" ON "articles_article" ("path_key");
CREATE INDEX "articles_article_slug_key_ea05af21" ON "articles_article" ("slug_key");
CREATE INDEX "articles_redirect_address_key_800f5869" ON "articles_redirect" ("address_key");
CREATE INDEX "articles_sourcedocument_path_key_7afae460" ON "articles_sourcedocument" ("path_key");
CREATE INDEX "articles_withheld_address_key_8b06fff4" ON "articles_withheld" ("address_key");
CREATE INDEX "articles_withheld_path_key_5115e9ee" ON "articles_withheld" ("path_key");
CREATE INDEX "article_newest_published" ON "articles_article" ((COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "published";
CREATE INDEX "article_newest" ON "articles_article" ((COALESCE("published_date_time", "made_at")) DESC, "path");
CREATE INDEX "article_newest_of_provider" ON "articles_article" ("provider_id", (COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "published";
CREATE INDEX "article_newest_waiting" ON "articles_article" ((COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "is_waiting";
CREATE INDEX "article_waiting_of_provider" ON "articles_article" ("provider_id", (COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "is_waiting";
CREATE INDEX "article_refused_of_provider" ON "articles_article" ("provider_id", (COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "state" IN ('rejected', 'withdrawn');
CREATE INDEX "article_newest_set_aside" ON "articles_article" ("state", (COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "state" IN ('scheduled', 'rejected', 'withdrawn');
CREATE INDEX "article_newest_damaged" ON "articles_article" ((COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "is_damaged";
CREATE INDEX "listing_newest_in_topic" ON "articles_listing" ("topic_id", (COALESCE("published_date_time", "made_at")) DESC, "path") WHERE "published";
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
CREATE TRIGGER topic_tree_has_no_circle_insert BEFORE INSERT  ON articles_topic
    WHEN NEW.parent_id IS NOT NULL
    BEGIN
        SELECT RAISE(ABORT, 'topic_tree_has_no_circle: a topic cannot be below itself')
        WHERE NEW.id IN (
    WITH RECURSIVE above(id) AS (
        SELECT NEW.parent_id
        UNION
        SELECT topic.parent_id FROM articles_topic topic JOIN above ON topic.id = above.id
        WHERE topic.parent_id IS NOT NULL
    ) SELECT id FROM above
);
    END;
CREATE TRIGGER topic_tree_has_no_circle_update BEFORE UPDATE OF parent_id ON articles_topic
    WHEN NEW.parent_id IS NOT NULL
    BEGIN
        SELECT RAISE(ABORT, 'topic_tree_has_no_circle: a topic cannot be below itself')
        WHERE NEW.id IN (
    WITH RECURSIVE above(id) AS (
        SELECT NEW.parent_id
        UNION
        SELECT topic.parent_id FROM articles_topic topic JOIN above ON topic.id = above.id
        WHERE topic.parent_id IS NOT NULL
    ) SELECT id FROM above
);
    END;
CREATE TRIGGER article_edited_at AFTER UPDATE ON articles_article
    WHEN (OLD.category, OLD.title, OLD.excerpt, OLD.published_date_time, OLD.original_url, OLD.web_url, OLD.amp_web_url, OLD.cdn_amp_web_url, OLD.type, OLD.published, OLD.featured_content, OLD.provider_id) IS NOT (NEW.category, NEW.title, NEW.excerpt, NEW.published_date_time, NEW.original_url, NEW.web_url, NEW.amp_web_url, NEW.cdn_amp_web_url, NEW.type, NEW.published, NEW.featured_content, NEW.provider_id) OR OLD.edited_at IS NOT NEW.edited_at
    BEGIN
        UPDATE articles_article SET edited_at = CASE
            WHEN (OLD.category, OLD.title, OLD.excerpt, OLD.published_date_time, OLD.original_url, OLD.web_url, OLD.amp_web_url, OLD.cdn_amp_web_url, OLD.type, OLD.published, OLD.featured_content, OLD.provider_id) IS NOT (NEW.category, NEW.title, NEW.excerpt, NEW.published_date_time, NEW.original_url, NEW.web_url, NEW.amp_web_url, NEW.cdn_amp_web_url, NEW.type, NEW.published, NEW.featured_content, NEW.provider_id) THEN strftime('%Y-%m-%d %H:%M:%f000', 'now') ELSE OLD.edited_at
        END WHERE id = NEW.id;
    END;
CREATE TRIGGER search_text_delete AFTER DELETE ON articles_searchtext BEGIN
        INSERT INTO articles_searchindex (articles_searchindex, rowid, title, excerpt, provider, topics)
        VALUES ('delete', old.article_id, old.title, old.excerpt, old.provider, old.topics);
    END;
CREATE TRIGGER search_article_insert AFTER INSERT ON articles_article
    BEGIN INSERT INTO articles_searchdue (article) VALUES (new.id); END;
CREATE TRIGGER search_article_update AFTER UPDATE OF title, excerpt, provider_id ON articles_article
    WHEN (old.title, old.excerpt, old.provider_id) IS NOT (new.title, new.excerpt, new.provider_id)
    BEGIN INSERT INTO articles_searchdue (article) VALUES (new.id); END;
CREATE TRIGGER search_article_delete AFTER DELETE ON articles_article
    BEGIN DELETE FROM articles_searchtext WHERE article_id = old.id; END;
CREATE TRIGGER search_listing_insert AFTER INSERT ON articles_listing
        WHEN EXISTS (SELECT 1 FROM articles_article WHERE id = new.article_id)
        BEGIN INSERT INTO articles_searchdue (article) VALUES (new.article_id); END;
CREATE TRIGGER search_listing_delete AFTER DELETE ON articles_listing
        WHEN EXISTS (SELECT 1 FROM articles_article WHERE id = old.article_id)
        BEGIN INSERT INTO articles_searchdue (article) VALUES (old.article_id); END;
CREATE TRIGGER search_listing_update AFTER UPDATE OF article_id, topic_id, position ON articles_listing
        WHEN EXISTS (SELECT 1 FROM articles_article WHERE id = old.article_id)
        BEGIN INSERT INTO articles_searchdue (article) VALUES (old.article_id); END;
CREATE TRIGGER search_listing_update_to AFTER UPDATE OF article_id, topic_id, position ON articles_listing
        WHEN EXISTS (SELECT 1 FROM articles_article WHERE id = new.article_id)
        BEGIN INSERT INTO articles_searchdue (article) VALUES (new.article_id); END;
CREATE TRIGGER search_topic_update AFTER UPDATE OF name ON articles_topic WHEN old.name <> new.name
    BEGIN INSERT INTO articles_searchdue (article) SELECT article_id FROM articles_listing WHERE topic_id = new.id; END;
CREATE TRIGGER search_provider_update AFTER UPDATE OF name ON providers_provider WHEN old.name <> new.name
    BEGIN INSERT INTO articles_searchdue (article) SELECT id FROM articles_article WHERE provider_id = new.id; END;
CREATE TRIGGER edition_article_insert AFTER INSERT ON articles_article BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_article_delete AFTER DELETE ON articles_article BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_listing_insert AFTER INSERT ON articles_listing BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_listing_delete AFTER DELETE ON articles_listing BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_topic_insert AFTER INSERT ON articles_topic BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_topic_delete AFTER DELETE ON articles_topic BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_relatedlink_insert AFTER INSERT ON articles_relatedlink BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_relatedlink_delete AFTER DELETE ON articles_relatedlink BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_image_insert AFTER INSERT ON articles_image BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_image_delete AFTER DELETE ON articles_image BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_redirect_insert AFTER INSERT ON articles_redirect BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_redirect_delete AFTER DELETE ON articles_redirect BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_searchtext_insert AFTER INSERT ON articles_searchtext BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_searchtext_delete AFTER DELETE ON articles_searchtext BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_provider_insert AFTER INSERT ON providers_provider BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_provider_delete AFTER DELETE ON providers_provider BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_article_update AFTER UPDATE OF path, slug, slug_key, category, title, excerpt, featured_content, published_date_time, made_at, edited_at, language, original_url, web_url, amp_web_url, cdn_amp_web_url, type, provider_id, provider_mention, published, publish_at, state, reason, decided_at ON articles_article WHEN (old.path, old.slug, old.slug_key, old.category, old.title, old.excerpt, old.featured_content, old.published_date_time, old.made_at, old.edited_at, old.language, old.original_url, old.web_url, old.amp_web_url, old.cdn_amp_web_url, old.type, old.provider_id, old.provider_mention, old.published, old.publish_at, old.state, old.reason, old.decided_at) IS NOT (new.path, new.slug, new.slug_key, new.category, new.title, new.excerpt, new.featured_content, new.published_date_time, new.made_at, new.edited_at, new.language, new.original_url, new.web_url, new.amp_web_url, new.cdn_amp_web_url, new.type, new.provider_id, new.provider_mention, new.published, new.publish_at, new.state, new.reason, new.decided_at) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_listing_update AFTER UPDATE OF article_id, topic_id, position, published, published_date_time, publish_at, made_at, path ON articles_listing WHEN (old.article_id, old.topic_id, old.position, old.published, old.published_date_time, old.publish_at, old.made_at, old.path) IS NOT (new.article_id, new.topic_id, new.position, new.published, new.published_date_time, new.publish_at, new.made_at, new.path) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_topic_update AFTER UPDATE OF path, name, slug, shortname, parent_id, position, keywords, hashtags, services ON articles_topic WHEN (old.path, old.name, old.slug, old.shortname, old.parent_id, old.position, old.keywords, old.hashtags, old.services) IS NOT (new.path, new.name, new.slug, new.shortname, new.parent_id, new.position, new.keywords, new.hashtags, new.services) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_relatedlink_update AFTER UPDATE OF article_id, position, title, excerpt, published_date_time, original_url, web_url, amp_web_url, cdn_amp_web_url, type, provider_id, provider_mention ON articles_relatedlink WHEN (old.article_id, old.position, old.title, old.excerpt, old.published_date_time, old.original_url, old.web_url, old.amp_web_url, old.cdn_amp_web_url, old.type, old.provider_id, old.provider_mention) IS NOT (new.article_id, new.position, new.title, new.excerpt, new.published_date_time, new.original_url, new.web_url, new.amp_web_url, new.cdn_amp_web_url, new.type, new.provider_id, new.provider_mention) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_image_update AFTER UPDATE OF article_id, related_link_id, provider_id, position, url, width, height, title, is_cached, attribution ON articles_image WHEN (old.article_id, old.related_link_id, old.provider_id, old.position, old.url, old.width, old.height, old.title, old.is_cached, old.attribution) IS NOT (new.article_id, new.related_link_id, new.provider_id, new.position, new.url, new.width, new.height, new.title, new.is_cached, new.attribution) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_redirect_update AFTER UPDATE OF address, address_key, article_id, topic_id, provider_id ON articles_redirect WHEN (old.address, old.address_key, old.article_id, old.topic_id, old.provider_id) IS NOT (new.address, new.address_key, new.article_id, new.topic_id, new.provider_id) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_searchtext_update AFTER UPDATE OF title, excerpt, provider, topics ON articles_searchtext WHEN (old.title, old.excerpt, old.provider, old.topics) IS NOT (new.title, new.excerpt, new.provider, new.topics) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_provider_update AFTER UPDATE OF path, name, domain, other_names, description ON providers_provider WHEN (old.path, old.name, old.domain, old.other_names, old.description) IS NOT (new.path, new.name, new.domain, new.other_names, new.description) BEGIN UPDATE articles_edition SET number = random(); END;
CREATE TRIGGER edition_article_heat AFTER UPDATE OF quality, heat, heat_score ON articles_article WHEN (old.quality, old.heat, old.heat_score) IS NOT (new.quality, new.heat, new.heat_score) BEGIN UPDATE articles_edition SET 
        heat_before = CASE WHEN heat_minute = CAST(strftime('%s', 'now') AS integer) / 60 THEN heat_before ELSE heat END,
        heat_minute = CAST(strftime('%s', 'now') AS integer) / 60,
        heat = random()
    ; END;
CREATE TRIGGER edition_listing_heat AFTER UPDATE OF heat_score ON articles_listing WHEN (old.heat_score) IS NOT (new.heat_score) BEGIN UPDATE articles_edition SET 
        heat_before = CASE WHEN heat_minute = CAST(strftime('%s', 'now') AS integer) / 60 THEN heat_before ELSE heat END,
        heat_minute = CAST(strftime('%s', 'now') AS integer) / 60,
        heat = random()
    ; END;
CREATE TRIGGER edition_relatedlink_heat AFTER UPDATE OF quality, heat ON articles_relatedlink WHEN (old.quality, old.heat) IS NOT (new.quality, new.heat) BEGIN UPDATE articles_edition SET 
        heat_before = CASE WHEN heat_minute = CAST(strftime('%s', 'now') AS integer) / 60 THEN heat_before ELSE heat END,
        heat_minute = CAST(strftime('%s', 'now') AS integer) / 60,
        heat = random()
    ; END;
CREATE TRIGGER edition_sourcedocument_insert AFTER INSERT ON articles_sourcedocument BEGIN UPDATE articles_edition SET sources = random(); END;
CREATE TRIGGER edition_sourcedocument_delete AFTER DELETE ON articles_sourcedocument BEGIN UPDATE articles_edition SET sources = random(); END;
CREATE TRIGGER edition_sourcedocument_update AFTER UPDATE OF path, content ON articles_sourcedocument WHEN (old.path, old.content) IS NOT (new.path, new.content) BEGIN UPDATE articles_edition SET sources = random(); END;
